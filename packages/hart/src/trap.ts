// Why the hart stopped: the exception codes of the RISC-V Privileged manual (table "mcause/scause
// values after trap") and two negative codes of our own for a run that ended without a trap.
// `Hart.run` returns one of these; for address faults `HartContext.trapValue` holds the address.

export const CAUSE_FETCH_MISALIGNED = 0;
export const CAUSE_FETCH_ACCESS = 1;
export const CAUSE_ILLEGAL_INSTRUCTION = 2;
export const CAUSE_BREAKPOINT = 3;
export const CAUSE_LOAD_MISALIGNED = 4;
export const CAUSE_LOAD_ACCESS = 5;
/** Misaligned store, SC or AMO. Plain stores never raise it: the hart does misaligned accesses itself. */
export const CAUSE_STORE_MISALIGNED = 6;
/** Access fault of a store, SC or AMO. */
export const CAUSE_STORE_ACCESS = 7;
export const CAUSE_USER_ECALL = 8;
export const CAUSE_FETCH_PAGE_FAULT = 12;
export const CAUSE_LOAD_PAGE_FAULT = 13;
/** Page fault of a store, SC or AMO. */
export const CAUSE_STORE_PAGE_FAULT = 15;

/** The instruction budget is used up; pc is at the first instruction not executed. */
export const TRAP_BUDGET = -1;
/** `requestInterrupt` was seen; pc is at the first instruction not executed. */
export const TRAP_INTERRUPT = -2;

const names: Readonly<Record<number, string>> = {
  [CAUSE_FETCH_MISALIGNED]: "instruction address misaligned",
  [CAUSE_FETCH_ACCESS]: "instruction access fault",
  [CAUSE_ILLEGAL_INSTRUCTION]: "illegal instruction",
  [CAUSE_BREAKPOINT]: "breakpoint",
  [CAUSE_LOAD_MISALIGNED]: "load address misaligned",
  [CAUSE_LOAD_ACCESS]: "load access fault",
  [CAUSE_STORE_MISALIGNED]: "store address misaligned",
  [CAUSE_STORE_ACCESS]: "store access fault",
  [CAUSE_USER_ECALL]: "environment call",
  [CAUSE_FETCH_PAGE_FAULT]: "instruction page fault",
  [CAUSE_LOAD_PAGE_FAULT]: "load page fault",
  [CAUSE_STORE_PAGE_FAULT]: "store page fault",
  [TRAP_BUDGET]: "budget used up",
  [TRAP_INTERRUPT]: "interrupt",
};

/** The manual's wording for a cause, for reports to people. */
export function causeName(cause: number): string {
  return names[cause] ?? `cause ${cause}`;
}
