// Instruction formats written as the manual draws them, most significant bit first:
//
//   "imm[11:0] rs1 000 rd 0010011"            addi
//   "imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011"   beq
//   "000 imm[5] rd/rs1 imm[4:0] 01"           c.addi
//
// A group of 0 and 1 is fixed. `imm` is sign-extended, `uimm` is not; both land in operand "imm".
// x registers are rd rs1 rs2, f registers fd fs1 fs2 fs3 and land in rd rs1 rs2 rs3; a ' marks the
// three-bit registers of compressed code (x8..x15); `rd/rs1` fills both; `rd!=0,2` excludes values.
// A parsed pattern both decodes and encodes.

export type RegisterOperand = "rd" | "rs1" | "rs2" | "rs3";
export type OperandName = RegisterOperand | "imm" | "rm" | "aqrl";
export type RegisterClass = "x" | "f";

/** What the operands of one instruction are, whatever format they came from. */
export interface Operands {
  rd: number;
  rs1: number;
  rs2: number;
  rs3: number;
  imm: number;
  /** Rounding mode field. */
  rm: number;
  /** The aq and rl bits of an atomic; one hart in program order has nothing to do for them. */
  aqrl: number;
}

export const noOperands = (): Operands => ({ rd: 0, rs1: 0, rs2: 0, rs3: 0, imm: 0, rm: 0, aqrl: 0 });

/** `width` bits that stand at bit `at` of the instruction and at bit `to` of the operand. */
interface Segment {
  readonly at: number;
  readonly to: number;
  readonly width: number;
}

interface Field {
  readonly operands: readonly OperandName[];
  readonly segments: Segment[];
  /** Bits of the operand, for sign extension. */
  width: number;
  readonly signed: boolean;
  /** Added to the field's bits: 8 for the three-bit registers. */
  readonly bias: number;
  readonly excluded: readonly number[];
}

export interface Pattern {
  /** Bytes: 2 or 4. */
  readonly length: number;
  readonly mask: number;
  readonly match: number;
  readonly fields: readonly Field[];
  /** Which operands are registers, and of which file. */
  readonly registers: Readonly<Partial<Record<RegisterOperand, RegisterClass>>>;
}

const registerFields = /^([fr])(d|s1|s2|s3)$/;

export function parsePattern(text: string): Pattern {
  const fields: Field[] = [];
  const registers: Partial<Record<RegisterOperand, RegisterClass>> = {};
  let at = text.endsWith("11") ? 32 : 16;
  const length = at / 8;
  let mask = 0;
  let match = 0;
  for (const token of text.split(" ")) {
    if (/^[01]+$/.test(token)) {
      at -= token.length;
      mask |= (2 ** token.length - 1) << at;
      match |= Number.parseInt(token, 2) << at;
      continue;
    }
    const [, names, prime, ranges, except] = /^([a-z0-9/]+)('?)(?:\[([0-9|:]+)\])?(?:!=([0-9,]+))?$/.exec(
      token,
    )!;
    const field = fieldFor(fields, names!, prime === "'", except, registers);
    for (const range of (ranges ?? defaultRange(names!, prime === "'")).split("|")) {
      const [high, low] = range.split(":").map(Number);
      const to = low ?? high!;
      const width = high! - to + 1;
      at -= width;
      field.segments.push({ at, to, width });
      field.width = Math.max(field.width, high! + 1);
    }
  }
  if (at !== 0) throw new Error(`pattern "${text}" is ${at} bits short`);
  return { length, mask, match, fields, registers };
}

function defaultRange(names: string, prime: boolean): string {
  if (names === "rm") return "2:0";
  if (names === "aqrl") return "1:0";
  return prime ? "2:0" : "4:0";
}

function fieldFor(
  fields: Field[],
  names: string,
  prime: boolean,
  except: string | undefined,
  registers: Partial<Record<RegisterOperand, RegisterClass>>,
): Field {
  const operands = names.split("/").map((name): OperandName => {
    const register = registerFields.exec(name);
    if (register !== null) {
      const operand = `r${register[2]}` as RegisterOperand;
      registers[operand] = register[1] === "f" ? "f" : "x";
      return operand;
    }
    return name === "uimm" ? "imm" : (name as OperandName);
  });
  const known = fields.find((field) => field.operands[0] === operands[0]);
  if (known !== undefined) return known;
  const field: Field = {
    operands,
    segments: [],
    width: 0,
    signed: names === "imm",
    bias: prime ? 8 : 0,
    excluded: except === undefined ? [] : except.split(",").map(Number),
  };
  fields.push(field);
  return field;
}

/** Reads the operands of `word`, which has the pattern's fixed bits; false when a value is excluded. */
export function extractOperands(pattern: Pattern, word: number, into: Operands): boolean {
  for (const field of pattern.fields) {
    let value = 0;
    for (const { at, to, width } of field.segments) {
      value |= ((word >>> at) & (width === 32 ? -1 : (1 << width) - 1)) << to;
    }
    if (field.signed) value = (value << (32 - field.width)) >> (32 - field.width);
    value += field.bias;
    if (field.excluded.includes(value)) return false;
    for (const operand of field.operands) into[operand] = value;
  }
  return true;
}

/** The instruction word for these operands, or null when one does not fit its field. */
export function encodeOperands(pattern: Pattern, operands: Operands): number | null {
  let word = pattern.match;
  for (const field of pattern.fields) {
    const value = operands[field.operands[0]];
    if (field.operands.some((operand) => operands[operand] !== value)) return null;
    if (field.excluded.includes(value)) return null;
    let kept = 0;
    for (const { at, to, width } of field.segments) {
      const bits = ((value - field.bias) >>> to) & ((1 << width) - 1);
      word |= bits << at;
      kept |= bits << to;
    }
    if (field.signed) kept = (kept << (32 - field.width)) >> (32 - field.width);
    if (kept + field.bias !== value) return null;
  }
  return word;
}
