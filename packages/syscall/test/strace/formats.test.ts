import {
  AT_FDCWD,
  CLONE_SETTLS,
  CLONE_THREAD,
  CLONE_VM,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  O_CLOEXEC,
  O_CREAT,
  O_RDONLY,
  O_WRONLY,
  S_IFCHR,
  SIGCHLD,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { address, hexadecimal } from "../../src/strace/arg-format.ts";
import { fcntlArgument, fileModeNames, openFlagNames, vectorIn } from "../../src/strace/file-format.ts";
import { nameOf, namesOfBits } from "../../src/strace/flag-table.ts";
import { mapFlags, protection } from "../../src/strace/memory-format.ts";
import { pollDescriptors, pollResult } from "../../src/strace/poll-format.ts";
import { cloneFlags, futexOperation } from "../../src/strace/process-format.ts";
import { dirfd, int, mode } from "../../src/strace/scalar-format.ts";
import { actionIn, signalSetText, waitStatusText } from "../../src/strace/signal-format.ts";
import { argumentVector, bytesIn, bytesOut, path, quote } from "../../src/strace/string-format.ts";
import { timespecIn } from "../../src/strace/time-format.ts";
import { BASE, FakeMemory } from "./fake-memory.ts";

const memory = new FakeMemory();
const none = memory.call([]);

describe("hexadecimal", () => {
  test("writes negative registers as 64 bits", () => {
    expect(hexadecimal(-1)).toBe("0xffffffffffffffff");
    expect(hexadecimal(-4096)).toBe("0xfffffffffffff000");
    expect(hexadecimal(0x7fff_1234_5678)).toBe("0x7fff12345678");
    expect(address(0)).toBe("NULL");
  });
});

describe("flag tables", () => {
  test("join names, keep unknown bits, and write nothing as 0", () => {
    const table = [
      ["A", 1],
      ["B", 2],
      ["AB4", 7],
    ] as const;
    expect(namesOfBits(table, 3)).toBe("A|B");
    expect(namesOfBits(table, 0)).toBe("0");
    expect(namesOfBits(table, 0x12)).toBe("B|0x10");
    expect(nameOf(table, 2, "X_???")).toBe("B");
    expect(nameOf(table, 9, "X_???")).toBe("0x9 /* X_??? */");
  });
});

describe("scalars", () => {
  test("are truncated to what C passes", () => {
    expect(int.text(2 ** 32 + 5, none)).toBe("5");
    expect(dirfd.text(AT_FDCWD, none)).toBe("AT_FDCWD");
    expect(mode.text(0o644, none)).toBe("0644");
    expect(mode.text(0, none)).toBe("0000");
  });
});

describe("quote", () => {
  test("escapes as C does, with the shortest octal that cannot be misread", () => {
    expect(quote(Uint8Array.from([0x61, 0x0a, 0x09, 0x22, 0x5c]))).toBe('"a\\n\\t\\"\\\\"');
    expect(quote(Uint8Array.from([0, 0x61]))).toBe('"\\0a"');
    expect(quote(Uint8Array.from([0, 0x31]))).toBe('"\\0001"');
    expect(quote(Uint8Array.from([0x7f, 0xff]))).toBe('"\\177\\377"');
  });
});

describe("strings and buffers", () => {
  test("paths are whole, buffers are cut after 32 bytes, bad pointers are addresses", () => {
    const va = memory.text(0, "x".repeat(40));
    expect(path.text(va, none)).toBe(`"${"x".repeat(40)}"`);
    expect(bytesIn(2).text(va, memory.call([1, va, 40]))).toBe(`"${"x".repeat(32)}"...`);
    expect(bytesOut.text(va, memory.call([0, va, 100], 3))).toBe('"xxx"');
    expect(bytesOut.text(va, memory.call([0, va, 100], -9))).toBe(hexadecimal(va));
    expect(path.text(5, none)).toBe("0x5");
    expect(path.text(0, none)).toBe("NULL");
  });

  test("argv is a list", () => {
    memory.view.setBigUint64(64, BigInt(memory.text(100, "ls")), true);
    memory.view.setBigUint64(72, BigInt(memory.text(104, "-l")), true);
    memory.view.setBigUint64(80, 0n, true);
    expect(argumentVector.text(BASE + 64, none)).toBe('["ls", "-l"]');
  });

  test("iovecs show their bytes", () => {
    memory.text(100, "ab");
    memory.view.setBigUint64(64, BigInt(BASE + 100), true);
    memory.view.setBigUint64(72, 2n, true);
    expect(vectorIn.text(BASE + 64, memory.call([1, BASE + 64, 1]))).toBe('[{iov_base="ab", iov_len=2}]');
  });
});

describe("file flags", () => {
  test("name the access mode and the rest", () => {
    expect(openFlagNames(O_RDONLY)).toBe("O_RDONLY");
    expect(openFlagNames(O_WRONLY | O_CREAT | O_CLOEXEC)).toBe("O_WRONLY|O_CREAT|O_CLOEXEC");
    expect(fileModeNames(S_IFCHR | 0o620)).toBe("S_IFCHR|0620");
    expect(fcntlArgument.text(1, memory.call([3, 2, 1]))).toBe("FD_CLOEXEC");
  });
});

describe("memory flags", () => {
  test("are named", () => {
    expect(protection.text(3, none)).toBe("PROT_READ|PROT_WRITE");
    expect(protection.text(0, none)).toBe("PROT_NONE");
    expect(mapFlags.text(MAP_PRIVATE | MAP_ANONYMOUS, none)).toBe("MAP_PRIVATE|MAP_ANONYMOUS");
  });
});

describe("process flags", () => {
  test("clone's flags hold the exit signal", () => {
    expect(cloneFlags.text(SIGCHLD, none)).toBe("SIGCHLD");
    expect(cloneFlags.text(CLONE_VM | CLONE_THREAD | CLONE_SETTLS, none)).toBe(
      "CLONE_VM|CLONE_THREAD|CLONE_SETTLS",
    );
    expect(futexOperation.text(0x80, none)).toBe("FUTEX_WAIT_PRIVATE");
    expect(futexOperation.text(0x189, none)).toBe("FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME");
  });
});

describe("signals", () => {
  test("sets name their members, or those missing when that is shorter", () => {
    expect(signalSetText(0, 0)).toBe("[]");
    expect(signalSetText(0x10002, 0)).toBe("[INT CHLD]");
    expect(signalSetText(~0x100, -1)).toBe("~[KILL]");
  });

  test("actions show handler, mask and flags", () => {
    memory.view.setBigUint64(0, 0x10400n, true);
    memory.view.setBigUint64(8, 0x1000_0004n, true);
    memory.view.setBigUint64(16, 2n, true);
    expect(actionIn.text(BASE, none)).toBe(
      "{sa_handler=0x10400, sa_mask=[INT], sa_flags=SA_SIGINFO|SA_RESTART}",
    );
  });

  test("wait statuses are in terms of the macros", () => {
    expect(waitStatusText(3 << 8)).toBe("{WIFEXITED(s) && WEXITSTATUS(s) == 3}");
    expect(waitStatusText(11 | 0x80)).toBe("{WIFSIGNALED(s) && WTERMSIG(s) == SIGSEGV && WCOREDUMP(s)}");
    expect(waitStatusText((20 << 8) | 0x7f)).toBe("{WIFSTOPPED(s) && WSTOPSIG(s) == SIGTSTP}");
    expect(waitStatusText(0xffff)).toBe("{WIFCONTINUED(s)}");
  });
});

describe("structures", () => {
  test("timespec and pollfd are spelled out", () => {
    memory.view.setBigInt64(0, 1n, true);
    memory.view.setBigInt64(8, 5n, true);
    expect(timespecIn.text(BASE, none)).toBe("{tv_sec=1, tv_nsec=5}");
    memory.view.setInt32(0, 4, true);
    memory.view.setInt16(4, 1, true);
    memory.view.setInt16(6, 0x11, true);
    expect(pollDescriptors.text(BASE, memory.call([BASE, 1]))).toBe("[{fd=4, events=POLLIN}]");
    expect(pollResult(memory.call([BASE, 1], 1))).toBe("1 ([{fd=4, revents=POLLIN|POLLHUP}])");
  });
});
