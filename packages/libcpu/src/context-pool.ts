// Register files for guest threads, out of the machine's private memory. A thread takes one when it is made and
// gives it back when it ends.

import { HartContext, type HartMemory } from "@keel/hart";

/** Who hands out the bytes: the machine. */
export interface ContextMemory extends HartMemory {
  /** Byte offset of HartContext.SIZE zeroed bytes, or -errno. */
  allocateContext(): number;
}

export class ContextPool {
  readonly #memory: ContextMemory;
  readonly #free: HartContext[];
  #used: number;

  constructor(memory: ContextMemory) {
    this.#memory = memory;
    this.#free = [];
    this.#used = 0;
  }

  /** A cleared register file, or null when there is none left. */
  allocate(): HartContext | null {
    let context = this.#free.pop() ?? null;
    if (context !== null) {
      context.clear();
    } else {
      const offset = this.#memory.allocateContext();
      if (offset < 0) return null;
      context = new HartContext(this.#memory, offset);
    }
    this.#used += 1;
    return context;
  }

  free(context: HartContext): void {
    this.#free.push(context);
    this.#used -= 1;
  }

  /** Register files in use. */
  get used(): number {
    return this.#used;
  }
}
