// What the interpreter distinguishes: every instruction and every fast form of one, numbered. The
// numbers are the literals in the generated interpreter's switch.

import type { Form, Instruction } from "./instruction.ts";
import { instructions } from "./table.ts";

/** A slot whose instruction has not been looked at yet. */
export const OP_UNDECODED = 0;
/** Not an instruction of this page: find out the page of pc anew. */
export const OP_LEAVE_PAGE = 1;
/** The first half of an instruction whose second half is in the next page. */
export const OP_CROSSING = 2;
export const OP_ILLEGAL = 3;
const FIRST = 4;

export interface Operation {
  readonly opcode: number;
  readonly instruction: Instruction;
  /** The special case that it is, or null for the instruction in general. */
  readonly form: Form | null;
}

function number(): Operation[] {
  const list: Operation[] = [];
  for (const instruction of instructions) {
    for (const form of instruction.forms) {
      if (form.fast) list.push({ opcode: FIRST + list.length, instruction, form });
    }
    list.push({ opcode: FIRST + list.length, instruction, form: null });
  }
  return list;
}

export const operations: readonly Operation[] = number();
