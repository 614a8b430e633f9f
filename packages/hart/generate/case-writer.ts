// The statements of one case of the generated interpreter while they are written: the int32
// temporaries that it uses and the fields of its record. Where a form fixes an operand, its value is
// known here.

import type { Form, Instruction } from "../src/isa/instruction.ts";
import type { RegisterOperand } from "../src/isa/pattern.ts";

const TEMPORARIES = 12;
/** The int32 temporaries that cases share; declared once in the function. */
export const temporaries: readonly string[] = Array.from({ length: TEMPORARIES }, (_, i) => `t${i}`);

const fields: Readonly<Record<Exclude<RegisterOperand, "rs3">, string>> = {
  rd: "(w >>> 8) & 0xfe",
  rs1: "(w >>> 15) & 0x7e",
  rs2: "(w >>> 21) & 0x7e",
};

const isAtom = (word: string): boolean => /^-?\w+$/.test(word);

export class CaseWriter {
  readonly instruction: Instruction;
  readonly form: Form | null;
  readonly lines: string[] = [];
  private used = 0;
  private readonly indices = new Map<RegisterOperand, string>();

  constructor(instruction: Instruction, form: Form | null) {
    this.instruction = instruction;
    this.form = form;
  }

  emit(line: string): void {
    this.lines.push(line);
  }

  /** A temporary holding the expression, or the expression itself when it is as simple. */
  bind(expression: string): string {
    if (isAtom(expression)) return expression;
    const name = this.fresh();
    this.emit(`${name} = ${expression};`);
    return name;
  }

  fresh(): string {
    if (this.used === TEMPORARIES) throw new Error(`too many temporaries in ${this.instruction.name}`);
    return temporaries[this.used++];
  }

  /** Word index of a register operand. */
  index(operand: Exclude<RegisterOperand, "rs3">): string {
    const known = this.indices.get(operand);
    if (known !== undefined) return known;
    const name = this.bind(fields[operand]);
    this.indices.set(operand, name);
    return name;
  }

  /** The value that the form gives an operand, if it does. */
  fixed(operand: RegisterOperand | "imm" | "rm"): number | null {
    const value = this.form?.when[operand];
    return typeof value === "number" ? value : null;
  }

  /** The immediate as the record has it. */
  raw(): string {
    const fixed = this.fixed("imm");
    return fixed === null ? "code[ip + 1]" : String(fixed);
  }

  /** A call of a unit that answers 0 or a cause. */
  call(expression: string): void {
    this.emit(`if ((cause = ${expression}) !== 0) break run;`);
  }

  operandIndices(): string {
    return `${this.index("rd")}, ${this.index("rs1")}, ${this.index("rs2")}`;
  }
}
