// Which instructions the translator takes. The others end a block; the interpreter runs them.

import { CSR_FCSR, CSR_FFLAGS, CSR_FRM } from "../csr.ts";
import type { Instruction } from "../isa/instruction.ts";
import type { FloatOp } from "../isa/ir.ts";
import type { Operands } from "../isa/pattern.ts";

const RM_NEAREST = 0;
const RM_TOWARD_ZERO = 1;
const RM_DYNAMIC = 7;

export function isTranslatable(instruction: Instruction, operands: Operands): boolean {
  const { does } = instruction;
  switch (does.kind) {
    case "set":
    case "load":
    case "store":
    case "jump":
    case "branch":
    case "fence":
    case "atomic":
    case "loadReserved":
    case "storeConditional":
      return true;
    case "csr":
      return operands.imm === CSR_FFLAGS || operands.imm === CSR_FRM || operands.imm === CSR_FCSR;
    case "float":
      return floatIsTranslatable(does.op, operands.rm);
    case "trap":
      return false;
    default:
      return does satisfies never;
  }
}

function floatIsTranslatable(op: FloatOp, rm: number): boolean {
  switch (op) {
    case "add":
    case "sub":
    case "mul":
    case "div":
    case "sqrt":
    case "narrow":
    case "fromW":
    case "fromWu":
    case "fromL":
    case "fromLu":
      return rm === RM_DYNAMIC || rm === RM_NEAREST;
    case "madd":
    case "msub":
    case "nmsub":
    case "nmadd":
      return rm === RM_DYNAMIC || rm === RM_NEAREST;
    case "toW":
    case "toL":
      return rm === RM_TOWARD_ZERO;
    case "sgnj":
    case "sgnjn":
    case "sgnjx":
    case "min":
    case "max":
    case "eq":
    case "lt":
    case "le":
    case "widen":
      return true;
    case "class":
    case "toWu":
    case "toLu":
      return false;
    default:
      return op satisfies never;
  }
}
