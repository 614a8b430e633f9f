import {
  ECHILD,
  EFAULT,
  EINVAL,
  ENOTSOCK,
  EPERM,
  ESRCH,
  RLIMIT_STACK,
  SIG_BLOCK,
  SIGKILL,
  SIGUSR1,
  WNOHANG,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { World } from "../world.ts";

describe("credentials", () => {
  test("root may become anybody, others only whom they were", () => {
    const caller = new World().caller();
    expect(caller.call("setresuid", 10, 20, 30)).toBe(0);
    expect([caller.call("getuid"), caller.call("geteuid")]).toEqual([10, 20]);
    expect(caller.call("setuid", 40)).toBe(-EPERM);
    expect(caller.call("setresuid", -1, 30, -1)).toBe(0);
    expect(caller.call("geteuid")).toBe(30);
    expect(caller.call("getresuid", caller.buffer, caller.buffer + 4, caller.buffer + 8)).toBe(0);
    const ids = caller.peek(caller.buffer, 12);
    expect([0, 4, 8].map((at) => ids.getUint32(at, true))).toEqual([10, 30, 30]);
    expect(caller.call("getresuid", caller.buffer, caller.nowhere, caller.buffer)).toBe(-EFAULT);
    expect(caller.call("chroot", "/")).toBe(-EPERM);
    expect(caller.call("sethostname", "x", 1)).toBe(-EPERM);
  });
});

describe("rt_sigaction and rt_sigprocmask", () => {
  test("refuse wrong sizes, signals and addresses and change nothing then", () => {
    const caller = new World().caller();
    const { buffer, nowhere } = caller;
    caller.poke(buffer, new Uint8Array(new BigUint64Array([0x10000n, 0n, 0n]).buffer));
    expect(caller.call("rt_sigaction", SIGUSR1, buffer, 0, 4)).toBe(-EINVAL);
    expect(caller.call("rt_sigaction", SIGKILL, buffer, 0, 8)).toBe(-EINVAL);
    expect(caller.call("rt_sigaction", 65, buffer, 0, 8)).toBe(-EINVAL);
    expect(caller.call("rt_sigaction", SIGUSR1, buffer, nowhere, 8)).toBe(-EFAULT);
    expect(caller.lwp.handlers.get(SIGUSR1).handler).toBe(0);
    expect(caller.call("rt_sigaction", SIGUSR1, buffer, 0, 8)).toBe(0);
    expect(caller.call("rt_sigaction", SIGUSR1, 0, buffer + 64, 8)).toBe(0);
    expect(caller.peek(buffer + 64, 24).getBigUint64(0, true)).toBe(0x10000n);
    expect(caller.call("rt_sigprocmask", 9, buffer, 0, 8)).toBe(-EINVAL);
    expect(caller.call("rt_sigprocmask", SIG_BLOCK, buffer, nowhere, 8)).toBe(-EFAULT);
  });
});

describe("wait4", () => {
  test("without children is ECHILD, before that EINVAL and EFAULT", () => {
    const caller = new World().caller();
    expect(caller.call("wait4", -1, 0, WNOHANG, 0)).toBe(-ECHILD);
    expect(caller.call("wait4", -1, 0, 0x100, 0)).toBe(-EINVAL);
    expect(caller.call("wait4", -1, caller.nowhere, 0, 0)).toBe(-EFAULT);
    expect(caller.call("waitid", 0, 0, 0, 0, 0)).toBe(-EINVAL);
  });
});

describe("prlimit64", () => {
  test("keeps limits, and only root raises the hard one", () => {
    const caller = new World().caller();
    const limit = (soft: bigint, hard: bigint): void =>
      caller.poke(caller.buffer, new Uint8Array(new BigUint64Array([soft, hard]).buffer));
    limit(1n << 20n, 2n << 20n);
    expect(caller.call("prlimit64", 0, RLIMIT_STACK, caller.buffer, 0)).toBe(0);
    expect(caller.call("getrlimit", RLIMIT_STACK, caller.buffer + 64)).toBe(0);
    expect(caller.peek(caller.buffer + 64, 16).getBigUint64(8, true)).toBe(2n << 20n);
    limit(3n, 2n);
    expect(caller.call("prlimit64", 0, RLIMIT_STACK, caller.buffer, 0)).toBe(-EINVAL);
    expect(caller.call("prlimit64", 0, 99, 0, caller.buffer)).toBe(-EINVAL);
    expect(caller.call("prlimit64", 4242, RLIMIT_STACK, 0, caller.buffer)).toBe(-ESRCH);
    caller.call("setuid", 1000);
    limit(1n << 20n, 4n << 20n);
    expect(caller.call("prlimit64", 0, RLIMIT_STACK, caller.buffer, 0)).toBe(-EPERM);
  });
});

describe("scheduling", () => {
  test("policies have their priorities", () => {
    const caller = new World().caller();
    expect(caller.call("sched_get_priority_max", 1)).toBe(99);
    expect(caller.call("sched_get_priority_max", 0)).toBe(0);
    expect(caller.call("sched_get_priority_min", 77)).toBe(-EINVAL);
    caller.poke(caller.buffer, new Uint8Array(new Int32Array([50]).buffer));
    expect(caller.call("sched_setscheduler", 0, 2, caller.buffer)).toBe(0);
    expect(caller.call("sched_getscheduler", 0)).toBe(2);
    expect(caller.call("sched_setscheduler", 0, 0, caller.buffer)).toBe(-EINVAL);
    expect(caller.call("sched_getaffinity", 0, 8, caller.buffer)).toBe(8);
    expect(caller.call("sched_getaffinity", 0, 4, caller.buffer)).toBe(-EINVAL);
    expect(caller.call("setpriority", 0, 0, 50)).toBe(0);
    expect(caller.call("getpriority", 0, 0)).toBe(1);
  });
});

describe("refused calls", () => {
  test("answer what programs understand and are not reported", () => {
    const world = new World();
    const caller = world.caller();
    expect(caller.call("listen", 3, 1)).toBe(-ENOTSOCK);
    expect(world.log).toBe("");
  });
});

describe("strace", () => {
  test("shows the calls of a process with their arguments", () => {
    const world = new World();
    const caller = world.caller();
    world.startTrace();
    caller.call("openat", -100, "/none", 0, 0);
    caller.call("uname", caller.buffer);
    expect(world.trace.split("\n").map((line) => line.replace(/ += /, " = "))).toEqual([
      'openat(AT_FDCWD, "/none", O_RDONLY) = -1 ENOENT (No such file or directory)',
      'uname({sysname="Linux", nodename="keel", ...}) = 0',
      "",
    ]);
  });
});
