// What a trap of user code means: a system call, a page to be brought in, or a signal. RISC-V Privileged,
// scause; the signals are those of Linux arch/riscv/kernel/traps.c.

import { BUS_ADRALN, ILL_ILLOPC, SEGV_ACCERR, SIGBUS, SIGILL, SIGSEGV, SIGTRAP, TRAP_BRKPT } from "@keel/abi";
import {
  CAUSE_BREAKPOINT,
  CAUSE_FETCH_ACCESS,
  CAUSE_FETCH_MISALIGNED,
  CAUSE_FETCH_PAGE_FAULT,
  CAUSE_ILLEGAL_INSTRUCTION,
  CAUSE_LOAD_ACCESS,
  CAUSE_LOAD_MISALIGNED,
  CAUSE_LOAD_PAGE_FAULT,
  CAUSE_STORE_ACCESS,
  CAUSE_STORE_MISALIGNED,
  CAUSE_STORE_PAGE_FAULT,
  CAUSE_USER_ECALL,
} from "@keel/hart";

export type TrapMeaning =
  | { readonly kind: "syscall" }
  /** `access` to the page at trapValue failed: mm decides. */
  | { readonly kind: "page-fault"; readonly access: "read" | "write" | "execute" }
  /** Signal `sig` with `code` as its si_code. */
  | { readonly kind: "signal"; readonly sig: number; readonly code: number };

const SYSCALL: TrapMeaning = { kind: "syscall" };
const BUS_ALIGNMENT: TrapMeaning = { kind: "signal", sig: SIGBUS, code: BUS_ADRALN };
const NO_ACCESS: TrapMeaning = { kind: "signal", sig: SIGSEGV, code: SEGV_ACCERR };
const ILLEGAL: TrapMeaning = { kind: "signal", sig: SIGILL, code: ILL_ILLOPC };

const MEANINGS: Readonly<Record<number, TrapMeaning>> = {
  [CAUSE_FETCH_MISALIGNED]: BUS_ALIGNMENT,
  [CAUSE_FETCH_ACCESS]: NO_ACCESS,
  [CAUSE_ILLEGAL_INSTRUCTION]: ILLEGAL,
  [CAUSE_BREAKPOINT]: { kind: "signal", sig: SIGTRAP, code: TRAP_BRKPT },
  [CAUSE_LOAD_MISALIGNED]: BUS_ALIGNMENT,
  [CAUSE_LOAD_ACCESS]: NO_ACCESS,
  [CAUSE_STORE_MISALIGNED]: BUS_ALIGNMENT,
  [CAUSE_STORE_ACCESS]: NO_ACCESS,
  [CAUSE_USER_ECALL]: SYSCALL,
  [CAUSE_FETCH_PAGE_FAULT]: { kind: "page-fault", access: "execute" },
  [CAUSE_LOAD_PAGE_FAULT]: { kind: "page-fault", access: "read" },
  [CAUSE_STORE_PAGE_FAULT]: { kind: "page-fault", access: "write" },
};

/** What `cause` (>= 0) means for the process; a cause that user code cannot raise is an illegal instruction. */
export function trapMeaning(cause: number): TrapMeaning {
  return MEANINGS[cause] ?? ILLEGAL;
}
