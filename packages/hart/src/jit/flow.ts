// The shape of a region's control flow: an order in which blocks come after what leads to them, the
// dominator tree, and which blocks are loop heads or merge points. Cooper, Harvey and Kennedy, "A
// Simple, Fast Dominance Algorithm" (2001). An edge into the middle of a loop would make the graph
// irreducible: it counts as leaving the region.

import type { Block } from "./region.ts";

export class Flow {
  /** Position of each block in reverse postorder; -1 for blocks that cannot be reached. */
  readonly order: Int32Array;
  /** Blocks that this one dominates immediately, latest in the order first. */
  readonly children: number[][];
  readonly isLoop: Uint8Array;
  /** Reached by more than one forward edge. */
  readonly isMerge: Uint8Array;
  private readonly blocks: readonly Block[];
  private readonly sequence: number[] = [];
  private readonly dominator: Int32Array;

  constructor(blocks: readonly Block[]) {
    this.blocks = blocks;
    this.order = new Int32Array(blocks.length).fill(-1);
    this.dominator = new Int32Array(blocks.length).fill(-1);
    this.children = blocks.map(() => []);
    this.isLoop = new Uint8Array(blocks.length);
    this.isMerge = new Uint8Array(blocks.length);
    this.number();
    this.findDominators();
    this.classify();
  }

  /** Whether an edge goes back in the order, or to itself. */
  goesBack(from: number, to: number): boolean {
    return this.order[to] <= this.order[from];
  }

  private number(): void {
    const { blocks, order } = this;
    const seen = new Uint8Array(blocks.length);
    const stack: number[] = [0];
    const nexts: number[] = [0];
    seen[0] = 1;
    const finished: number[] = [];
    while (stack.length > 0) {
      const block = stack[stack.length - 1];
      const successor = blocks[block].successors[nexts[nexts.length - 1]++];
      if (successor === undefined) {
        finished.push(block);
        stack.pop();
        nexts.pop();
      } else if (successor >= 0 && seen[successor] === 0) {
        seen[successor] = 1;
        stack.push(successor);
        nexts.push(0);
      }
    }
    for (let i = finished.length - 1; i >= 0; i--) {
      order[finished[i]] = this.sequence.length;
      this.sequence.push(finished[i]);
    }
  }

  private findDominators(): void {
    const { blocks, order, dominator, sequence } = this;
    const predecessors: number[][] = blocks.map(() => []);
    for (const block of sequence) {
      for (const successor of blocks[block].successors)
        if (successor >= 0) predecessors[successor].push(block);
    }
    dominator[0] = 0;
    for (let changed = true; changed; ) {
      changed = false;
      for (const block of sequence) {
        if (block === 0) continue;
        let found = -1;
        for (const from of predecessors[block]) {
          if (dominator[from] >= 0) found = found < 0 ? from : this.meet(found, from);
        }
        if (dominator[block] === found) continue;
        dominator[block] = found;
        changed = true;
      }
    }
    for (let i = sequence.length - 1; i > 0; i--) this.children[dominator[sequence[i]]].push(sequence[i]);
    void order;
  }

  private meet(a: number, b: number): number {
    const { order, dominator } = this;
    let x = a;
    let y = b;
    while (x !== y) {
      while (order[x] > order[y]) x = dominator[x];
      while (order[y] > order[x]) y = dominator[y];
    }
    return x;
  }

  private dominates(a: number, b: number): boolean {
    let block = b;
    while (this.order[block] > this.order[a]) block = this.dominator[block];
    return block === a;
  }

  private classify(): void {
    for (const from of this.sequence) {
      const { successors } = this.blocks[from];
      for (let i = 0; i < successors.length; i++) {
        const to = successors[i];
        if (to < 0) continue;
        if (!this.goesBack(from, to)) {
          this.isMerge[to] = Math.min(2, this.isMerge[to] + 1);
        } else if (this.dominates(to, from)) {
          this.isLoop[to] = 1;
        } else {
          successors[i] = -1;
        }
      }
    }
    for (let i = 0; i < this.isMerge.length; i++) this.isMerge[i] >>= 1;
  }
}
