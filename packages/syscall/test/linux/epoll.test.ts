import {
  AT_FDCWD,
  EBADF,
  EEXIST,
  EINVAL,
  ENOENT,
  EPERM,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EPOLLET,
  EPOLLIN,
  EPOLLONESHOT,
  O_CREAT,
  O_RDWR,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { type Caller, World } from "../world.ts";

const EVENTS = 0x400;

function event(caller: Caller, events: number, data: number): number {
  const view = new DataView(new ArrayBuffer(16));
  view.setUint32(0, events, true);
  view.setUint32(8, data, true);
  caller.poke(caller.buffer, new Uint8Array(view.buffer));
  return caller.buffer;
}

/** An epoll with the reading end of a pipe in it. */
function watched(caller: Caller, events: number): { epoll: number; reader: number; writer: number } {
  caller.call("pipe2", caller.buffer, 0);
  const ends = caller.peek(caller.buffer, 8);
  const [reader, writer] = [ends.getInt32(0, true), ends.getInt32(4, true)];
  const epoll = caller.call("epoll_create1", 0);
  expect(caller.call("epoll_ctl", epoll, EPOLL_CTL_ADD, reader, event(caller, events, 77))).toBe(0);
  return { epoll, reader, writer };
}

function wait(caller: Caller, epoll: number, timeoutMs: number = 0): number {
  return caller.call("epoll_pwait", epoll, caller.buffer + EVENTS, 8, timeoutMs, 0, 8);
}

describe("epoll", () => {
  test("reports what is ready, with the caller's data, for as long as it is", () => {
    const world = new World();
    const caller = world.caller();
    const { epoll, reader, writer } = watched(caller, EPOLLIN);
    expect(wait(caller, epoll)).toBe(0);
    const waiting = caller.begin("epoll_pwait", epoll, caller.buffer + EVENTS, 8, -1, 0, 8);
    expect(waiting.isDone).toBe(false);
    caller.call("write", writer, caller.buffer, 1);
    world.settle();
    expect(waiting.result).toBe(1);
    const report = caller.peek(caller.buffer + EVENTS, 16);
    expect([report.getUint32(0, true), report.getUint32(8, true)]).toEqual([EPOLLIN, 77]);
    expect(wait(caller, epoll)).toBe(1);
    caller.call("read", reader, caller.buffer, 1);
    expect(wait(caller, epoll, 5)).toBe(0);
  });

  test("edge-triggered, reports once for each thing that happens", () => {
    const caller = new World().caller();
    const { epoll, writer } = watched(caller, EPOLLIN | EPOLLET);
    caller.call("write", writer, caller.buffer, 1);
    expect([wait(caller, epoll), wait(caller, epoll)]).toEqual([1, 0]);
    caller.call("write", writer, caller.buffer, 1);
    expect([wait(caller, epoll), wait(caller, epoll)]).toEqual([1, 0]);
  });

  test("one-shot, reports once until it is changed", () => {
    const caller = new World().caller();
    const { epoll, reader, writer } = watched(caller, EPOLLIN | EPOLLONESHOT);
    caller.call("write", writer, caller.buffer, 1);
    expect([wait(caller, epoll), wait(caller, epoll)]).toEqual([1, 0]);
    expect(caller.call("epoll_ctl", epoll, EPOLL_CTL_MOD, reader, event(caller, EPOLLIN, 1))).toBe(0);
    expect(wait(caller, epoll)).toBe(1);
  });

  test("forgets descriptors that are closed", () => {
    const caller = new World().caller();
    const { epoll, reader, writer } = watched(caller, EPOLLIN);
    caller.call("write", writer, caller.buffer, 1);
    caller.call("close", reader);
    expect(wait(caller, epoll)).toBe(0);
  });

  test("refuses what it cannot wait for", () => {
    const caller = new World().caller();
    const { epoll, reader } = watched(caller, EPOLLIN);
    const file = caller.call("openat", AT_FDCWD, "/tmp/file", O_RDWR | O_CREAT, 0o644);
    const add = (fd: number): number =>
      caller.call("epoll_ctl", epoll, EPOLL_CTL_ADD, fd, event(caller, EPOLLIN, 0));
    expect([add(reader), add(file), add(epoll), add(99)]).toEqual([-EEXIST, -EPERM, -EINVAL, -EBADF]);
    expect(caller.call("epoll_ctl", epoll, EPOLL_CTL_DEL, reader, 0)).toBe(0);
    expect(caller.call("epoll_ctl", epoll, EPOLL_CTL_DEL, reader, 0)).toBe(-ENOENT);
    expect(caller.call("epoll_ctl", reader, EPOLL_CTL_ADD, epoll, event(caller, EPOLLIN, 0))).toBe(-EINVAL);
    expect(caller.call("epoll_pwait", epoll, caller.buffer, 0, 0, 0, 8)).toBe(-EINVAL);
  });
});
