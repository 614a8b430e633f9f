// Whether this host's f64x2.relaxed_madd and f32x4.relaxed_madd round once. The specification of
// relaxed SIMD leaves that to the host (and some hosts have no relaxed SIMD); where it is so, they
// are RISC-V's fused multiply-add.

import * as op from "./opcodes.ts";
import type { WasmWriter } from "./wasm-writer.ts";

/** Pops a, b and c of the format; pushes a * b + c. */
export function relaxedMultiplyAdd(w: WasmWriter, format: "d" | "s", load: readonly (() => void)[]): void {
  const isDouble = format === "d";
  for (const operand of load) {
    operand();
    simd(w, isDouble ? op.F64X2_SPLAT : op.F32X4_SPLAT);
  }
  simd(w, isDouble ? op.F64X2_RELAXED_MADD : op.F32X4_RELAXED_MADD);
  simd(w, isDouble ? op.F64X2_EXTRACT_LANE : op.F32X4_EXTRACT_LANE);
  w.byte(0);
}

function simd(w: WasmWriter, opcode: number): void {
  w.byte(op.SIMD_PREFIX);
  w.unsigned(opcode);
}

/** Tries it out, on a product whose last bits decide. */
export function hostIsFused(w: WasmWriter): boolean {
  w.clear();
  for (const byte of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) w.byte(byte);
  // One type, () -> f64; one function of it; exported as "f".
  for (const byte of [1, 5, 1, op.TYPE_FUNC, 0, 1, op.TYPE_F64]) w.byte(byte);
  for (const byte of [3, 2, 1, 0]) w.byte(byte);
  for (const byte of [7, 5, 1, 1, 0x66, 0, 0]) w.byte(byte);
  w.byte(10);
  const section = w.open();
  w.unsigned(1);
  const body = w.open();
  w.unsigned(0);
  relaxedMultiplyAdd(w, "d", [() => w.f64(1 + 2 ** -30), () => w.f64(1 - 2 ** -30), () => w.f64(-1)]);
  relaxedMultiplyAdd(w, "s", [() => w.f32(1 + 2 ** -13), () => w.f32(1 - 2 ** -13), () => w.f32(-1)]);
  w.byte(op.F64_PROMOTE_F32);
  w.byte(op.F64_ADD);
  w.end();
  w.close(body);
  w.close(section);
  try {
    const { f } = new WebAssembly.Instance(new WebAssembly.Module(w.written)).exports;
    return (f as () => number)() === -(2 ** -60) - 2 ** -26;
  } catch {
    // No relaxed SIMD here.
    return false;
  }
}
