// Nano's application: two threads that pass numbers through a mailbox, and a timer that ends the run. What a first
// program on RT-Thread Nano looks like, with the same calls.

import { type Blocking, type Kernel, Mailbox, Timer, WAITING_FOREVER } from "@keel/kernel";

const COUNT = 5;
const PRODUCER_PRIORITY = 20;
const CONSUMER_PRIORITY = 15;

export default function main(kernel: Kernel): number {
  const mailbox = new Mailbox(kernel, "numbers", 4);

  function* produce(): Blocking<void> {
    for (let number = 1; number <= COUNT; number++) {
      yield* kernel.mdelay(100);
      yield* mailbox.sendWait(number, WAITING_FOREVER);
    }
  }

  function* consume(): Blocking<void> {
    for (let left = COUNT; left > 0; left--) {
      const slot = { value: 0 };
      yield* mailbox.recv(slot, WAITING_FOREVER);
      kernel.print(`consumer: got ${slot.value} at tick ${kernel.tick()}\n`);
    }
  }

  kernel.createThread({ name: "producer", priority: PRODUCER_PRIORITY, entry: produce }).startup();
  kernel.createThread({ name: "consumer", priority: CONSUMER_PRIORITY, entry: consume }).startup();

  const end = new Timer(kernel, {
    name: "end",
    ticks: kernel.config.tickPerSecond,
    callback: () => {
      kernel.print("main: a second is over\n");
      kernel.halt(0);
    },
  });
  end.start();
  return 0;
}
