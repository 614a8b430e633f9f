// What the benchmarks of this folder share: a program in bare RAM, run again and again in slices as
// a kernel would run it, and its speed in million instructions per second.

import { assemble } from "../src/assembler.ts";
import { CAUSE_USER_ECALL, Hart, HartContext, RAM_BASE_DEFAULT } from "../src/index.ts";

const RAM_OFFSET = 65536;
const RAM_SIZE = 1 << 20;
/** A kernel's tick at 100 MHz and 1000 Hz. */
const SLICE = 100_000;

/** Runs `source` to its ecall with a0 = `rounds`; the second of two times counts. */
export function measureMips(source: string, rounds: number, now: () => number): number {
  const pages = (RAM_OFFSET + RAM_SIZE) / 65536;
  const memory = {
    memory: new WebAssembly.Memory({ initial: pages, maximum: pages }),
    ramOffset: RAM_OFFSET,
    ramBase: RAM_BASE_DEFAULT,
    ramSize: RAM_SIZE,
  };
  const hart = new Hart(memory);
  const context = new HartContext(memory, 0);
  new Uint8Array(memory.memory.buffer).set(assemble(source, RAM_BASE_DEFAULT), RAM_OFFSET);
  let mips = 0;
  for (let time = 0; time < 2; time++) {
    context.clear();
    context.pc = RAM_BASE_DEFAULT;
    context.setX(2, RAM_BASE_DEFAULT + RAM_SIZE);
    context.setX(10, rounds);
    const start = now();
    let cause: number;
    do cause = hart.run(context, SLICE);
    while (cause < 0);
    if (cause !== CAUSE_USER_ECALL) throw new Error(`the program ended with cause ${cause}`);
    mips = (context.instret * 1000) / (now() - start);
  }
  return mips;
}
