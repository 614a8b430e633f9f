// VareaList: the areas of a space in order of addresses: look-up, gaps, splitting and merging. No page is touched here.

import type { Varea } from "./varea.ts";

export class VareaList {
  private readonly areas: Varea[] = [];
  /** Where the last look-up hit: faults cluster. */
  private lastHit = 0;

  get count(): number {
    return this.areas.length;
  }

  [Symbol.iterator](): Iterator<Varea> {
    return this.areas[Symbol.iterator]();
  }

  /** The area that holds `va`, or null. */
  find(va: number): Varea | null {
    const hit = this.areas[this.lastHit];
    if (hit !== undefined && va >= hit.start && va < hit.end) return hit;
    const index = this.indexAbove(va);
    const area = this.areas[index];
    if (area === undefined || va < area.start) return null;
    this.lastHit = index;
    return area;
  }

  /** The first area that ends above `va`: the one that holds it or the next one. */
  findAbove(va: number): Varea | null {
    return this.areas[this.indexAbove(va)] ?? null;
  }

  /** The last area that ends at or below `va`, or null. */
  findBelow(va: number): Varea | null {
    return this.areas[this.indexAbove(va) - 1] ?? null;
  }

  /** Areas that share a page with [start, end). */
  overlapping(start: number, end: number): Varea[] {
    const found: Varea[] = [];
    for (let i = this.indexAbove(start); i < this.areas.length; i++) {
      const area = this.areas[i] as Varea;
      if (area.start >= end) break;
      found.push(area);
    }
    return found;
  }

  isFree(start: number, end: number): boolean {
    const area = this.findAbove(start);
    return area === null || area.start >= end;
  }

  /** The highest free range of `length` bytes in [bottom, top): its start, or -1. */
  findGapBelow(length: number, bottom: number, top: number): number {
    let end = top;
    for (let i = this.areas.length - 1; i >= 0 && end - length >= bottom; i--) {
      const area = this.areas[i] as Varea;
      if (area.start >= end) continue;
      if (area.end <= end - length) break;
      end = area.start;
    }
    return end - length >= bottom ? end - length : -1;
  }

  /** Inserts into a free range and merges with neighbours that have the same purpose; answers the area it became. */
  insert(area: Varea): Varea {
    const index = this.indexAbove(area.start);
    this.areas.splice(index, 0, area);
    this.mergeAt(index);
    return this.mergeAt(index - 1) ?? area;
  }

  remove(area: Varea): void {
    const index = this.areas.indexOf(area);
    if (index >= 0) this.areas.splice(index, 1);
  }

  /** Cuts the areas so that `start` and `end` are borders, and answers those between. */
  carve(start: number, end: number): Varea[] {
    this.splitAt(start);
    this.splitAt(end);
    return this.overlapping(start, end);
  }

  /** How many areas `carve` would add: for the limit, before anything changes. */
  cutsFor(start: number, end: number): number {
    const cuts = (va: number): number => {
      const area = this.find(va);
      return area !== null && area.start < va ? 1 : 0;
    };
    return cuts(start) + cuts(end);
  }

  /** Merges what can be merged at the borders in and around [start, end). */
  mergeAround(start: number, end: number): void {
    let index = Math.max(0, this.indexAbove(start) - 1);
    for (;;) {
      const area = this.areas[index];
      if (area === undefined || area.start > end) return;
      if (this.mergeAt(index) === null) index++;
    }
  }

  clear(): void {
    this.areas.length = 0;
  }

  private splitAt(va: number): void {
    const area = this.find(va);
    if (area === null || area.start === va) return;
    const upper = area.cloneFor(va, area.end);
    area.end = va;
    this.areas.splice(this.areas.indexOf(area) + 1, 0, upper);
  }

  /** Merges areas[index] with its successor: the merged area, or null. */
  private mergeAt(index: number): Varea | null {
    const area = this.areas[index];
    const next = this.areas[index + 1];
    if (area === undefined || next === undefined || !area.joins(next)) return null;
    area.end = next.end;
    area.hasCopies ||= next.hasCopies;
    next.object?.unref();
    this.areas.splice(index + 1, 1);
    return area;
  }

  /** Index of the first area that ends above `va`. */
  private indexAbove(va: number): number {
    let low = 0;
    let high = this.areas.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.areas[middle] as Varea).end <= va) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
