// A kernel on a virtual clock with no hardware, and what tests do with it all the time.

import {
  type Blocking,
  Kernel,
  type KernelOptions,
  runVirtual,
  type Thread,
  VirtualClock,
} from "../src/index.ts";

/** ns per tick at the default 1000 ticks per second. */
export const TICK = 1_000_000;

export interface Bed {
  readonly kernel: Kernel;
  readonly clock: VirtualClock;
  /** What the threads of the test noted, in order. */
  readonly log: string[];
  /** Console output so far. */
  output(): string;
  /** A started thread. */
  spawn(name: string, priority: number, entry: (thread: Thread) => Blocking<unknown>, tick?: number): Thread;
  /** Runs until nothing can happen any more, or until `untilNs`; fails on a panic. */
  run(untilNs?: number): void;
}

export function makeBed(options: Partial<KernelOptions> = {}): Bed {
  const clock = new VirtualClock();
  let output = "";
  const kernel = new Kernel({
    clock,
    write: (text) => {
      output += text;
    },
    ...options,
  });
  return {
    kernel,
    clock,
    log: [],
    output: () => output,
    spawn(name, priority, entry, tick = 10) {
      const thread = kernel.createThread({ name, priority, entry, tick });
      thread.startup();
      return thread;
    },
    run(untilNs = Infinity) {
      runVirtual(kernel, untilNs);
      if (kernel.panicMessage !== null) throw new Error(kernel.panicMessage);
    },
  };
}
