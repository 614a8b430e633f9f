// A small assembler, for tests and for whoever wants a few instructions without a toolchain. It
// reads the instruction table, so it knows what the hart knows.
//
//   assemble(`
//   loop: addi a0, a0, -1
//         bnez a0, loop
//         li   a7, 93        # any 64-bit constant
//         ecall
//   `)
//
// Statements: instructions and their forms (mv, ret, beqz, ...), 16-bit encodings by their own
// names (c.addi), `li` `la` `call` `tail`; `.byte .half .word .dword .ascii .asciz .zero .align`.
// Operands: registers by either name, decimal and hexadecimal numbers, labels.

import type { Form, Instruction } from "./isa/instruction.ts";
import { encodeOperands, noOperands, type OperandName, type Operands, type Pattern } from "./isa/pattern.ts";
import { csrNumber, registerNumber, roundingModes } from "./isa/registers.ts";
import { compressedInstructions, instructions } from "./isa/table.ts";

/** One way to write an instruction. */
interface Spelling {
  readonly pattern: Pattern;
  readonly slots: readonly string[];
  readonly form: Form | null;
}

interface Statement {
  readonly line: number;
  readonly name: string;
  readonly operands: readonly string[];
  /** The text after the name, for strings. */
  readonly rest: string;
  readonly address: number;
}

interface Literal {
  readonly lo: number;
  readonly hi: number;
}

const words = (text: string): string[] => text.split(/[\s,()]+/).filter((word) => word !== "");
const RM_DYNAMIC = 7;
const orderings: Readonly<Record<string, number>> = { rl: 1, aq: 2, aqrl: 3 };
const dataSizes: Readonly<Record<string, number>> = { ".byte": 1, ".half": 2, ".word": 4, ".dword": 8 };

function spell(): Map<string, Spelling[]> {
  const known = new Map<string, Spelling[]>();
  const learn = (name: string, pattern: Pattern, syntax: string, form: Form | null): void => {
    const list = known.get(name) ?? [];
    list.push({ pattern, slots: words(syntax), form });
    known.set(name, list);
  };
  const learnInstruction = ({ name, pattern, syntax, forms }: Instruction): void => {
    for (const form of forms) learn(form.name, pattern, form.syntax, form);
    learn(name, pattern, syntax, null);
  };
  for (const instruction of instructions) learnInstruction(instruction);
  for (const { name, pattern, syntax } of compressedInstructions) learn(name, pattern, syntax, null);
  return known;
}

const spellings: ReadonlyMap<string, readonly Spelling[]> = spell();

/** Code and data of `source`, to stand at address `origin`. Throws an Error that names the line. */
export function assemble(source: string, origin = 0): Uint8Array {
  return new Assembler(origin).assemble(source);
}

class Assembler {
  private readonly labels = new Map<string, number>();
  private readonly origin: number;
  private readonly output: number[] = [];
  private line = 0;

  constructor(origin: number) {
    this.origin = origin;
  }

  assemble(source: string): Uint8Array {
    for (const statement of this.layOut(source)) {
      this.line = statement.line;
      this.write(statement);
    }
    return Uint8Array.from(this.output);
  }

  /** Splits into statements, each at its address, and learns the labels. */
  private layOut(source: string): Statement[] {
    const statements: Statement[] = [];
    let address = this.origin;
    source.split("\n").forEach((text, index) => {
      this.line = index + 1;
      let rest = text.replace(/#.*$/, "").trim();
      for (;;) {
        const label = /^([A-Za-z_.][\w.]*):\s*/.exec(rest);
        if (label === null) break;
        if (this.labels.has(label[1])) this.fail(`label ${label[1]} stands twice`);
        this.labels.set(label[1], address);
        rest = rest.slice(label[0].length);
      }
      if (rest === "") return;
      const name = /^\S+/.exec(rest)?.[0] ?? "";
      rest = rest.slice(name.length).trim();
      const statement = { line: this.line, name, operands: words(rest), rest, address };
      statements.push(statement);
      address += this.sizeOf(statement);
    });
    return statements;
  }

  private sizeOf(statement: Statement): number {
    const { name, operands, rest, address } = statement;
    const unit = dataSizes[name];
    if (unit !== undefined) return unit * operands.length;
    switch (name) {
      case ".ascii":
        return this.string(rest).length;
      case ".asciz":
        return this.string(rest).length + 1;
      case ".zero":
        return this.literal(operands[0]).lo;
      case ".align": {
        const to = 2 ** this.literal(operands[0]).lo;
        return (to - (address % to)) % to;
      }
      case "li":
        return 4 * this.constant(0, this.literal(operands[1])).length;
      case "la":
      case "call":
      case "tail":
        return 8;
    }
    return this.spelling(statement).pattern.length;
  }

  private write(statement: Statement): void {
    const { name, operands, rest } = statement;
    const unit = dataSizes[name];
    if (unit !== undefined) {
      for (const operand of operands) this.data(this.value(operand), unit);
      return;
    }
    switch (name) {
      case ".ascii":
      case ".asciz":
        this.output.push(...this.string(rest));
        if (name === ".asciz") this.output.push(0);
        return;
      case ".zero":
      case ".align":
        for (let left = this.sizeOf(statement); left > 0; left--) this.output.push(0);
        return;
      case "li":
        for (const word of this.constant(this.register(operands[0]), this.literal(operands[1])))
          this.word(word);
        return;
      case "la":
        this.far(statement, this.register(operands[0]), operands[1], "addi", this.register(operands[0]));
        return;
      case "call":
        this.far(statement, 1, operands[0], "jalr", 1);
        return;
      case "tail":
        this.far(statement, 6, operands[0], "jalr", 0);
        return;
    }
    this.instruction(statement);
  }

  private instruction(statement: Statement): void {
    const { pattern, slots, form } = this.spelling(statement);
    const values: Operands = { ...noOperands(), rm: RM_DYNAMIC };
    values.aqrl = orderings[/\.(aq|rl|aqrl)$/.exec(statement.name)?.[1] ?? ""] ?? 0;
    slots.forEach((slot, i) => {
      this.operand(slot, statement.operands[i], pattern, statement.address, values);
    });
    for (const name in form?.when) {
      if (slots.includes(name)) continue;
      const fixed = form?.when[name as OperandName] ?? 0;
      values[name as OperandName] = typeof fixed === "number" ? fixed : values[fixed];
    }
    // A field that fills two operands is written once.
    for (const { operands } of pattern.fields) {
      for (const operand of operands) {
        if (!slots.includes(operand) && operands.length > 1) values[operand] = values[operands[0]];
      }
    }
    const word = encodeOperands(pattern, values);
    if (word === null) this.fail(`operands of ${statement.name} do not fit`);
    else if (pattern.length === 2) this.data({ lo: word, hi: 0 }, 2);
    else this.word(word);
  }

  private operand(slot: string, text: string, pattern: Pattern, address: number, values: Operands): void {
    switch (slot) {
      case "imm":
        values.imm = this.value(text).lo;
        return;
      case "hi":
        values.imm = this.value(text).lo << 12;
        return;
      case "target":
        values.imm = (this.value(text).lo - address) | 0;
        return;
      case "csr": {
        const number = csrNumber(text);
        values.imm = number < 0 ? this.literal(text).lo : number;
        return;
      }
      case "zimm":
        values.rs1 = this.literal(text).lo;
        return;
      case "rm":
        values.rm = roundingModes.indexOf(text);
        if (values.rm < 0) this.fail(`no rounding mode ${text}`);
        return;
      default: {
        const register = slot as "rd" | "rs1" | "rs2" | "rs3";
        values[register] = this.register(text, pattern.registers[register]);
      }
    }
  }

  private spelling({ name, operands }: Statement): Spelling {
    const stem = name.replace(/\.(aq|rl|aqrl)$/, "");
    const known = spellings.get(name) ?? spellings.get(stem) ?? [];
    const fitting = known.find(({ slots }) => slots.length === operands.length);
    return fitting ?? this.fail(`no instruction ${name} with ${operands.length} operands`);
  }

  /** auipc and a second instruction that reach any label within 2 GiB. */
  private far(at: Statement, base: number, label: string, second: string, rd: number): void {
    const distance = (this.value(label).lo - at.address) | 0;
    const low = (distance << 20) >> 20;
    this.word(this.encode("auipc", { rd: base, imm: (distance - low) | 0 }));
    this.word(this.encode(second, { rd, rs1: base, imm: low }));
  }

  /** Instructions that make the constant: 1, 2, or 8 of them. */
  private constant(rd: number, { lo, hi }: Literal): number[] {
    if (hi !== lo >> 31) {
      const add = (imm: number): number => this.encode("addi", { rd, rs1: rd, imm });
      const shift = (imm: number): number => this.encode("slli", { rd, rs1: rd, imm });
      const top = this.constant(rd, { lo: hi, hi: hi >> 31 });
      return [
        ...top,
        shift(11),
        add(lo >>> 21),
        shift(11),
        add((lo >>> 10) & 0x7ff),
        shift(10),
        add(lo & 0x3ff),
      ];
    }
    const low = (lo << 20) >> 20;
    if (low === lo) return [this.encode("addi", { rd, imm: lo })];
    const upper = this.encode("lui", { rd, imm: (lo - low) | 0 });
    return low === 0 ? [upper] : [upper, this.encode("addiw", { rd, rs1: rd, imm: low })];
  }

  private encode(name: string, operands: Partial<Operands>): number {
    const spelling = spellings.get(name)?.find(({ form }) => form === null);
    const word =
      spelling === undefined ? null : encodeOperands(spelling.pattern, { ...noOperands(), ...operands });
    return word ?? this.fail(`operands of ${name} do not fit`);
  }

  private register(text: string, file: "x" | "f" = "x"): number {
    const number = registerNumber(text, file);
    return number < 0 ? this.fail(`no register ${text}`) : number;
  }

  /** A number or the address of a label. */
  private value(text: string): Literal {
    const label = this.labels.get(text);
    return label === undefined ? this.literal(text) : { lo: label | 0, hi: Math.floor(label / 2 ** 32) };
  }

  private literal(text: string | undefined): Literal {
    const parts = /^(-?)(?:0x([0-9a-fA-F]{1,16})|(\d+))$/.exec(text ?? "");
    if (parts === null) return this.fail(`neither a number nor a label: ${text}`);
    const digits = parts[2];
    let lo: number;
    let hi: number;
    if (digits === undefined) {
      lo = Number(parts[3]) | 0;
      hi = Math.floor(Number(parts[3]) / 2 ** 32) | 0;
    } else {
      lo = Number.parseInt(digits.slice(-8), 16) | 0;
      hi = Number.parseInt(digits.slice(0, -8) || "0", 16) | 0;
    }
    if (parts[1] === "") return { lo, hi };
    return { lo: -lo | 0, hi: lo === 0 ? -hi | 0 : ~hi };
  }

  private string(text: string): number[] {
    return [...new TextEncoder().encode(JSON.parse(text) as string)];
  }

  private word(word: number): void {
    this.data({ lo: word, hi: 0 }, 4);
  }

  private data({ lo, hi }: Literal, size: number): void {
    for (let i = 0; i < size; i++) this.output.push((i < 4 ? lo >>> (8 * i) : hi >>> (8 * i - 32)) & 0xff);
  }

  private fail(message: string): never {
    throw new Error(`line ${this.line}: ${message}`);
  }
}
