// Wait queue ping-pong: what pipes, terminals and futexes wait in.

import { type Blocking, WAIT_INTERRUPTIBLE, WaitQueue } from "@keel/kernel";
import { roundsPerSecond } from "./two-threads.ts";

const ROUNDS = 500_000;

interface Ball {
  hits: number;
}

/** Hits when the number of hits so far is odd or even, as `parity` says. */
function* player(
  ball: Ball,
  parity: number,
  other: WaitQueue,
  mine: WaitQueue,
  rounds: number,
): Blocking<void> {
  for (let i = 0; i < rounds; i++) {
    while ((ball.hits & 1) !== parity) yield* mine.wait(WAIT_INTERRUPTIBLE);
    ball.hits++;
    other.wakeup();
  }
}

export default {
  name: "kernel: wait queue round trips",
  unit: "op/s",
  peer: null,
  run(now: () => number): number {
    return roundsPerSecond(now, ROUNDS, (kernel, n) => {
      const ball = { hits: 0 };
      const [a, b] = [new WaitQueue(kernel), new WaitQueue(kernel)];
      return [player(ball, 0, b, a, n), player(ball, 1, a, b, n)];
    });
  },
};
