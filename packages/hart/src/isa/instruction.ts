// One instruction: its name, its bits, how it is written, what it does. Everything that knows
// instructions (decoder, interpreter, disassembler, assembler) is made from lists of these, one
// list and one file per extension; adding an extension is adding a file.

import type { Effect } from "./ir.ts";
import { type OperandName, type Operands, type Pattern, parsePattern } from "./pattern.ts";

export interface Instruction {
  readonly name: string;
  readonly pattern: Pattern;
  /** Operands as assembly writes them: "rd, rs1, imm", "rd, imm(rs1)". `target` is pc + imm. */
  readonly syntax: string;
  readonly does: Effect;
  /** Special cases with a name of their own ("mv" for an addi of 0), most special first. */
  readonly forms: readonly Form[];
}

/** The case of an instruction in which some operands have known values. */
export interface Form {
  readonly name: string;
  readonly syntax: string;
  /** Operand = number, or = another operand. */
  readonly when: Readonly<Partial<Record<OperandName, number | OperandName>>>;
  /** The interpreter has a faster way for it. */
  readonly fast: boolean;
}

/** A 16-bit encoding of another instruction. */
export interface Compressed {
  readonly name: string;
  readonly pattern: Pattern;
  readonly syntax: string;
  /** Name of the instruction that it stands for. */
  readonly expands: string;
  /** Operands that the encoding implies. */
  readonly implied: Readonly<Partial<Operands>>;
}

export function define(
  name: string,
  pattern: string,
  syntax: string,
  does: Effect,
  forms: readonly Form[] = [],
): Instruction {
  let parsed: Pattern | null = null;
  return {
    name,
    syntax,
    does,
    forms,
    // Parsed when first asked for: a system that runs no program should not wait for all of them.
    get pattern() {
      parsed ??= parsePattern(pattern);
      return parsed;
    },
  };
}

/** A form that only reads better. */
export function form(name: string, syntax: string, when: Form["when"]): Form {
  return { name, syntax, when, fast: false };
}

/** A form that also runs faster, so that it gets an operation of its own in the interpreter. */
export function fastForm(name: string, syntax: string, when: Form["when"]): Form {
  return { name, syntax, when, fast: true };
}

export function compressed(
  name: string,
  pattern: string,
  syntax: string,
  expands: string,
  implied: Readonly<Partial<Operands>> = {},
): Compressed {
  let parsed: Pattern | null = null;
  return {
    name,
    syntax,
    expands,
    implied,
    get pattern() {
      parsed ??= parsePattern(pattern);
      return parsed;
    },
  };
}

export function formHolds(form: Form, operands: Operands): boolean {
  for (const name in form.when) {
    const operand = name as OperandName;
    const wanted = form.when[operand] ?? 0;
    if (operands[operand] !== (typeof wanted === "number" ? wanted : operands[wanted])) return false;
  }
  return true;
}
