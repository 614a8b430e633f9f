// Message queue ping-pong with messages of 16 bytes.

import { type Blocking, MessageQueue } from "@keel/kernel";
import { roundsPerSecond } from "./two-threads.ts";

const ROUNDS = 500_000;
const MESSAGE_BYTES = 16;

function* player(serve: MessageQueue, await_: MessageQueue, rounds: number): Blocking<void> {
  const message = new Uint8Array(MESSAGE_BYTES);
  for (let i = 0; i < rounds; i++) {
    serve.send(message);
    yield* await_.recv(message);
  }
}

export default {
  name: "kernel: message queue round trips",
  unit: "op/s",
  peer: null,
  run(now: () => number): number {
    return roundsPerSecond(now, ROUNDS, (kernel, n) => {
      const ping = new MessageQueue(kernel, "ping", MESSAGE_BYTES, 4);
      const pong = new MessageQueue(kernel, "pong", MESSAGE_BYTES, 4);
      return [player(ping, pong, n), player(pong, ping, n)];
    });
  },
};
