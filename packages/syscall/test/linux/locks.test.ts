import {
  AT_FDCWD,
  EAGAIN,
  EDEADLK,
  EINVAL,
  F_GETLK,
  F_OFD_SETLK,
  F_RDLCK,
  F_SETLK,
  F_SETLKW,
  F_UNLCK,
  F_WRLCK,
  LOCK_EX,
  LOCK_NB,
  LOCK_SH,
  LOCK_UN,
  O_CREAT,
  O_RDWR,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { encodeFlock } from "../../src/codec/record-lock.ts";
import { type Caller, World } from "../world.ts";

function open(caller: Caller): number {
  return caller.call("openat", AT_FDCWD, "/tmp/file", O_RDWR | O_CREAT, 0o644);
}

/** Puts a struct flock into the caller's memory; its address. */
function flock(caller: Caller, type: number, start: number, length: number): number {
  const bytes = new Uint8Array(32);
  encodeFlock(new DataView(bytes.buffer), { type, whence: 0, start, length, pid: 0 });
  caller.poke(caller.buffer, bytes);
  return caller.buffer;
}

function lock(
  caller: Caller,
  fd: number,
  command: number,
  type: number,
  start: number,
  length: number,
): number {
  return caller.call("fcntl", fd, command, flock(caller, type, start, length));
}

describe("fcntl record locks", () => {
  test("keep processes apart and say who is in the way", () => {
    const world = new World();
    const [first, second] = [world.caller(), world.caller()];
    const [a, b] = [open(first), open(second)];
    expect(lock(first, a, F_SETLK, F_WRLCK, 10, 10)).toBe(0);
    expect(lock(second, b, F_SETLK, F_RDLCK, 15, 1)).toBe(-EAGAIN);
    expect(lock(second, b, F_SETLK, F_WRLCK, 20, 5)).toBe(0);
    expect(lock(second, b, F_GETLK, F_WRLCK, 0, 0)).toBe(0);
    const answer = second.peek(second.buffer, 32);
    expect(answer.getInt16(0, true)).toBe(F_WRLCK);
    expect([answer.getBigInt64(8, true), answer.getBigInt64(16, true)]).toEqual([10n, 10n]);
    expect(answer.getInt32(24, true)).toBe(first.lwp.pid);
    expect(lock(second, b, F_SETLK, 7, 0, 0)).toBe(-EINVAL);
  });

  test("F_SETLKW waits until the holder unlocks, or closes any descriptor of the file", () => {
    const world = new World();
    const [first, second] = [world.caller(), world.caller()];
    const [a, b] = [open(first), open(second)];
    const other = open(first);
    lock(first, a, F_SETLK, F_WRLCK, 0, 0);
    const waiting = second.begin("fcntl", b, F_SETLKW, flock(second, F_WRLCK, 5, 1));
    expect(waiting.isDone).toBe(false);
    expect(first.call("close", other)).toBe(0);
    world.settle();
    expect(waiting.result).toBe(0);
  });

  test("a wait in a circle is EDEADLK", () => {
    const world = new World();
    const [first, second] = [world.caller(), world.caller()];
    const [a, b] = [open(first), open(second)];
    lock(first, a, F_SETLK, F_WRLCK, 0, 1);
    lock(second, b, F_SETLK, F_WRLCK, 1, 1);
    const waiting = second.begin("fcntl", b, F_SETLKW, flock(second, F_WRLCK, 0, 1));
    expect(lock(first, a, F_SETLKW, F_WRLCK, 1, 1)).toBe(-EDEADLK);
    lock(first, a, F_SETLK, F_UNLCK, 0, 0);
    world.settle();
    expect(waiting.result).toBe(0);
  });

  test("of open files tell apart two opens of one process", () => {
    const caller = new World().caller();
    const [a, b] = [open(caller), open(caller)];
    expect(lock(caller, a, F_OFD_SETLK, F_WRLCK, 0, 0)).toBe(0);
    expect(lock(caller, b, F_OFD_SETLK, F_WRLCK, 0, 0)).toBe(-EAGAIN);
    expect(lock(caller, b, F_SETLK, F_WRLCK, 0, 0)).toBe(-EAGAIN);
  });
});

describe("flock", () => {
  test("belongs to the open file: a copy shares it, its last close gives it up", () => {
    const world = new World();
    const caller = world.caller();
    const [a, b] = [open(caller), open(caller)];
    const copy = caller.call("dup", a);
    expect(caller.call("flock", a, LOCK_EX)).toBe(0);
    expect(caller.call("flock", copy, LOCK_EX | LOCK_NB)).toBe(0);
    expect(caller.call("flock", b, LOCK_SH | LOCK_NB)).toBe(-EAGAIN);
    caller.call("close", a);
    expect(caller.call("flock", b, LOCK_SH | LOCK_NB)).toBe(-EAGAIN);
    const waiting = caller.begin("flock", b, LOCK_EX);
    expect(waiting.isDone).toBe(false);
    caller.call("close", copy);
    world.settle();
    expect(waiting.result).toBe(0);
    expect(caller.call("flock", b, LOCK_UN)).toBe(0);
    expect(caller.call("flock", b, 0)).toBe(-EINVAL);
  });
});
