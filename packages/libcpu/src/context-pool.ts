// Register files for guest threads, out of the machine's private memory. A thread takes one when it is made and
// gives it back when it ends.

import { HartContext, type HartMemory } from "@keel/hart";

/** Who hands out the bytes: the machine. */
export interface ContextMemory extends HartMemory {
  /** Byte offset of HartContext.SIZE zeroed bytes, or -errno. */
  allocateContext(): number;
  freeContext(offset: number): void;
}

export class ContextPool {
  readonly #memory: ContextMemory;
  #used: number;

  constructor(memory: ContextMemory) {
    this.#memory = memory;
    this.#used = 0;
  }

  /** A cleared register file, or null when there is none left. */
  allocate(): HartContext | null {
    const offset = this.#memory.allocateContext();
    if (offset < 0) return null;
    this.#used += 1;
    return new HartContext(this.#memory, offset);
  }

  /** Gives a register file back; its bytes may be another thread's at once. */
  free(context: HartContext): void {
    this.#used -= 1;
    this.#memory.freeContext(context.offset);
  }

  /** Register files in use. */
  get used(): number {
    return this.#used;
  }
}
