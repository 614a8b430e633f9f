// Lowers access to the float CSRs, which compiled code touches around comparisons. fcsr is kept in
// a local and in the register file both.

import { CTX_FCSR } from "../context.ts";
import { CSR_FFLAGS, CSR_FRM } from "../csr.ts";
import { CONTEXT, type Emitter, T0 } from "./emitter.ts";
import * as op from "./opcodes.ts";
import { lowerRegister } from "./value-lowering.ts";

const FLAGS = 0x1f;
const MODE = 0xe0;
const MODE_SHIFT = 5;

export function lowerCsr(e: Emitter, name: "write" | "set" | "clear", immediate: boolean): void {
  const { w } = e;
  const { rs1, imm } = e.current.operands;
  const writes = name === "write" || rs1 !== 0;
  readCsr(e, imm);
  w.byte(op.I64_EXTEND_I32_U);
  w.set(T0);
  if (writes) {
    if (name !== "write") readCsr(e, imm);
    if (immediate) {
      w.i32(rs1);
    } else {
      lowerRegister(e, "rs1");
      w.byte(op.I32_WRAP_I64);
    }
    if (name === "set") w.byte(op.I32_OR);
    if (name === "clear") {
      w.i32(-1);
      w.byte(op.I32_XOR);
      w.byte(op.I32_AND);
    }
    merge(e, imm);
    w.set(e.fcsr);
    w.get(CONTEXT);
    w.get(e.fcsr);
    w.memory(op.I32_STORE, 4 * CTX_FCSR);
  }
  w.get(T0);
  e.setRd();
}

function readCsr({ w, fcsr }: Emitter, number: number): void {
  w.get(fcsr);
  if (number === CSR_FFLAGS) {
    w.i32(FLAGS);
    w.byte(op.I32_AND);
  } else if (number === CSR_FRM) {
    w.i32(MODE_SHIFT);
    w.byte(op.I32_SHR_U);
  }
}

/** The CSR's new value on the stack becomes fcsr's. */
function merge({ w, fcsr }: Emitter, number: number): void {
  if (number === CSR_FFLAGS || number === CSR_FRM) {
    w.i32(number === CSR_FFLAGS ? FLAGS : MODE >> MODE_SHIFT);
    w.byte(op.I32_AND);
    if (number === CSR_FRM) {
      w.i32(MODE_SHIFT);
      w.byte(op.I32_SHL);
    }
    w.get(fcsr);
    w.i32(number === CSR_FFLAGS ? MODE : FLAGS);
    w.byte(op.I32_AND);
    w.byte(op.I32_OR);
  } else {
    w.i32(0xff);
    w.byte(op.I32_AND);
  }
}
