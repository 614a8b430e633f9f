// A mutex that nobody else wants: take and release.

import { type Blocking, Mutex } from "@keel/kernel";
import { roundsPerSecond } from "./two-threads.ts";

const ROUNDS = 2_000_000;

function* locker(mutex: Mutex, rounds: number): Blocking<void> {
  for (let i = 0; i < rounds; i++) {
    yield* mutex.take();
    mutex.release();
  }
}

export default {
  name: "kernel: free mutex take and release",
  unit: "op/s",
  peer: null,
  run(now: () => number): number {
    return roundsPerSecond(now, ROUNDS, (kernel, n) => [
      locker(new Mutex(kernel, "a"), n / 2),
      locker(new Mutex(kernel, "b"), n / 2),
    ]);
  },
};
