// Mailbox ping-pong: a word there and a word back.

import { type Blocking, Mailbox } from "@keel/kernel";
import { roundsPerSecond } from "./two-threads.ts";

const ROUNDS = 1_000_000;

function* player(serve: Mailbox, await_: Mailbox, rounds: number): Blocking<void> {
  const slot = { value: 0 };
  for (let i = 0; i < rounds; i++) {
    serve.send(i);
    yield* await_.recv(slot);
  }
}

export default {
  name: "kernel: mailbox round trips",
  unit: "op/s",
  peer: { name: "RT-Thread under QEMU, semaphores", value: 54_000 },
  run(now: () => number): number {
    return roundsPerSecond(now, ROUNDS, (kernel, n) => {
      const ping = new Mailbox(kernel, "ping", 4);
      const pong = new Mailbox(kernel, "pong", 4);
      return [player(ping, pong, n), player(pong, ping, n)];
    });
  },
};
