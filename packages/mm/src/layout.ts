// The user half of a Sv39 address space, as Linux riscv64 lays it out: program low or at a third, heap after
// it, mappings downward from below the stack, the stack at the top. DEVIATION: no address randomization, so
// that a run's addresses can be compared with another's.

import { PAGE_SIZE } from "@keel/abi";

/** One past the last user address: 2^38. */
export const USER_TOP = 0x40_0000_0000;
/** Nothing is mapped below: null pointers fault. */
export const USER_BOTTOM = 0x1_0000;
/** One past the stack's highest byte. The page above is the signal trampoline's. */
export const STACK_TOP = 0x3f_ffff_f000;
/** Where the kernel maps the code that signal handlers return to. */
export const TRAMPOLINE_VA: number = STACK_TOP;
/** Room kept for the stack: mappings start below it. Linux: at least 128 MiB. */
export const STACK_GAP: number = 128 << 20;
/** Mappings go downward from here. */
export const MMAP_BASE: number = STACK_TOP - STACK_GAP;
/** Load address of position-independent programs: two thirds of the space. */
export const PIE_BASE = 0x2a_aaaa_a000;
/** Kept free below a growing stack. */
export const STACK_GUARD: number = 256 * PAGE_SIZE;
/** The most areas one space may have (vm.max_map_count). */
export const MAX_AREAS = 65530;

export function pageDown(va: number): number {
  return va - (va % PAGE_SIZE);
}

export function pageUp(va: number): number {
  return pageDown(va + PAGE_SIZE - 1);
}
