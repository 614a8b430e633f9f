// Lowers float operations: a call of the float unit, which is exact, and before it, where the host
// can do the same, a short cut.
//
// The short cut for arithmetic needs round to nearest even and the inexact flag already up: then
// the host's arithmetic gives the same bits, and a normal result raises no other flag. Conversions
// that lose nothing need no more than a rounding mode that exists.

import type { FloatFormat, FloatOp } from "../src/isa/ir.ts";
import type { CaseWriter } from "./case-writer.ts";

/** The double temporaries that cases share. */
export const doubles: readonly string[] = ["r0", "r1"];

const HOST: Partial<Record<FloatOp, string>> = { add: "+", sub: "-", mul: "*", div: "/" };
const SMALLEST = { d: "2.2250738585072014e-308", s: "1.1754943508222875e-38" } as const;
const TWO_32 = "4294967296";
const TWO_53 = "9007199254740992";
const FCSR = "x[132]";
const IS_NEAREST = `(${FCSR} & 0xe0) === 0`;
const IS_NEAREST_AND_INEXACT = `(${FCSR} & 0xe1) === 1`;
const IS_INEXACT = `(${FCSR} & 1) !== 0`;
const RM_NEAREST_EVEN = 0;
const RM_TOWARD_ZERO = 1;
const RM_DYNAMIC = 7;
/** Exact operations, whose encoding has no rounding mode. */
const ignoresMode: ReadonlySet<FloatOp> = new Set(["sgnj", "sgnjn", "sgnjx", "min", "max", "eq", "lt", "le"]);

/** Statements that end in `break` (out of the case) when the short cut served. */
interface ShortCut {
  readonly lines: readonly string[];
  /** It always serves. */
  readonly isAll: boolean;
}

const some = (...lines: string[]): ShortCut => ({ lines, isAll: false });
const all = (...lines: string[]): ShortCut => ({ lines, isAll: true });

export function lowerFloat(out: CaseWriter, op: FloatOp, format: FloatFormat): void {
  const rd = out.index("rd");
  const rs1 = out.index("rs1");
  const rs2 = out.index("rs2");
  const shortCut = shortCutFor(out.fixed("rm"), op, format, rd, rs1, rs2);
  for (const line of shortCut?.lines ?? []) out.emit(line);
  if (shortCut?.isAll === true) return;
  const operands = [format === "d" ? "DOUBLE" : "SINGLE", rd, rs1];
  if (op !== "class") operands.push(rs2);
  if (op !== "class" && !ignoresMode.has(op)) operands.push("code[ip + 1]");
  out.call(`floats.${op}(${operands.join(", ")})`);
}

const read = (format: FloatFormat, index: string): string =>
  format === "d" ? `d[${index} >> 1]` : `s[${index}]`;
const write = (format: FloatFormat, index: string, value: string): string[] =>
  format === "d" ? [`d[${index} >> 1] = ${value};`] : [`s[${index}] = ${value};`, `x[${index} + 1] = -1;`];
const writeInteger = (index: string, lo: string, hi: string): string[] => [
  `x[${index}] = ${lo};`,
  `x[${index} + 1] = ${hi};`,
];
const areBoxed = (...indices: string[]): string =>
  indices.map((index) => `x[${index} + 1] === -1`).join(" && ");
/** The same to go on with `&&`, and nothing for doubles. */
const boxed = (format: FloatFormat, ...indices: string[]): string =>
  format === "d" ? "" : `${areBoxed(...indices)} && `;

function shortCutFor(
  rm: number | null,
  op: FloatOp,
  format: FloatFormat,
  rd: string,
  rs1: string,
  rs2: string,
): ShortCut | null {
  const a = read(format, rs1);
  const b = read(format, rs2);
  switch (op) {
    case "add":
    case "sub":
    case "mul":
    case "div":
      if (rm !== RM_DYNAMIC) return null;
      return hostResult(format, rd, `${a} ${HOST[op]} ${b}`, boxed(format, rs1, rs2));
    case "sqrt":
      return rm === RM_DYNAMIC ? hostResult(format, rd, `Math.sqrt(${a})`, boxed(format, rs1)) : null;
    case "narrow":
      return rm === RM_DYNAMIC ? hostResult("s", rd, a, "") : null;
    case "widen":
      if (rm !== RM_NEAREST_EVEN) return null;
      return some(`r0 = ${a};`, `if (${boxed("s", rs1)}r0 === r0) {`, ...write("d", rd, "r0"), "break;", "}");
    case "sgnj":
    case "sgnjn":
    case "sgnjx":
      return sign(op, format, rd, rs1, rs2);
    case "eq":
    case "lt":
    case "le": {
      const comparison = { eq: "===", lt: "<", le: "<=" }[op];
      return some(
        `r0 = ${a};`,
        `r1 = ${b};`,
        `if (${boxed(format, rs1, rs2)}r0 === r0 && r1 === r1) {`,
        ...writeInteger(rd, `r0 ${comparison} r1 ? 1 : 0`, "0"),
        "break;",
        "}",
      );
    }
    case "min":
    case "max": {
      const comparison = op === "min" ? "<" : ">";
      const copy = (from: string): string[] => [
        ...writeInteger(rd, `x[${from}]`, `x[${from} + 1]`),
        "break;",
      ];
      return some(
        `r0 = ${a};`,
        `r1 = ${b};`,
        `if (${boxed(format, rs1, rs2)}r0 ${comparison} r1) {`,
        ...copy(rs1),
        `} else if (${boxed(format, rs1, rs2)}r1 ${comparison} r0) {`,
        ...copy(rs2),
        "}",
      );
    }
    case "fromW":
    case "fromWu": {
      const value = op === "fromW" ? `x[${rs1}]` : `x[${rs1}] >>> 0`;
      if (format === "d" && rm === RM_NEAREST_EVEN) return all(...write("d", rd, value));
      if (format === "d" || rm !== RM_DYNAMIC) return null;
      return some(
        `r0 = ${value};`,
        `if (${IS_NEAREST} && Math.abs(r0) <= 16777216) {`,
        ...write("s", rd, "r0"),
        "break;",
        "}",
      );
    }
    case "fromL":
      if (format !== "d" || rm !== RM_DYNAMIC) return null;
      return some(
        `r0 = x[${rs1} + 1] * ${TWO_32} + (x[${rs1}] >>> 0);`,
        `if (${IS_NEAREST} && Math.abs(r0) < ${TWO_53}) {`,
        ...write("d", rd, "r0"),
        "break;",
        "}",
      );
    case "toW":
      if (rm !== RM_TOWARD_ZERO) return null;
      return some(
        `r0 = ${a};`,
        "r1 = Math.trunc(r0);",
        `if (${boxed(format, rs1)}r1 >= -2147483648 && r1 <= 2147483647 && (r0 === r1 || ${IS_INEXACT})) {`,
        ...writeInteger(rd, "r1 | 0", "(r1 | 0) >> 31"),
        "break;",
        "}",
      );
    case "toL":
      if (rm !== RM_TOWARD_ZERO) return null;
      return some(
        `r0 = ${a};`,
        "r1 = Math.trunc(r0);",
        `if (${boxed(format, rs1)}Math.abs(r1) < ${TWO_53} && (r0 === r1 || ${IS_INEXACT})) {`,
        ...writeInteger(rd, "r1 | 0", `Math.floor(r1 / ${TWO_32}) | 0`),
        "break;",
        "}",
      );
    default:
      return null;
  }
}

/** Arithmetic by the host, taken when its result is normal. */
function hostResult(format: FloatFormat, rd: string, value: string, onlyIf: string): ShortCut {
  return some(
    `if (${onlyIf}${IS_NEAREST_AND_INEXACT}) {`,
    `r0 = ${format === "d" ? value : `Math.fround(${value})`};`,
    "r1 = Math.abs(r0);",
    `if (r1 > ${SMALLEST[format]} && r1 < Infinity) {`,
    ...write(format, rd, "r0"),
    "break;",
    "}",
    "}",
  );
}

/** Sign injection is a matter of bits. */
function sign(
  op: "sgnj" | "sgnjn" | "sgnjx",
  format: FloatFormat,
  rd: string,
  rs1: string,
  rs2: string,
): ShortCut {
  const word = (index: string): string => (format === "d" ? `x[${index} + 1]` : `x[${index}]`);
  const signs = {
    sgnj: word(rs2),
    sgnjn: `~${word(rs2)}`,
    sgnjx: `(${word(rs1)} ^ ${word(rs2)})`,
  }[op];
  const value = `(${word(rs1)} & 0x7fffffff) | (${signs} & -2147483648)`;
  if (format === "d") {
    // The high word first: rd may be rs1, and its low word is only copied.
    return all(`x[${rd} + 1] = ${value};`, `x[${rd}] = x[${rs1}];`);
  }
  return some(`if (${areBoxed(rs1, rs2)}) {`, `x[${rd}] = ${value};`, `x[${rd} + 1] = -1;`, "break;", "}");
}
