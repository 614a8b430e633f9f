// The A extension: load-reserved, store-conditional and atomic memory operations.

import { define, type Instruction } from "./instruction.ts";
import type { AtomicOp } from "./ir.ts";

const widths = [
  [4, "w", "010"],
  [8, "d", "011"],
] as const;

const amo = (op: AtomicOp, funct5: string): Instruction[] =>
  widths.map(([width, suffix, funct3]) =>
    define(`amo${op}.${suffix}`, `${funct5} aqrl rs2 rs1 ${funct3} rd 0101111`, "rd, rs2, (rs1)", {
      kind: "atomic",
      op,
      width,
    }),
  );

export const rvA: readonly Instruction[] = [
  ...widths.map(([width, suffix, funct3]) =>
    define(`lr.${suffix}`, `00010 aqrl 00000 rs1 ${funct3} rd 0101111`, "rd, (rs1)", {
      kind: "loadReserved",
      width,
    }),
  ),
  ...widths.map(([width, suffix, funct3]) =>
    define(`sc.${suffix}`, `00011 aqrl rs2 rs1 ${funct3} rd 0101111`, "rd, rs2, (rs1)", {
      kind: "storeConditional",
      width,
    }),
  ),
  ...amo("swap", "00001"),
  ...amo("add", "00000"),
  ...amo("xor", "00100"),
  ...amo("and", "01100"),
  ...amo("or", "01000"),
  ...amo("min", "10000"),
  ...amo("max", "10100"),
  ...amo("minu", "11000"),
  ...amo("maxu", "11100"),
];
