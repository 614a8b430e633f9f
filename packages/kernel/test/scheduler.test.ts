import { RT_THREAD_READY, RT_THREAD_RUNNING } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Alarm, type Blocking, BODY_EXITED, BODY_PREEMPTED, type Body, Semaphore } from "../src/index.ts";
import { type Bed, makeBed, TICK } from "./bed.ts";

/** Notes its name at each of `turns` turns of one tick of computing. */
function* worker(bed: Bed, name: string, turns: number): Blocking<void> {
  for (let turn = 0; turn < turns; turn++) {
    bed.log.push(`${name}@${bed.kernel.tick()}`);
    yield* bed.kernel.spend(TICK);
  }
}

describe("Scheduler", () => {
  for (const priorityMax of [8, 32, 256] as const) {
    test(`runs the most urgent of ${priorityMax} priorities first, 0 before all`, () => {
      const bed = makeBed({ config: { priorityMax } });
      for (let priority = priorityMax - 2; priority >= 0; priority--) {
        bed.spawn(`p${priority}`, priority, function* () {
          bed.log.push(String(priority));
        });
      }
      bed.run();
      expect(bed.log).toEqual(Array.from({ length: priorityMax - 1 }, (_, i) => String(i)));
    });
  }

  test("a thread that becomes ready goes to the head of its level: the newest runs first", () => {
    const bed = makeBed();
    for (const name of ["a", "b", "c"]) {
      bed.spawn(name, 10, function* () {
        bed.log.push(name);
      });
    }
    bed.run();
    expect(bed.log).toEqual(["c", "b", "a"]);
  });

  test("a woken thread passes its waiting equals, a yielding one goes behind them", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const gate = new Semaphore(kernel, "gate", 0);
    bed.spawn("sleeper", 10, function* () {
      yield* gate.take();
      log.push("sleeper");
    });
    bed.spawn("opener", 9, function* () {
      yield* kernel.delay(1);
      log.push("opener");
      bed.spawn("peer", 10, function* () {
        log.push("peer");
      });
      gate.release();
      yield* kernel.delay(1);
    });
    bed.run();
    expect(log).toEqual(["opener", "sleeper", "peer"]);

    const second = makeBed();
    for (const name of ["x", "y"]) {
      second.spawn(name, 10, function* () {
        second.log.push(`${name}1`);
        yield* second.kernel.yield_();
        second.log.push(`${name}2`);
      });
    }
    second.run();
    expect(second.log).toEqual(["y1", "x1", "y2", "x2"]);
  });

  test("a preempted thread goes back to the head of its level and finishes its slice first", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    bed.spawn("other", 10, () => worker(bed, "other", 1));
    bed.spawn("victim", 10, () => worker(bed, "victim", 4), 4);
    bed.spawn("urgent", 5, function* () {
      yield* kernel.delay(2);
      log.push(`urgent@${kernel.tick()}`);
    });
    bed.run();
    expect(log).toEqual(["victim@0", "victim@1", "urgent@2", "victim@2", "victim@3", "other@4"]);
  });

  test("a thread that has yielded is put at the tail once: preempted later, it keeps its place", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const switches: string[] = [];
    kernel.hooks.schedulerSwitch = (_from, to) => switches.push(to.name);
    bed.spawn("peer", 10, function* () {
      log.push("peer 1");
      yield* kernel.yield_();
      log.push("peer 2");
    });
    bed.spawn("victim", 10, function* () {
      yield* kernel.yield_();
      log.push("victim 1");
      yield* kernel.spend(2 * TICK);
      log.push("victim 2");
    });
    bed.spawn("urgent", 5, function* () {
      yield* kernel.delay(1);
      log.push("urgent");
    });
    bed.run();
    expect(log).toEqual(["peer 1", "victim 1", "urgent", "victim 2", "peer 2"]);
    const order = ["urgent", "victim", "peer", "victim", "urgent", "victim", "peer", "tidle0"];
    expect(switches).toEqual(order);
  });

  test("yielding renews the slice", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const thread = bed.spawn("t", 10, function* () {
      yield* kernel.spend(7 * TICK);
      expect(thread.leftTick).toBe(3);
      yield* kernel.yield_();
      expect(thread.leftTick).toBe(10);
    });
    bed.run();
  });

  test("who blocks hands over before an interrupt of the same instant can wake it", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const gate = new Semaphore(kernel, "gate", 0);
    const alarm = new Alarm(kernel, () => gate.release());
    bed.spawn("peer", 10, () => worker(bed, "peer", 1));
    bed.spawn("t", 10, function* () {
      alarm.setAt(kernel.now());
      yield* gate.take();
      log.push("t");
    });
    bed.run();
    expect(log).toEqual(["peer@0", "t"]);
  });

  test("a thread woken before it has left the processor stays on it, with no switch", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const switches: string[] = [];
    kernel.hooks.schedulerSwitch = (_from, to) => switches.push(to.name);
    bed.spawn("t", 10, function* (self) {
      self.suspend();
      kernel.interrupt("irq", () => self.resume());
      expect(self.state).toBe(RT_THREAD_RUNNING);
      yield* kernel.preemptionPoint();
    });
    bed.run();
    expect(switches).toEqual(["t", "tidle0"]);
  });

  test("equals take turns by time slice, in ticks", () => {
    const bed = makeBed();
    bed.spawn("b", 10, () => worker(bed, "b", 4), 2);
    bed.spawn("a", 10, () => worker(bed, "a", 4), 2);
    bed.run();
    expect(bed.log).toEqual(["a@0", "a@1", "b@2", "b@3", "a@4", "a@5", "b@6", "b@7"]);
  });

  test("spending more than a slice is cut at the tick, for the other's sake", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const long = function* (name: string): Blocking<void> {
      yield* kernel.spend(25 * TICK);
      log.push(`${name}@${kernel.tick()}`);
    };
    bed.spawn("b", 10, () => long("b"));
    bed.spawn("a", 10, () => long("a"));
    bed.run();
    expect(log).toEqual(["a@45", "b@50"]);
  });

  test("a lone thread has no slice deadline, and gives way at once to an equal when its slice is over", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const switches: string[] = [];
    kernel.hooks.schedulerSwitch = (_from, to) => switches.push(to.name);
    const late = kernel.createThread({
      name: "late",
      priority: 10,
      *entry() {
        log.push(`late@${kernel.tick()}`);
      },
    });
    bed.spawn("lone", 10, function* () {
      yield* kernel.spend(35 * TICK);
      late.startup();
      log.push("lone");
      yield* kernel.preemptionPoint();
      log.push("lone again");
    });
    bed.run();
    expect(log).toEqual(["lone", "late@35", "lone again"]);
    expect(switches).toEqual(["lone", "late", "lone", "tidle0"]);
  });

  test("a slice of which a tick is left lasts one tick more", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const thread = bed.spawn("t", 10, function* () {
      yield* kernel.spend(9 * TICK);
      bed.log.push(String(thread.leftTick));
      yield* kernel.spend(TICK);
      bed.log.push(String(thread.leftTick));
    });
    bed.run();
    expect(bed.log).toEqual(["1", "10"]);
  });

  test("an urgent thread readied by a plain call runs at the caller's next blocking call, at the same instant", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const gate = new Semaphore(kernel, "gate", 0);
    const other = new Semaphore(kernel, "other", 1);
    bed.spawn("urgent", 5, function* () {
      yield* gate.take();
      log.push(`urgent@${kernel.now()}`);
      yield* other.take();
    });
    bed.spawn("plain", 10, function* () {
      gate.release();
      expect(kernel.needResched).toBe(true);
      log.push(`plain@${kernel.now()}`);
      // The urgent thread comes first and takes the only token.
      log.push(String(yield* other.take(0)));
    });
    bed.run();
    expect(log).toEqual(["plain@0", "urgent@0", "-110"]);
  });

  test("a critical section puts the switch off until its last exit", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const gate = new Semaphore(kernel, "gate", 0);
    bed.spawn("urgent", 5, function* () {
      yield* gate.take();
      log.push("urgent");
    });
    bed.spawn("plain", 10, function* () {
      expect(kernel.enterCritical()).toBe(1);
      expect(kernel.enterCritical()).toBe(2);
      gate.release();
      expect(kernel.needResched).toBe(false);
      yield* kernel.spend(3 * TICK);
      log.push("inside");
      expect(kernel.exitCritical()).toBe(1);
      yield* kernel.preemptionPoint();
      log.push("still inside");
      expect(kernel.exitCritical()).toBe(0);
      expect(kernel.needResched).toBe(true);
      yield* kernel.preemptionPoint();
      log.push("outside");
    });
    bed.run();
    expect(log).toEqual(["inside", "still inside", "urgent", "outside"]);
  });

  test("yielding or outliving a slice inside a critical section switches nobody", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    bed.spawn("peer", 10, () => worker(bed, "peer", 1));
    bed.spawn("locked", 10, function* () {
      kernel.enterCritical();
      yield* kernel.yield_();
      yield* kernel.spend(50 * TICK);
      log.push("locked");
      kernel.exitCritical();
    });
    bed.run();
    expect(log).toEqual(["locked", "peer@50"]);
  });

  test("leaving a critical section that was not entered is a panic", () => {
    const bed = makeBed();
    expect(() => bed.kernel.exitCritical()).toThrow("not entered");
  });

  test("threads that only poll each other reach their timeout: time goes on", () => {
    const bed = makeBed();
    const { kernel } = bed;
    let timeIsUp = false;
    bed.spawn("timer", 5, function* () {
      yield* kernel.delay(20);
      timeIsUp = true;
    });
    for (const name of ["a", "b"]) {
      bed.spawn(name, 10, function* () {
        while (!timeIsUp) yield* kernel.yield_();
        bed.log.push(name);
      });
    }
    bed.run();
    expect(bed.log.sort()).toEqual(["a", "b"]);
    expect(kernel.tick()).toBeLessThan(25);
  });

  test("a body gets the next event as its deadline, and a nearer one by being called back", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const deadlines: number[] = [];
    const body: Body = {
      run(_thread, deadlineNs) {
        deadlines.push(deadlineNs / TICK);
        if (deadlines.length === 1) {
          kernel.clock.spend(TICK);
          kernel.limitDeadline(kernel.now() + TICK);
          expect(kernel.needResched).toBe(true);
          return BODY_PREEMPTED;
        }
        if (deadlineNs > 20 * TICK) return BODY_EXITED;
        kernel.clock.spend(deadlineNs - kernel.now());
        return BODY_PREEMPTED;
      },
    };
    bed.spawn("sleeper", 5, function* () {
      yield* kernel.delay(7);
      log.push("sleeper");
    });
    kernel.createThread({ name: "guest", priority: 10, body }).startup();
    bed.run(30 * TICK);
    expect(deadlines).toEqual([7, 7, 30]);
    expect(log).toEqual(["sleeper"]);
  });

  test("a body with an equal waiting gets the end of its slice as its deadline", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const deadlines: number[] = [];
    const body: Body = {
      run(_thread, deadlineNs) {
        deadlines.push(deadlineNs / TICK);
        if (deadlines.length === 3) return BODY_EXITED;
        kernel.clock.spend(Math.min(deadlineNs, 100 * TICK) - kernel.now());
        return BODY_PREEMPTED;
      },
    };
    bed.spawn("peer", 10, () => worker(bed, "peer", 3), 3);
    kernel.createThread({ name: "guest", priority: 10, body, tick: 5 }).startup();
    bed.run(200 * TICK);
    expect(deadlines).toEqual([5, 13, 200]);
    expect(bed.log).toEqual(["peer@5", "peer@6", "peer@7"]);
  });

  test("a body that gets an equal while it runs is called back, and given the end of its slice", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const deadlines: number[] = [];
    const body: Body = {
      run(_thread, deadlineNs) {
        deadlines.push(deadlineNs / TICK);
        if (deadlines.length === 1) {
          kernel.clock.spend(2 * TICK);
          bed.spawn("peer", 10, () => worker(bed, "peer", 1));
          expect(kernel.needResched).toBe(true);
          return BODY_PREEMPTED;
        }
        if (deadlines.length === 3) return BODY_EXITED;
        kernel.clock.spend(deadlineNs - kernel.now());
        return BODY_PREEMPTED;
      },
    };
    kernel.createThread({ name: "guest", priority: 10, body, tick: 5 }).startup();
    bed.run(100 * TICK);
    expect(deadlines).toEqual([100, 5, 100]);
    expect(bed.log).toEqual(["peer@5"]);
  });

  test("keeps book of running time in ns", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const a = bed.spawn("a", 10, function* () {
      yield* kernel.spend(1234);
      expect(a.runNs).toBe(1234);
      yield* kernel.delay(5);
      yield* kernel.spend(66);
    });
    const b = bed.spawn("b", 11, function* () {
      yield* kernel.spend(700);
    });
    bed.run(20 * TICK);
    expect([a.runNs, b.runNs]).toEqual([1300, 700]);
    expect(kernel.idle.thread!.runNs).toBe(20 * TICK - 2000);
  });

  test("states: the current thread is running and in no ready list", () => {
    const bed = makeBed();
    const other = bed.spawn("other", 12, () => worker(bed, "other", 1));
    const self = bed.spawn("self", 10, function* () {
      bed.log.push(`${self.state} ${other.state}`);
    });
    bed.run();
    expect(bed.log[0]).toBe(`${RT_THREAD_RUNNING} ${RT_THREAD_READY}`);
    expect([self.stateName, other.stateName]).toEqual(["close", "close"]);
  });
});
