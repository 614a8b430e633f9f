import { RT_TIMER_FLAG_PERIODIC } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Event, Mailbox, Mutex, Semaphore, Timer, TraceBuffer } from "../src/index.ts";
import { makeBed } from "./bed.ts";

/** A busy little system that uses the kernel's random numbers; its trace. */
function traceOf(seed: number): string {
  const trace = new TraceBuffer();
  const bed = makeBed({ trace, seed });
  const { kernel } = bed;
  const semaphore = new Semaphore(kernel, "s", 0);
  const mutex = new Mutex(kernel, "m");
  const event = new Event(kernel, "e");
  const mailbox = new Mailbox(kernel, "mb", 2);
  new Timer(kernel, {
    name: "beat",
    ticks: 3,
    flags: RT_TIMER_FLAG_PERIODIC,
    callback: () => semaphore.release(),
  }).start();
  for (let i = 0; i < 6; i++) {
    bed.spawn(`t${i}`, 8 + (i % 3), function* () {
      const slot = { value: 0 };
      for (let round = 0; round < 20; round++) {
        switch (kernel.random.below(6)) {
          case 0:
            yield* semaphore.take(5);
            break;
          case 1:
            yield* mutex.take();
            yield* kernel.spend(kernel.random.below(2_000_000));
            mutex.release();
            break;
          case 2:
            event.send(1 << i);
            yield* event.recv(0x3f, 2 | 4, 4);
            break;
          case 3:
            mailbox.send(round);
            yield* mailbox.recv(slot, 2);
            break;
          case 4:
            yield* kernel.delay(1 + kernel.random.below(4));
            break;
          default:
            yield* kernel.yield_();
        }
      }
    });
  }
  bed.run(300e6);
  return trace.text();
}

describe("TraceBuffer", () => {
  test("two identical runs leave identical traces, another seed another one", () => {
    const first = traceOf(1);
    expect(first.split("\n").length).toBeGreaterThan(200);
    expect(traceOf(1)).toBe(first);
    expect(traceOf(2)).not.toBe(first);
  });

  test("notes switches, wake-ups, waits, interrupts, timers and ends with their times", () => {
    const trace = new TraceBuffer();
    const bed = makeBed({ trace });
    const { kernel } = bed;
    const semaphore = new Semaphore(kernel, "s", 0);
    new Timer(kernel, { name: "beep", ticks: 1, callback: () => semaphore.release() }).start();
    bed.spawn("t", 10, function* () {
      yield* semaphore.take();
    });
    bed.run();
    expect(trace.text()).toBe(
      [
        "0 ready t",
        "0 ready tidle0",
        "0 switch  t",
        "0 suspend t",
        "0 switch t tidle0",
        "1000000 irq tick",
        "1000000 timer beep",
        "1000000 ready t",
        "1000000 switch tidle0 t",
        "1000000 exit t",
        "1000000 switch t tidle0",
      ].join("\n"),
    );
  });

  test("keeps only the newest when it is full", () => {
    const trace = new TraceBuffer(2);
    for (let ns = 1; ns <= 5; ns++) trace.event(ns, "k", "a", "");
    expect(trace.text()).toBe("4 k a\n5 k a");
  });
});
