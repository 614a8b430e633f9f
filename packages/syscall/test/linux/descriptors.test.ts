import {
  AT_FDCWD,
  EBADF,
  EFAULT,
  EINVAL,
  EMFILE,
  ENOENT,
  ENOTDIR,
  ENOTTY,
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_GETFL,
  F_SETFD,
  F_SETFL,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_LARGEFILE,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  RLIMIT_NOFILE,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { type Caller, World } from "../world.ts";

function open(caller: Caller, path: string, flags: number = O_RDWR | O_CREAT): number {
  return caller.call("openat", AT_FDCWD, path, flags, 0o644);
}

describe("openat", () => {
  test("checks for a free descriptor before it creates the file", () => {
    const caller = new World().caller();
    caller.poke(caller.buffer, new Uint8Array(new BigUint64Array([0n, 0n]).buffer));
    expect(caller.call("prlimit64", 0, RLIMIT_NOFILE, caller.buffer, 0)).toBe(0);
    expect(open(caller, "/tmp/new")).toBe(-EMFILE);
    expect(caller.call("faccessat", AT_FDCWD, "/tmp/new", 0)).toBe(-ENOENT);
  });

  test("starts relative paths at the descriptor", () => {
    const caller = new World().caller();
    const tmp = caller.call("openat", AT_FDCWD, "/tmp", O_RDONLY, 0);
    const file = caller.call("openat", tmp, "file", O_RDWR | O_CREAT, 0o600);
    expect(file).toBeGreaterThan(tmp);
    expect(caller.call("openat", file, "x", 0)).toBe(-ENOTDIR);
    expect(caller.call("openat", 99, "x", 0)).toBe(-EBADF);
    expect(caller.call("openat", 99, "/tmp", 0)).toBeGreaterThan(file);
  });
});

describe("read and write", () => {
  test("refuse descriptors that are not open that way", () => {
    const caller = new World().caller();
    const writer = open(caller, "/tmp/file", O_WRONLY | O_CREAT);
    const reader = open(caller, "/tmp/file", O_RDONLY);
    expect(caller.call("read", writer, caller.buffer, 1)).toBe(-EBADF);
    expect(caller.call("write", reader, caller.buffer, 1)).toBe(-EBADF);
    expect(caller.call("read", -1, caller.buffer, 1)).toBe(-EBADF);
    expect(caller.call("write", writer, caller.buffer, -1)).toBe(-EINVAL);
  });

  test("use a buffer up to where it ends, and leave the rest of the file for the next read", () => {
    const caller = new World().caller();
    const fd = open(caller, "/tmp/file");
    expect(caller.call("write", fd, caller.buffer, 0x800)).toBe(0x800);
    expect(caller.call("lseek", fd, 0, 0)).toBe(0);
    const end = caller.nowhere - 0x100000;
    expect(caller.call("read", fd, end - 16, 0x800)).toBe(16);
    expect(caller.call("lseek", fd, 0, 1)).toBe(16);
    expect(caller.call("write", fd, end - 16, 0x800)).toBe(16);
    expect(caller.call("read", fd, end, 16)).toBe(-EFAULT);
  });

  test("readv checks its vector before it reads", () => {
    const caller = new World().caller();
    const fd = open(caller, "/tmp/file");
    caller.call("write", fd, caller.buffer, 100);
    caller.call("lseek", fd, 0, 0);
    const vector = new BigInt64Array([BigInt(caller.buffer), 10n, BigInt(caller.buffer), -1n]);
    caller.poke(caller.buffer + 256, new Uint8Array(vector.buffer));
    expect(caller.call("readv", fd, caller.buffer + 256, 2)).toBe(-EINVAL);
    expect(caller.call("readv", fd, caller.buffer + 256, 1025)).toBe(-EINVAL);
    expect(caller.call("readv", fd, caller.buffer + 256, -1)).toBe(-EINVAL);
    expect(caller.call("readv", fd, caller.nowhere, 2)).toBe(-EFAULT);
    expect(caller.call("lseek", fd, 0, 1)).toBe(0);
    expect(caller.call("readv", fd, caller.buffer + 256, 1)).toBe(10);
  });
});

describe("dup3 and fcntl", () => {
  test("number, mark and refuse as Linux does", () => {
    const caller = new World().caller();
    const fd = open(caller, "/tmp/file");
    expect(caller.call("dup3", fd, fd, 0)).toBe(-EINVAL);
    expect(caller.call("dup3", fd, 7, O_CLOEXEC)).toBe(7);
    expect(caller.call("fcntl", 7, F_GETFD)).toBe(1);
    expect(caller.call("fcntl", 7, F_SETFD, 0)).toBe(0);
    expect(caller.call("fcntl", 7, F_GETFD)).toBe(0);
    expect(caller.call("dup3", 99, 8, 0)).toBe(-EBADF);
    expect(caller.call("dup3", fd, 100000, 0)).toBe(-EBADF);
    expect(caller.call("fcntl", fd, F_DUPFD, 20)).toBe(20);
    expect(caller.call("fcntl", fd, F_DUPFD_CLOEXEC, 20)).toBe(21);
    expect(caller.call("fcntl", fd, F_DUPFD, 100000)).toBe(-EINVAL);
    expect(caller.call("fcntl", fd, 9999)).toBe(-EINVAL);
  });

  test("F_SETFL changes the status flags only, for every descriptor of the open file", () => {
    const caller = new World().caller();
    const fd = open(caller, "/tmp/file");
    const copy = caller.call("dup", fd);
    expect(caller.call("fcntl", fd, F_SETFL, O_APPEND | O_NONBLOCK | O_WRONLY)).toBe(0);
    expect(caller.call("fcntl", copy, F_GETFL)).toBe(O_RDWR | O_APPEND | O_NONBLOCK | O_LARGEFILE);
  });
});

describe("pipe2", () => {
  test("makes nothing when it cannot say what it made", () => {
    const caller = new World().caller();
    expect(caller.call("pipe2", caller.nowhere, 0)).toBe(-EFAULT);
    expect(caller.call("pipe2", caller.buffer, 1)).toBe(-EINVAL);
    expect(caller.call("pipe2", caller.buffer, O_CLOEXEC)).toBe(0);
    const ends = caller.peek(caller.buffer, 8);
    expect([ends.getInt32(0, true), ends.getInt32(4, true)]).toEqual([0, 1]);
  });
});

describe("close_range", () => {
  test("closes or marks what is open in the range", () => {
    const caller = new World().caller();
    for (const fd of [0, 1, 2, 3]) expect(open(caller, "/tmp/file")).toBe(fd);
    expect(caller.call("close_range", 2, 1, 0)).toBe(-EINVAL);
    expect(caller.call("close_range", 1, 1, 4)).toBe(0);
    expect(caller.call("fcntl", 1, F_GETFD)).toBe(1);
    expect(caller.call("close_range", 2, 2 ** 32 - 1, 0)).toBe(0);
    expect([0, 1, 2, 3].filter((fd) => caller.call("fcntl", fd, F_GETFD) >= 0)).toEqual([0, 1]);
  });
});

describe("ioctl", () => {
  test("on a file that is no terminal is ENOTTY", () => {
    const caller = new World().caller();
    const fd = open(caller, "/tmp/file");
    expect(caller.call("ioctl", fd, 0x5413, caller.buffer)).toBe(-ENOTTY);
    expect(caller.call("ioctl", 9, 0x5413, caller.buffer)).toBe(-EBADF);
    expect(caller.call("ioctl", fd, 0x541b, caller.nowhere)).toBe(-EFAULT);
  });
});

describe("getdents64", () => {
  test("refuses files, short buffers and bad addresses, and forgets nothing", () => {
    const caller = new World().caller();
    const file = open(caller, "/tmp/file");
    const directory = caller.call("openat", AT_FDCWD, "/tmp", O_RDONLY, 0);
    expect(caller.call("getdents64", file, caller.buffer, 1000)).toBe(-ENOTDIR);
    expect(caller.call("getdents64", directory, caller.buffer, 8)).toBe(-EINVAL);
    expect(caller.call("getdents64", directory, caller.nowhere, 1000)).toBe(-EFAULT);
    const used = caller.call("getdents64", directory, caller.buffer, 1000);
    // ".", ".." and "file".
    expect(used).toBe(3 * 24);
    expect(caller.call("getdents64", directory, caller.buffer, 1000)).toBe(0);
  });
});

describe("sendfile", () => {
  test("copies at the position or at an offset, which it moves", () => {
    const caller = new World().caller();
    const from = open(caller, "/tmp/from");
    const to = open(caller, "/tmp/to");
    caller.call("write", from, caller.buffer, 100);
    caller.poke(caller.buffer, new Uint8Array(new BigInt64Array([40n]).buffer));
    expect(caller.call("sendfile", to, from, caller.buffer, 1000)).toBe(60);
    expect(caller.peek(caller.buffer, 8).getBigInt64(0, true)).toBe(100n);
    expect(caller.call("lseek", from, 0, 0)).toBe(0);
    expect(caller.call("sendfile", to, from, 0, 10)).toBe(10);
    expect(caller.call("lseek", from, 0, 1)).toBe(10);
    expect(caller.call("sendfile", to, from, caller.nowhere, 10)).toBe(-EFAULT);
    expect(caller.call("sendfile", to, 99, 0, 10)).toBe(-EBADF);
  });
});
