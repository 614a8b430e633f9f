// Lowers float operations: a call of the float unit, which is exact, and before it, where the
// operation's form fixes the rounding mode to one that the host can do, the short cut.
//
// The short cut for arithmetic needs round to nearest even and the inexact flag already up: then
// the host's arithmetic gives the same bits, and a normal result raises no other flag.

import type { FloatFormat, FloatOp } from "../src/isa/ir.ts";
import type { Lowering } from "./lowering.ts";

/** The double temporaries that cases share. */
export const doubles: readonly string[] = ["r0", "r1"];

const HOST: Partial<Record<FloatOp, string>> = { add: "+", sub: "-", mul: "*", div: "/" };
const SMALLEST = { d: "2.2250738585072014e-308", s: "1.1754943508222875e-38" } as const;
const FCSR = "x[132]";
const RM_DYNAMIC = 7;
/** Exact operations, whose encoding has no rounding mode. */
const ignoresMode: ReadonlySet<FloatOp> = new Set(["sgnj", "sgnjn", "sgnjx", "min", "max", "eq", "lt", "le"]);

export function lowerFloat(lowering: Lowering, op: FloatOp, format: FloatFormat): void {
  const rd = lowering.index("rd");
  const rs1 = lowering.index("rs1");
  const rs2 = lowering.index("rs2");
  const operands = [format === "d" ? "DOUBLE" : "SINGLE", rd, rs1];
  if (op !== "class") operands.push(rs2);
  if (op !== "class" && !ignoresMode.has(op)) operands.push("code[ip + 1]");
  const shortCut = shortCutFor(lowering, op, format, rd, rs1, rs2);
  if (shortCut !== null) for (const line of shortCut) lowering.emit(line);
  lowering.call(`floats.${op}(${operands.join(", ")})`);
}

const operand = (format: FloatFormat, index: string): string =>
  format === "d" ? `d[${index} >> 1]` : `s[${index}]`;
const boxed = (format: FloatFormat, ...indices: string[]): string =>
  format === "d" ? "" : `${indices.map((index) => `x[${index} + 1] === -1`).join(" && ")} && `;

/** Lines that end in `break` (out of the case) when the short cut served. */
function shortCutFor(
  lowering: Lowering,
  op: FloatOp,
  format: FloatFormat,
  rd: string,
  rs1: string,
  rs2: string,
): string[] | null {
  const a = operand(format, rs1);
  const b = operand(format, rs2);
  const setResult = format === "d" ? [`d[${rd} >> 1] = r0;`] : [`s[${rd}] = r0;`, `x[${rd} + 1] = -1;`];
  const setInteger = (value: string): string[] => [`x[${rd}] = ${value};`, `x[${rd} + 1] = 0;`];
  switch (op) {
    case "add":
    case "sub":
    case "mul":
    case "div":
    case "sqrt": {
      if (lowering.fixed("rm") !== RM_DYNAMIC) return null;
      const value = op === "sqrt" ? `Math.sqrt(${a})` : `${a} ${HOST[op]} ${b}`;
      const both = op === "sqrt" ? [rs1] : [rs1, rs2];
      return [
        `if (${boxed(format, ...both)}(${FCSR} & 0xe1) === 1) {`,
        `r0 = ${format === "d" ? value : `Math.fround(${value})`};`,
        "r1 = Math.abs(r0);",
        `if (r1 > ${SMALLEST[format]} && r1 < Infinity) {`,
        ...setResult,
        "break;",
        "}",
        "}",
      ];
    }
    case "eq":
    case "lt":
    case "le": {
      const sign = { eq: "===", lt: "<", le: "<=" }[op];
      return [
        `r0 = ${a};`,
        `r1 = ${b};`,
        `if (${boxed(format, rs1, rs2)}r0 === r0 && r1 === r1) {`,
        ...setInteger(`r0 ${sign} r1 ? 1 : 0`),
        "break;",
        "}",
      ];
    }
    case "min":
    case "max": {
      const sign = op === "min" ? "<" : ">";
      const copy = (from: string): string[] => [
        `x[${rd}] = x[${from}];`,
        `x[${rd} + 1] = x[${from} + 1];`,
        "break;",
      ];
      return [
        `r0 = ${a};`,
        `r1 = ${b};`,
        `if (${boxed(format, rs1, rs2)}r0 ${sign} r1) {`,
        ...copy(rs1),
        `} else if (${boxed(format, rs1, rs2)}r1 ${sign} r0) {`,
        ...copy(rs2),
        "}",
      ];
    }
    default:
      return null;
  }
}
