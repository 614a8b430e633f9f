// Context switches: two threads that do nothing but yield to each other.

import type { Blocking, Kernel } from "@keel/kernel";
import { roundsPerSecond } from "./two-threads.ts";

const ROUNDS = 2_000_000;

function* yielder(kernel: Kernel, rounds: number): Blocking<void> {
  for (let i = 0; i < rounds; i++) yield* kernel.yield_();
}

export default {
  name: "kernel: yields between two threads",
  unit: "op/s",
  peer: { name: "RT-Thread under QEMU", value: 416_000 },
  run(now: () => number): number {
    // A round of the pair is two yields.
    return 2 * roundsPerSecond(now, ROUNDS, (kernel, n) => [yielder(kernel, n), yielder(kernel, n)]);
  },
};
