import {
  CLOCK_MONOTONIC,
  CLOCK_REALTIME,
  EAGAIN,
  EBADF,
  EFAULT,
  EINVAL,
  O_NONBLOCK,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  TFD_NONBLOCK,
  TIMER_ABSTIME,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { setInt64 } from "../../src/codec/int64.ts";
import { DEFAULT_EPOCH_SECONDS } from "../../src/realtime-clock.ts";
import { type Caller, World } from "../world.ts";

/** Puts 64-bit words into the caller's buffer at `offset`; their address. */
function words(caller: Caller, offset: number, ...values: number[]): number {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => setInt64(view, i * 8, value));
  caller.poke(caller.buffer + offset, new Uint8Array(view.buffer));
  return caller.buffer + offset;
}

function pollfds(caller: Caller, ...entries: (readonly [fd: number, events: number])[]): number {
  const view = new DataView(new ArrayBuffer(entries.length * 8));
  entries.forEach(([fd, events], i) => {
    view.setInt32(i * 8, fd, true);
    view.setInt16(i * 8 + 4, events, true);
  });
  caller.poke(caller.buffer, new Uint8Array(view.buffer));
  return caller.buffer;
}

function revents(caller: Caller, index: number): number {
  return caller.peek(caller.buffer + index * 8 + 6, 2).getInt16(0, true);
}

function pipe(caller: Caller): [number, number] {
  caller.call("pipe2", caller.buffer, 0);
  const ends = caller.peek(caller.buffer, 8);
  return [ends.getInt32(0, true), ends.getInt32(4, true)];
}

describe("ppoll", () => {
  test("waits for the first of several, no longer than told", () => {
    const world = new World();
    const caller = world.caller();
    const [reader, writer] = pipe(caller);
    const start = world.clock.now();
    expect(
      caller.call("ppoll", pollfds(caller, [reader, POLLIN]), 1, words(caller, 64, 0, 5_000_000), 0, 8),
    ).toBe(0);
    expect(world.clock.now() - start).toBeGreaterThanOrEqual(5_000_000);
    const waiting = caller.begin("ppoll", pollfds(caller, [-1, POLLIN], [reader, POLLIN]), 2, 0, 0, 8);
    expect(waiting.isDone).toBe(false);
    caller.call("write", writer, caller.buffer, 1);
    world.settle();
    expect(waiting.result).toBe(1);
    expect([revents(caller, 0), revents(caller, 1)]).toEqual([0, POLLIN]);
  });

  test("tells of closed ends and of descriptors that are none", () => {
    const caller = new World().caller();
    const [reader, writer] = pipe(caller);
    caller.call("close", writer);
    expect(caller.call("ppoll", pollfds(caller, [reader, 0], [77, POLLIN]), 2, 0, 0, 8)).toBe(2);
    expect([revents(caller, 0), revents(caller, 1)]).toEqual([POLLHUP, POLLNVAL]);
    expect(caller.call("ppoll", caller.nowhere, 1, 0, 0, 8)).toBe(-EFAULT);
    expect(caller.call("ppoll", caller.buffer, 100000, 0, 0, 8)).toBe(-EINVAL);
    expect(caller.call("ppoll", caller.buffer, 0, words(caller, 64, 0, -1), 0, 8)).toBe(-EINVAL);
    expect(caller.call("ppoll", caller.buffer, 0, words(caller, 64, 0, 0), caller.buffer, 4)).toBe(-EINVAL);
  });
});

describe("pselect6", () => {
  test("leaves the bits of those that are ready", () => {
    const caller = new World().caller();
    const [reader, writer] = pipe(caller);
    const readers = words(caller, 128, 1 << reader);
    const writers = words(caller, 136, 1 << writer);
    expect(caller.call("pselect6", writer + 1, readers, writers, 0, 0, 0)).toBe(1);
    expect(caller.peek(readers, 8).getUint32(0, true)).toBe(0);
    expect(caller.peek(writers, 8).getUint32(0, true)).toBe(1 << writer);
    expect(caller.call("pselect6", 60, words(caller, 128, 1 << 50), 0, 0, 0, 0)).toBe(-EBADF);
    expect(caller.call("pselect6", -1, 0, 0, 0, 0, 0)).toBe(-EINVAL);
    expect(caller.call("pselect6", 1, caller.nowhere, 0, 0, 0, 0)).toBe(-EFAULT);
  });
});

describe("nanosleep", () => {
  test("takes the time it is told", () => {
    const world = new World();
    const caller = world.caller();
    const start = world.clock.now();
    expect(caller.call("nanosleep", words(caller, 0, 1, 500_000_000), 0)).toBe(0);
    expect(world.clock.now() - start).toBe(1_500_000_000);
    expect(caller.call("nanosleep", words(caller, 0, 0, 1_000_000_000), 0)).toBe(-EINVAL);
    expect(caller.call("nanosleep", words(caller, 0, -1, 0), 0)).toBe(-EINVAL);
  });

  test("until a date", () => {
    const world = new World();
    const caller = world.caller();
    const until = words(caller, 0, DEFAULT_EPOCH_SECONDS + 3, 0);
    expect(caller.call("clock_nanosleep", CLOCK_REALTIME, TIMER_ABSTIME, until, 0)).toBe(0);
    expect(world.clock.now()).toBe(3_000_000_000);
    expect(caller.call("clock_nanosleep", CLOCK_REALTIME, TIMER_ABSTIME, until, 0)).toBe(0);
    expect(caller.call("clock_nanosleep", 99, 0, until, 0)).toBe(-EINVAL);
  });
});

describe("clock_settime", () => {
  test("moves the date and not the time since power-on", () => {
    const world = new World();
    const caller = world.caller();
    caller.call("nanosleep", words(caller, 0, 1, 700_000_000), 0);
    expect(caller.call("clock_settime", CLOCK_REALTIME, words(caller, 0, 1000, 5))).toBe(0);
    expect(caller.call("clock_settime", CLOCK_MONOTONIC, words(caller, 0, 1000, 5))).toBe(-EINVAL);
    caller.call("nanosleep", words(caller, 0, 0, 300_000_000), 0);
    expect(caller.call("clock_gettime", CLOCK_REALTIME, caller.buffer)).toBe(0);
    const date = caller.peek(caller.buffer, 16);
    expect([date.getBigInt64(0, true), date.getBigInt64(8, true)]).toEqual([1000n, 300_000_005n]);
    caller.call("clock_gettime", CLOCK_MONOTONIC, caller.buffer);
    expect(caller.peek(caller.buffer, 16).getBigInt64(0, true)).toBe(2n);
  });
});

describe("eventfd2", () => {
  test("counts, gives all at once, and waits while it is zero", () => {
    const world = new World();
    const caller = world.caller();
    const fd = caller.call("eventfd2", 3, 0);
    expect(caller.call("write", fd, words(caller, 0, 4), 8)).toBe(8);
    expect(caller.call("read", fd, caller.buffer, 8)).toBe(8);
    expect(caller.peek(caller.buffer, 8).getBigUint64(0, true)).toBe(7n);
    const waiting = caller.begin("read", fd, caller.buffer + 64, 8);
    expect(waiting.isDone).toBe(false);
    caller.call("write", fd, words(caller, 0, 1), 8);
    world.settle();
    expect(waiting.result).toBe(8);
    expect(caller.call("write", fd, words(caller, 0, -1), 8)).toBe(-EINVAL);
    expect(caller.call("read", fd, caller.buffer, 4)).toBe(-EINVAL);
  });

  test("as a semaphore gives one at a time", () => {
    const caller = new World().caller();
    const fd = caller.call("eventfd2", 2, 1 | O_NONBLOCK);
    expect([1, 2, 3].map(() => caller.call("read", fd, caller.buffer, 8))).toEqual([8, 8, -EAGAIN]);
  });
});

describe("timerfd", () => {
  test("counts its periods", () => {
    const caller = new World().caller();
    const fd = caller.call("timerfd_create", CLOCK_MONOTONIC, TFD_NONBLOCK);
    expect(caller.call("read", fd, caller.buffer, 8)).toBe(-EAGAIN);
    // Every 10 ms, for the first time after 20.
    expect(caller.call("timerfd_settime", fd, 0, words(caller, 0, 0, 10_000_000, 0, 20_000_000), 0)).toBe(0);
    caller.call("nanosleep", words(caller, 64, 0, 45_000_000), 0);
    expect(caller.call("read", fd, caller.buffer, 8)).toBe(8);
    expect(caller.peek(caller.buffer, 8).getBigUint64(0, true)).toBe(3n);
    expect(caller.call("timerfd_gettime", fd, caller.buffer)).toBe(0);
    const setting = caller.peek(caller.buffer, 32);
    expect([setting.getBigInt64(8, true), setting.getBigInt64(24, true)]).toEqual([10_000_000n, 5_000_000n]);
    expect(caller.call("timerfd_settime", fd, 0, words(caller, 0, 0, 0, 0, 1_000_000_000), 0)).toBe(-EINVAL);
    expect(caller.call("timerfd_settime", 99, 0, words(caller, 0, 0, 0, 0, 0), 0)).toBe(-EBADF);
  });
});
