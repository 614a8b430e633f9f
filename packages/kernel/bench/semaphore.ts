// Semaphore ping-pong: each round trip is two releases, two takes that wait, two switches.

import { type Blocking, Semaphore } from "@keel/kernel";
import { roundsPerSecond } from "./two-threads.ts";

const ROUNDS = 1_000_000;

function* player(serve: Semaphore, await_: Semaphore, rounds: number): Blocking<void> {
  for (let i = 0; i < rounds; i++) {
    serve.release();
    yield* await_.take();
  }
}

export default {
  name: "kernel: semaphore round trips",
  unit: "op/s",
  peer: { name: "RT-Thread under QEMU", value: 54_000 },
  run(now: () => number): number {
    return roundsPerSecond(now, ROUNDS, (kernel, n) => {
      const ping = new Semaphore(kernel, "ping", 0);
      const pong = new Semaphore(kernel, "pong", 0);
      return [player(ping, pong, n), player(pong, ping, n)];
    });
  },
};
