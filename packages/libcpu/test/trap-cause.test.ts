import { BUS_ADRALN, ILL_ILLOPC, SEGV_ACCERR, SIGBUS, SIGILL, SIGSEGV, SIGTRAP, TRAP_BRKPT } from "@keel/abi";
import {
  CAUSE_BREAKPOINT,
  CAUSE_FETCH_PAGE_FAULT,
  CAUSE_ILLEGAL_INSTRUCTION,
  CAUSE_LOAD_ACCESS,
  CAUSE_LOAD_PAGE_FAULT,
  CAUSE_STORE_MISALIGNED,
  CAUSE_STORE_PAGE_FAULT,
  CAUSE_USER_ECALL,
} from "@keel/hart";
import { describe, expect, test } from "vitest";
import { trapMeaning } from "../src/index.ts";

describe("trapMeaning", () => {
  test("an ecall is a system call", () => {
    expect(trapMeaning(CAUSE_USER_ECALL)).toEqual({ kind: "syscall" });
  });

  test.each([
    [CAUSE_FETCH_PAGE_FAULT, "execute"],
    [CAUSE_LOAD_PAGE_FAULT, "read"],
    [CAUSE_STORE_PAGE_FAULT, "write"],
  ])("page fault %i is a missing right to %s", (cause, access) => {
    expect(trapMeaning(cause)).toEqual({ kind: "page-fault", access });
  });

  test.each([
    [CAUSE_ILLEGAL_INSTRUCTION, SIGILL, ILL_ILLOPC],
    [CAUSE_BREAKPOINT, SIGTRAP, TRAP_BRKPT],
    [CAUSE_STORE_MISALIGNED, SIGBUS, BUS_ADRALN],
    [CAUSE_LOAD_ACCESS, SIGSEGV, SEGV_ACCERR],
    [63, SIGILL, ILL_ILLOPC],
  ])("cause %i is signal %i with code %i, as on Linux", (cause, sig, code) => {
    expect(trapMeaning(cause)).toEqual({ kind: "signal", sig, code });
  });
});
