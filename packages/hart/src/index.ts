// The hart: one RISC-V core at user level. `new Hart(memory)`, a `HartContext` per guest thread,
// `run(context, budget)` returns a cause. Knows nothing of kernels or devices.

export { HartContext } from "./context.ts";
export { Disassembler, disassemble } from "./disassembler.ts";
export { type EngineName, Hart, type HartOptions, hartSizeFor } from "./hart.ts";
export { type HartBus, type HartMemory, RAM_BASE_DEFAULT } from "./memory.ts";
export {
  PAGE_SHIFT,
  PAGE_SIZE,
  PTE_A,
  PTE_D,
  PTE_G,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  SATP_MODE_BARE,
  SATP_MODE_SV39,
  SV39_ENTRIES,
  SV39_INDEX_BITS,
  SV39_LEVELS,
  SV39_PTE_SIZE,
  SV39_USER_TOP,
} from "./sv39.ts";
export {
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
  causeName,
  TRAP_BUDGET,
  TRAP_INTERRUPT,
} from "./trap.ts";
