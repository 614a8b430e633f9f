// All kernel objects by class, newest first: what `list thread` and `find` read. RT-Thread: src/object.c.

import { assert, List } from "@keel/klib";
import type { KernelConfig } from "./config.ts";
import type { KernelHooks } from "./hooks.ts";
import type { KObject } from "./object.ts";

export class ObjectTable {
  private readonly config: KernelConfig;
  private readonly hooks: KernelHooks;
  private readonly report: (text: string) => void;
  private readonly classes: List<KObject>[] = [];
  private lastId = 0;

  /** `report` gets a line about each name that had to be cut. */
  constructor(config: KernelConfig, hooks: KernelHooks, report: (text: string) => void) {
    this.config = config;
    this.hooks = hooks;
    this.report = report;
  }

  /** Enters an object at the head of its class: of two namesakes the newest is found. Twice is a panic. */
  attach(object: KObject): void {
    assert(!object.isAttached, `object ${object.name} is initialised twice`);
    object.name = this.fitName(object.name);
    object.id = ++this.lastId;
    this.classOf(object.type).insertHead(object.objectLink);
    this.hooks.objectAttach?.(object);
  }

  /** Removes an object; harmless when it is not in. */
  detach(object: KObject): void {
    if (!object.isAttached) return;
    this.hooks.objectDetach?.(object);
    object.objectLink.remove();
  }

  /** The newest object of class `type` named `name`, or null. */
  find(name: string, type: number): KObject | null {
    const list = this.classOf(type);
    for (let node = list.head.next; node !== list.head; node = node.next) {
      if (node.owner.name === name) return node.owner;
    }
    return null;
  }

  /** The objects of a class, newest first; a copy. */
  list(type: number): KObject[] {
    return this.classOf(type).toArray();
  }

  /** Number of objects of a class. */
  count(type: number): number {
    return this.classOf(type).count();
  }

  /**
   * Visits the objects of a class, newest first. `visit` returns 0 to go on, more to stop, less to stop
   * with that error. Returns 0 or the error.
   */
  forEach(type: number, visit: (object: KObject) => number): number {
    for (const object of this.classOf(type)) {
      const answer = visit(object);
      if (answer !== 0) return Math.min(answer, 0);
    }
    return 0;
  }

  private classOf(type: number): List<KObject> {
    let list = this.classes[type];
    if (list === undefined) {
      list = new List<KObject>();
      this.classes[type] = list;
    }
    return list;
  }

  /**
   * DEVIATION: RT-Thread 5.2 stops the system at a name that is too long; `longNames: "assert"` does so too.
   * The default cuts it, as RT-Thread's later releases do, but says so, since a cut name can hide another.
   */
  private fitName(name: string): string {
    const longest = this.config.nameMax - 1;
    if (longest < 0 || name.length <= longest) return name;
    assert(this.config.longNames === "truncate", `object name ${name} is longer than ${longest} characters`);
    const cut = name.slice(0, longest);
    this.report(`object name ${name} is too long, kept as ${cut}\n`);
    return cut;
  }
}
