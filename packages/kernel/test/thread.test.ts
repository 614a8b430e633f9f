import {
  EINTR,
  EINVAL,
  ERROR,
  ESCHEDLOCKED,
  RT_OBJECT_CLASS_THREAD,
  RT_THREAD_CLOSE,
  RT_THREAD_INIT,
  RT_THREAD_SUSPEND_INTERRUPTIBLE,
  RT_THREAD_SUSPEND_KILLABLE,
  RT_THREAD_SUSPEND_UNINTERRUPTIBLE,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import {
  type Blocking,
  BODY_BLOCKED,
  type Body,
  Mutex,
  Semaphore,
  type Thread,
  WAIT_INTERRUPTIBLE,
  WAIT_KILLABLE,
  WAIT_UNINTERRUPTIBLE,
  WaitQueue,
} from "../src/index.ts";
import { makeBed, TICK } from "./bed.ts";

function* nothing(): Blocking<void> {}

describe("Thread", () => {
  test("is created INIT and starts only once", () => {
    const { kernel } = makeBed();
    const thread = kernel.createThread({ name: "t", priority: 10, entry: nothing });
    expect(thread.state).toBe(RT_THREAD_INIT);
    expect(thread.stateName).toBe("init");
    expect(thread.startup()).toBe(0);
    expect(thread.stateName).toBe("ready");
    expect(thread.startup()).toBe(-EINVAL);
  });

  test("starts at its initial priority, whatever was set before", () => {
    const { kernel } = makeBed();
    const thread = kernel.createThread({ name: "t", priority: 10, entry: nothing });
    thread.setPriority(5);
    expect(thread.currentPriority).toBe(5);
    thread.startup();
    expect(thread.currentPriority).toBe(10);
  });

  test("refuses a priority out of range, a slice of no ticks, and having nothing to run", () => {
    const { kernel } = makeBed();
    expect(() => kernel.createThread({ name: "t", priority: 32, entry: nothing })).toThrow("priority 32");
    expect(() => kernel.createThread({ name: "t", priority: -1, entry: nothing })).toThrow("priority -1");
    expect(() => kernel.createThread({ name: "t", priority: 1, tick: 0, entry: nothing })).toThrow(
      "time slice",
    );
    expect(() => kernel.createThread({ name: "t", priority: 1 })).toThrow("nothing to run");
  });

  test("suspend stops a READY thread or the caller itself, nothing else", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const ready = bed.spawn("ready", 12, function* () {
      log.push(`ready@${kernel.tick()}`);
    });
    const sleeping = bed.spawn("sleeping", 8, function* () {
      yield* kernel.delay(10);
    });
    bed.spawn("self", 10, function* (self) {
      expect(ready.suspend()).toBe(0);
      expect(ready.suspend()).toBe(-ERROR);
      expect(sleeping.suspend()).toBe(-ERROR);
      expect(kernel.createThread({ name: "i", priority: 1, entry: nothing }).suspend()).toBe(-ERROR);
      expect(self.suspend()).toBe(0);
      yield* kernel.preemptionPoint();
      log.push(`self@${kernel.tick()}`);
      expect(ready.resume()).toBe(0);
      expect(ready.resume()).toBe(-EINVAL);
    });
    bed.spawn("waker", 9, function* () {
      yield* kernel.delay(3);
      const self = kernel.objects.find("self", RT_OBJECT_CLASS_THREAD) as Thread;
      expect(self.resume()).toBe(0);
    });
    bed.run();
    expect(log).toEqual(["self@3", "ready@3"]);
  });

  test("a thread that has suspended itself gets nothing from its next blocking call until it is resumed", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const semaphore = new Semaphore(kernel, "s", 1);
    const thread = bed.spawn("t", 10, function* (self) {
      self.suspend();
      log.push(`${yield* semaphore.take()} @${kernel.tick()}`);
    });
    bed.spawn("boss", 9, function* () {
      yield* kernel.delay(3);
      expect(semaphore.value).toBe(1);
      thread.resume();
    });
    bed.run();
    expect(log).toEqual(["0 @3"]);
  });

  test("suspending with the scheduler locked is refused", () => {
    const bed = makeBed();
    bed.spawn("t", 10, function* (self) {
      bed.kernel.enterCritical();
      bed.log.push(String(self.suspend()));
      bed.kernel.exitCritical();
    });
    bed.run();
    expect(bed.log).toEqual([String(-ESCHEDLOCKED)]);
  });

  test("suspendSelf ends with 0 by resume and with -EINTR by wakeup", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const thread = bed.spawn("t", 10, function* () {
      log.push(String(yield* kernel.suspendSelf()));
      log.push(String(yield* kernel.suspendSelf(WAIT_INTERRUPTIBLE)));
    });
    bed.spawn("waker", 11, function* () {
      thread.resume();
      yield* kernel.delay(1);
      thread.wakeup(false);
    });
    bed.run();
    expect(log).toEqual(["0", String(-EINTR)]);
  });

  test("a thread woken from a wait and then suspended keeps the wait's result", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const gate = new Semaphore(kernel, "gate", 0);
    const waiter = bed.spawn("waiter", 10, function* () {
      log.push(String(yield* gate.take()));
    });
    bed.spawn("boss", 9, function* () {
      yield* kernel.delay(1);
      gate.release();
      waiter.suspend();
      yield* kernel.delay(5);
      waiter.resume();
    });
    bed.run();
    expect(log).toEqual(["0"]);
  });

  test("each kind of wait has its state, and foreign wake-ups end only what the kind allows", () => {
    const cases = [
      [WAIT_UNINTERRUPTIBLE, RT_THREAD_SUSPEND_UNINTERRUPTIBLE, false, false],
      [WAIT_INTERRUPTIBLE, RT_THREAD_SUSPEND_INTERRUPTIBLE, true, true],
      [WAIT_KILLABLE, RT_THREAD_SUSPEND_KILLABLE, false, true],
    ] as const;
    for (const [kind, state, bySignal, byKill] of cases) {
      for (const kill of [false, true]) {
        const bed = makeBed();
        const { kernel } = bed;
        const results: number[] = [];
        const gate = new Semaphore(kernel, "gate", 0);
        const waiter = bed.spawn("waiter", 10, function* () {
          results.push(yield* gate.take(50, kind));
        });
        bed.spawn("waker", 11, function* () {
          expect(waiter.state).toBe(state);
          results.push(waiter.wakeup(kill) ? 1 : 0);
        });
        bed.run();
        const ends = kill ? byKill : bySignal;
        expect(results, `kind ${kind}, kill ${kill}`).toEqual([ends ? 1 : 0, ends ? -EINTR : -110]);
      }
    }
  });

  test("a pending interruption makes waits of its kind fail at once, and others not", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const results: number[] = [];
    const gate = new Semaphore(kernel, "gate", 0);
    const queue = new WaitQueue(kernel);
    bed.spawn("t", 10, function* (self) {
      for (const pending of [0, 1, 2] as const) {
        self.interruptPending = pending;
        for (const kind of [WAIT_UNINTERRUPTIBLE, WAIT_INTERRUPTIBLE, WAIT_KILLABLE]) {
          results.push(yield* gate.take(1, kind));
        }
        results.push(yield* queue.wait(WAIT_KILLABLE, kernel.now() + 5));
        results.push(yield* kernel.delay(1));
      }
    });
    bed.run();
    const [out, int] = [-110, -EINTR];
    expect(results).toEqual([out, out, out, out, 0, out, int, out, out, int, out, int, int, int, int]);
  });

  test("wakeup of a thread that does not wait does nothing", () => {
    const bed = makeBed();
    const thread = bed.kernel.createThread({ name: "t", priority: 10, entry: nothing });
    expect(thread.wakeup(true)).toBe(false);
    thread.startup();
    expect(thread.wakeup(true)).toBe(false);
    bed.run();
    expect(thread.wakeup(true)).toBe(false);
  });

  test("resume ends a foreign wait with -EINTR, whatever its kind", () => {
    const bed = makeBed();
    const gate = new Semaphore(bed.kernel, "gate", 0);
    const waiter = bed.spawn("waiter", 10, function* () {
      bed.log.push(String(yield* gate.take()));
    });
    bed.spawn("waker", 11, function* () {
      waiter.resume();
    });
    bed.run();
    expect(bed.log).toEqual([String(-EINTR)]);
    expect(gate.waiterNames()).toEqual([]);
  });

  test("setPriority moves a READY thread, and a caller that lowers itself makes way", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const low = bed.spawn("low", 20, function* () {
      log.push("low");
    });
    bed.spawn("other", 15, function* () {
      log.push("other");
    });
    bed.spawn("boss", 10, function* (self) {
      expect(low.setPriority(12)).toBe(0);
      expect([low.currentPriority, low.initPriority]).toEqual([12, 20]);
      expect(low.setPriority(32)).toBe(-EINVAL);
      self.setPriority(13);
      yield* kernel.preemptionPoint();
      log.push("boss");
      self.resetPriority(16);
      expect(self.initPriority).toBe(16);
      yield* kernel.preemptionPoint();
      log.push("boss last");
    });
    bed.run();
    expect(log).toEqual(["low", "boss", "other", "boss last"]);
  });

  test("a priority set by setPriority is lost at the next mutex restore, one set by resetPriority is not", () => {
    for (const reset of [false, true]) {
      const bed = makeBed();
      const { kernel } = bed;
      const mutex = new Mutex(kernel, "m");
      const owner = bed.spawn("owner", 20, function* (self) {
        yield* mutex.take();
        if (reset) self.resetPriority(18);
        else self.setPriority(18);
        yield* kernel.delay(5);
        expect(self.currentPriority).toBe(5);
        mutex.release();
        bed.log.push(String(self.currentPriority));
      });
      bed.spawn("urgent", 5, function* () {
        yield* kernel.delay(1);
        yield* mutex.take();
        mutex.release();
      });
      bed.run();
      expect(bed.log).toEqual([reset ? "18" : "20"]);
      expect(owner.state).toBe(RT_THREAD_CLOSE);
    }
  });

  test("deletion works in every state, twice, and runs finally blocks", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const gate = new Semaphore(kernel, "gate", 0);
    const init = kernel.createThread({ name: "init", priority: 10, entry: nothing });
    const waiting = bed.spawn("waiting", 8, function* () {
      try {
        yield* gate.take(100);
      } finally {
        log.push("finally");
      }
    });
    const sleeping = bed.spawn("sleeping", 8, function* () {
      yield* kernel.delay(100);
      log.push("never");
    });
    const ready = bed.spawn("ready", 20, function* () {
      log.push("never");
    });
    bed.spawn("boss", 10, function* (self) {
      for (const thread of [init, waiting, sleeping, ready]) {
        thread.onExit = () => log.push(`exit ${thread.name}`);
        expect(thread.delete()).toBe(0);
        expect(thread.delete()).toBe(0);
        expect(thread.stateName).toBe("close");
      }
      gate.release();
      expect(gate.value).toBe(1);
      log.push("boss");
      self.delete();
      log.push("boss after its end");
      yield* gate.take();
      log.push("never");
    });
    bed.run();
    expect(log).toEqual([
      "exit init",
      "finally",
      "exit waiting",
      "exit sleeping",
      "exit ready",
      "boss",
      "boss after its end",
    ]);
    expect(gate.value).toBe(1);
    expect(kernel.objects.count(RT_OBJECT_CLASS_THREAD)).toBe(1);
  });

  test("a thread that deletes itself cannot wait its way out of it", () => {
    const bed = makeBed();
    const queue = new WaitQueue(bed.kernel);
    const thread = bed.spawn("t", 10, function* (self) {
      self.delete();
      yield* queue.wait(WAIT_UNINTERRUPTIBLE);
      bed.log.push("never");
    });
    bed.run();
    expect(thread.state).toBe(RT_THREAD_CLOSE);
    expect(bed.log).toEqual([]);
  });

  test("an interrupt may delete the running thread", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const victim = bed.spawn("victim", 10, function* () {
      yield* kernel.spend(5 * TICK);
      log.push("never");
    });
    bed.spawn("arm", 5, function* () {
      yield* kernel.delay(2);
      kernel.interrupt("kill", () => victim.delete());
    });
    bed.run();
    expect(log).toEqual([]);
    expect(kernel.now()).toBe(2 * TICK);
  });

  test("ending releases held mutexes, outermost hold or not, and withdraws from the one waited for", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const held = new Mutex(kernel, "held");
    const wanted = new Mutex(kernel, "wanted");
    const keeper = bed.spawn("keeper", 20, function* (self) {
      yield* wanted.take();
      yield* kernel.delay(10);
      log.push(`keeper at ${self.currentPriority}`);
      wanted.release();
    });
    const dying = bed.spawn("dying", 8, function* () {
      yield* kernel.delay(1);
      yield* held.take();
      yield* held.take();
      yield* wanted.take();
      log.push("never");
    });
    bed.spawn("heir", 7, function* () {
      yield* kernel.delay(2);
      log.push(`heir ${yield* held.take()}`);
      expect(held.owner?.name).toBe("heir");
      held.release();
    });
    bed.spawn("boss", 6, function* () {
      yield* kernel.delay(3);
      expect(keeper.currentPriority).toBe(7);
      dying.delete();
      expect(keeper.currentPriority).toBe(20);
    });
    bed.run();
    expect(log).toEqual(["heir 0", "keeper at 20"]);
    expect([held.owner, wanted.owner]).toEqual([null, null]);
  });

  test("onExit runs at the end, cleanup when idle reclaims it", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const thread = bed.spawn("t", 10, nothing);
    thread.onExit = () => log.push(`exit ${thread.stateName}`);
    thread.cleanup = () => log.push("cleanup");
    bed.spawn("later", 20, function* () {
      log.push("later");
      expect(kernel.objects.find("t", RT_OBJECT_CLASS_THREAD)).toBe(thread);
    });
    bed.run();
    expect(log).toEqual(["exit close", "later", "cleanup"]);
    expect(kernel.objects.find("t", RT_OBJECT_CLASS_THREAD)).toBeNull();
  });

  test("a body of another kind is disposed of when its thread is deleted", () => {
    const bed = makeBed();
    const body: Body = {
      run(thread) {
        thread.suspend();
        return BODY_BLOCKED;
      },
      dispose: () => bed.log.push("disposed"),
    };
    const thread = bed.kernel.createThread({ name: "guest", priority: 10, body });
    thread.startup();
    bed.run();
    expect(thread.stateName).toBe("suspend");
    thread.delete();
    expect(bed.log).toEqual(["disposed"]);
  });

  test("blocking in a finally block while being disposed of is a panic", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const victim = bed.spawn("victim", 10, function* () {
      try {
        yield* kernel.delay(10);
      } finally {
        yield* kernel.delay(10);
      }
    });
    bed.spawn("boss", 11, function* () {
      victim.delete();
    });
    expect(() => bed.run()).toThrow("victim blocks in a finally block");
  });

  test("ending with the scheduler locked is a panic", () => {
    const bed = makeBed();
    bed.spawn("t", 10, function* () {
      bed.kernel.enterCritical();
    });
    expect(() => bed.run()).toThrow("t ends with the scheduler locked");
  });
});
