// Layouts of riscv64 Linux, field by field; offsets from the kernel's headers.

import { S_IFREG, STATX_BASIC_STATS } from "@keel/abi";
import type { Stat, Statfs } from "@keel/dfs";
import { describe, expect, test } from "vitest";
import { decodeItimerspec, encodeItimerspec } from "../../src/codec/itimer.ts";
import { decodeFlock, encodeFlock } from "../../src/codec/record-lock.ts";
import { decodeRlimit, encodeRlimit } from "../../src/codec/rlimit.ts";
import { encodeRusage, RUSAGE_SIZE } from "../../src/codec/rusage.ts";
import { encodeStat, STAT_SIZE } from "../../src/codec/stat.ts";
import { encodeStatfs, STATFS_SIZE } from "../../src/codec/statfs.ts";
import { encodeStatx, STATX_SIZE } from "../../src/codec/statx.ts";
import { encodeSysinfo, SYSINFO_SIZE } from "../../src/codec/sysinfo.ts";
import { encodeUtsname, UTSNAME_SIZE } from "../../src/codec/utsname.ts";

/** A structure's memory, full of bytes that an encoder has to overwrite. */
function dirty(size: number): DataView {
  return new DataView(new Uint8Array(size).fill(0xaa).buffer);
}

const STAT: Stat = {
  dev: 3,
  ino: 2 ** 33 + 7,
  mode: S_IFREG | 0o644,
  nlink: 2,
  uid: 1000,
  gid: 100,
  rdev: 0x12_345,
  size: 5_000_000_000,
  blksize: 4096,
  blocks: 9_765_632,
  atimeNs: 1_000_000_001,
  mtimeNs: 2_000_000_002,
  ctimeNs: 3_000_000_003,
};

describe("encodeStat", () => {
  test("writes struct stat of riscv64", () => {
    const view = dirty(STAT_SIZE);
    encodeStat(view, STAT);
    expect(view.getBigUint64(0, true)).toBe(3n);
    expect(view.getBigUint64(8, true)).toBe(BigInt(2 ** 33 + 7));
    expect(view.getUint32(16, true)).toBe(S_IFREG | 0o644);
    expect(view.getUint32(20, true)).toBe(2);
    expect([view.getUint32(24, true), view.getUint32(28, true)]).toEqual([1000, 100]);
    expect(view.getBigUint64(32, true)).toBe(0x12_345n);
    expect(view.getBigInt64(48, true)).toBe(5_000_000_000n);
    expect(view.getInt32(56, true)).toBe(4096);
    expect(view.getBigInt64(64, true)).toBe(9_765_632n);
    expect([72, 80, 88, 96, 104, 112].map((at) => Number(view.getBigInt64(at, true)))).toEqual([
      1, 1, 2, 2, 3, 3,
    ]);
    expect([view.getBigInt64(40, true), view.getInt32(60, true), view.getBigInt64(120, true)]).toEqual([
      0n,
      0,
      0n,
    ]);
  });
});

describe("encodeStatx", () => {
  test("writes the basic fields and says that there are no others", () => {
    const view = dirty(STATX_SIZE);
    encodeStatx(view, STAT);
    expect(view.getUint32(0, true)).toBe(STATX_BASIC_STATS);
    expect(view.getUint16(28, true)).toBe(S_IFREG | 0o644);
    expect(view.getBigUint64(40, true)).toBe(5_000_000_000n);
    expect([64, 96, 112].map((at) => Number(view.getBigInt64(at, true)))).toEqual([1, 3, 2]);
    expect([72, 104, 120].map((at) => view.getUint32(at, true))).toEqual([1, 3, 2]);
    expect([view.getUint32(128, true), view.getUint32(132, true)]).toEqual([0x123, 0x45]);
    expect(view.getBigUint64(248, true)).toBe(0n);
  });
});

describe("encodeStatfs", () => {
  test("writes struct statfs of a 64-bit system", () => {
    const stats: Statfs = {
      type: 0x858458f6,
      bsize: 4096,
      blocks: 100,
      bfree: 60,
      bavail: 50,
      files: 40,
      ffree: 30,
      fsid: 7,
      namelen: 255,
      frsize: 4096,
      flags: 0x1020,
    };
    const view = dirty(STATFS_SIZE);
    encodeStatfs(view, stats);
    const words = Array.from({ length: 15 }, (_, i) => Number(view.getBigInt64(i * 8, true)));
    expect(words).toEqual([0x858458f6, 4096, 100, 60, 50, 40, 30, 7, 255, 4096, 0x1020, 0, 0, 0, 0]);
  });
});

describe("rlimit", () => {
  test("keeps numbers and infinity", () => {
    const view = dirty(16);
    encodeRlimit(view, 8 << 20, Infinity);
    expect(view.getBigUint64(8, true)).toBe(2n ** 64n - 1n);
    expect(decodeRlimit(view)).toEqual({ cur: 8 << 20, max: Infinity });
  });
});

describe("encodeRusage", () => {
  test("puts times, resident size in KiB, faults and switches where Linux has them", () => {
    const view = dirty(RUSAGE_SIZE);
    encodeRusage(view, {
      userNs: 1_500_000_000,
      systemNs: 2_000_000,
      minorFaults: 3,
      majorFaults: 4,
      voluntarySwitches: 5,
      involuntarySwitches: 6,
      maxResidentPages: 10,
      add() {},
    });
    const words = Array.from({ length: 18 }, (_, i) => Number(view.getBigInt64(i * 8, true)));
    expect(words).toEqual([1, 500_000, 0, 2000, 40, 0, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0, 5, 6]);
  });
});

describe("encodeSysinfo", () => {
  test("counts memory in bytes and loads in 1/65536", () => {
    const view = dirty(SYSINFO_SIZE);
    encodeSysinfo(view, {
      uptimeSeconds: 12,
      loads: [0.5, 0, 2],
      totalRam: 64 << 20,
      freeRam: 1 << 20,
      processes: 9,
    });
    expect(view.getBigInt64(0, true)).toBe(12n);
    expect([8, 16, 24].map((at) => Number(view.getBigInt64(at, true)))).toEqual([32768, 0, 131072]);
    expect(view.getBigUint64(32, true)).toBe(64n << 20n);
    expect(view.getUint16(80, true)).toBe(9);
    expect(view.getUint32(104, true)).toBe(1);
  });
});

describe("encodeUtsname", () => {
  test("writes six strings of 64 bytes with their zeros, cutting what is longer", () => {
    const bytes = encodeUtsname({
      sysname: "Linux",
      nodename: "n".repeat(100),
      release: "6",
      version: "#1",
      machine: "riscv64",
      domainname: "",
    });
    expect(bytes).toHaveLength(UTSNAME_SIZE);
    expect(String.fromCharCode(...bytes.subarray(0, 6))).toBe("Linux\0");
    expect(bytes[65 + 63]).toBe("n".charCodeAt(0));
    expect(bytes[65 + 64]).toBe(0);
    expect(String.fromCharCode(...bytes.subarray(4 * 65, 4 * 65 + 8))).toBe("riscv64\0");
  });
});

describe("flock", () => {
  test("survives the way out and in", () => {
    const view = dirty(32);
    const lock = { type: 1, whence: 2, start: -10, length: 2 ** 40, pid: 77 };
    encodeFlock(view, lock);
    expect(decodeFlock(view)).toEqual(lock);
    expect(view.getInt32(4, true)).toBe(0);
  });
});

describe("itimerspec", () => {
  test("is interval first, then value; a wrong fraction is no setting", () => {
    const view = dirty(32);
    encodeItimerspec(view, { intervalNs: 1_000_000_000, valueNs: 5 });
    expect([0, 8, 16, 24].map((at) => Number(view.getBigInt64(at, true)))).toEqual([1, 0, 0, 5]);
    expect(decodeItimerspec(view)).toEqual({ intervalNs: 1_000_000_000, valueNs: 5 });
    view.setBigInt64(24, 1_000_000_000n, true);
    expect(decodeItimerspec(view)).toBeNull();
  });
});
