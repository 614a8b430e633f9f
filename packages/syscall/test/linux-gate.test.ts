import { EBADF, EFAULT, ENOENT, ENOSYS, O_CREAT, O_RDWR, AT_FDCWD, strerror } from "@keel/abi";
import { utf8Encode } from "@keel/klib";
import { describe, expect, test } from "vitest";
import { World } from "./world.ts";

describe("LinuxGate", () => {
  test("runs the call whose number is in a7 with the arguments in a0 to a5", () => {
    const caller = new World().caller();
    expect(caller.call("getpid")).toBe(caller.lwp.pid);
    const fd = caller.call("openat", AT_FDCWD, "/tmp/file", O_RDWR | O_CREAT, 0o644);
    expect(fd).toBe(0);
    caller.poke(caller.buffer, utf8Encode("hello"));
    expect(caller.call("write", fd, caller.buffer, 5)).toBe(5);
    expect(caller.call("pread64", fd, caller.buffer + 8, 100, 1)).toBe(4);
    expect(caller.peek(caller.buffer + 8, 4).getUint8(0)).toBe("e".charCodeAt(0));
    expect(caller.call("close", fd)).toBe(0);
    expect(caller.call("close", fd)).toBe(-EBADF);
  });

  test("answers ENOSYS to an unknown number and names it once", () => {
    const world = new World();
    const caller = world.caller();
    caller.thread.context.setX(17, 425);
    world.gate.linux.reportUnknown(426, "program");
    world.gate.linux.reportUnknown(426, "program");
    expect(world.log.match(/io_uring_enter/g)).toHaveLength(1);
    caller.thread.context.setX(17, 9999);
    expect(world.gate.call(caller.thread)).toBe(-ENOSYS);
    caller.thread.context.setX(17, -1);
    expect(world.gate.call(caller.thread)).toBe(-ENOSYS);
  });

  test("takes ints from the low half of a register", () => {
    const caller = new World().caller();
    const fd = caller.call("openat", AT_FDCWD, "/tmp/file", O_RDWR | O_CREAT, 0o644);
    expect(caller.call("close", fd + 2 ** 32)).toBe(0);
    expect(caller.call("openat", 2 ** 32 + AT_FDCWD, "none", 0)).toBe(-ENOENT);
  });

  test("answers EFAULT for addresses where nothing is", () => {
    const caller = new World().caller();
    const fd = caller.call("openat", AT_FDCWD, "/tmp/file", O_RDWR | O_CREAT, 0o644);
    const bad = caller.nowhere;
    expect(strerror(caller.call("write", fd, bad, 5))).toBe(strerror(EFAULT));
    expect(caller.call("read", fd, bad, 5)).toBe(-EFAULT);
    expect(caller.call("openat", AT_FDCWD, bad, 0)).toBe(-EFAULT);
    expect(caller.call("newfstatat", AT_FDCWD, "/tmp", bad, 0)).toBe(-EFAULT);
    expect(caller.call("pipe2", bad, 0)).toBe(-EFAULT);
    expect(caller.call("clock_gettime", 0, bad)).toBe(-EFAULT);
    expect(caller.call("uname", bad)).toBe(-EFAULT);
    expect(caller.call("nanosleep", bad, 0)).toBe(-EFAULT);
    expect(caller.call("rt_sigprocmask", 0, bad, 0, 8)).toBe(-EFAULT);
    expect(caller.call("getrandom", bad, 8, 0)).toBe(-EFAULT);
  });
});
