// Lowers loads, stores and atomic operations. The address tables (address-tables.ts) turn an
// address into an offset in RAM; whatever they do not cover, the interpreter does.

import { CTX_RESERVED, CTX_RESERVED_ADDRESS, CTX_RESERVED_VALUE } from "../context.ts";
import type { AtomicOp, Extend, RegisterValue, Value, Width } from "../isa/ir.ts";
import { PAGE_SHIFT } from "../sv39.ts";
import { ADDRESS, CONTEXT, type Emitter, SUM, T0, T1 } from "./emitter.ts";
import * as op from "./opcodes.ts";
import { lowerRegister, lowerValue } from "./value-lowering.ts";

const TABLE_ENTRY_SHIFT = 3;
const LOADS: Readonly<Record<"signed" | "unsigned", Readonly<Record<Width, number>>>> = {
  signed: { 1: op.I64_LOAD8_S, 2: op.I64_LOAD16_S, 4: op.I64_LOAD32_S, 8: op.I64_LOAD },
  unsigned: { 1: op.I64_LOAD8_U, 2: op.I64_LOAD16_U, 4: op.I64_LOAD32_U, 8: op.I64_LOAD },
};
const STORES: Readonly<Record<Width, number>> = {
  1: op.I64_STORE8,
  2: op.I64_STORE16,
  4: op.I64_STORE32,
  8: op.I64_STORE,
};

/** Leaves the i32 to which ramOffset is to be added, having seen to it that all `width` bytes are there. */
function translate(e: Emitter, address: Value, width: Width, table: number): void {
  const { w, layout } = e;
  lowerValue(e, address);
  w.tee(ADDRESS);
  w.i64(PAGE_SHIFT - TABLE_ENTRY_SHIFT);
  w.byte(op.I64_SHR_U);
  w.byte(op.I32_WRAP_I64);
  w.i32((layout.entries - 1) << TABLE_ENTRY_SHIFT);
  w.byte(op.I32_AND);
  w.memory(op.I64_LOAD, table);
  w.get(ADDRESS);
  w.byte(op.I64_ADD);
  w.tee(SUM);
  w.i64(-layout.window + (width - 1));
  w.byte(op.I64_AND);
  w.i64(0);
  w.byte(op.I64_NE);
  e.giveUpIf();
  place(e);
}

/** The offset found by the last `translate`. */
function place({ w }: Emitter): void {
  w.get(SUM);
  w.byte(op.I32_WRAP_I64);
}

export function lowerLoad(e: Emitter, width: Width, extend: Extend, address: Value): void {
  const { w } = e;
  translate(e, address, width, e.layout.readTable);
  const rd = e.local("rd");
  if (width === 8 && e.fileOf("rd") === "f") {
    w.memory(op.F64_LOAD, e.ramOffset);
    w.set(rd);
    return;
  }
  w.memory(LOADS[extend === "signed" ? "signed" : "unsigned"][width], e.ramOffset);
  if (extend === "box") {
    w.i64(-4294967296);
    w.byte(op.I64_OR);
  }
  e.setRd();
}

export function lowerStore(e: Emitter, width: Width, address: Value, value: RegisterValue): void {
  const { w } = e;
  translate(e, address, width, e.layout.writeTable);
  if (width === 8 && e.fileOf(value.operand) === "f") {
    w.get(e.local(value.operand));
    w.memory(op.F64_STORE, e.ramOffset);
    return;
  }
  lowerRegister(e, value.operand);
  w.memory(STORES[width], e.ramOffset);
}

const rs1: Value = { kind: "register", operand: "rs1" };

export function lowerAtomic(e: Emitter, name: AtomicOp, width: 4 | 8): void {
  const { w } = e;
  translate(e, rs1, width, e.layout.writeTable);
  w.memory(LOADS.signed[width], e.ramOffset);
  w.set(T0);
  place(e);
  operand(e, width);
  w.set(T1);
  combine(e, name);
  w.memory(STORES[width], e.ramOffset);
  w.get(T0);
  e.setRd();
}

/** rs2, sign-extended so that 32-bit comparisons come out as 64-bit ones. */
function operand(e: Emitter, width: 4 | 8): void {
  lowerRegister(e, "rs2");
  if (width === 4) e.w.byte(op.I64_EXTEND32_S);
}

/** T0 and T1 combined. */
function combine({ w }: Emitter, name: AtomicOp): void {
  const both = (opcode: number): void => {
    w.get(T0);
    w.get(T1);
    w.byte(opcode);
  };
  /** T0 if it is less (or, swapped, if it is not), else T1. */
  const choose = (a: number, b: number, less: number): void => {
    w.get(a);
    w.get(b);
    both(less);
    w.byte(op.SELECT);
  };
  switch (name) {
    case "swap":
      w.get(T1);
      return;
    case "add":
      both(op.I64_ADD);
      return;
    case "xor":
      both(op.I64_XOR);
      return;
    case "and":
      both(op.I64_AND);
      return;
    case "or":
      both(op.I64_OR);
      return;
    case "min":
      choose(T0, T1, op.I64_LT_S);
      return;
    case "minu":
      choose(T0, T1, op.I64_LT_U);
      return;
    case "max":
      choose(T1, T0, op.I64_LT_S);
      return;
    case "maxu":
      choose(T1, T0, op.I64_LT_U);
      return;
    default:
      name satisfies never;
  }
}

export function lowerLoadReserved(e: Emitter, width: 4 | 8): void {
  const { w } = e;
  translate(e, rs1, width, e.layout.readTable);
  w.memory(LOADS.signed[width], e.ramOffset);
  w.set(T0);
  w.get(CONTEXT);
  w.i32(width);
  w.memory(op.I32_STORE, 4 * CTX_RESERVED);
  w.get(CONTEXT);
  w.get(ADDRESS);
  w.memory(op.I64_STORE, 4 * CTX_RESERVED_ADDRESS);
  w.get(CONTEXT);
  w.get(T0);
  w.memory(op.I64_STORE, 4 * CTX_RESERVED_VALUE);
  w.get(T0);
  e.setRd();
}

export function lowerStoreConditional(e: Emitter, width: 4 | 8): void {
  const { w } = e;
  translate(e, rs1, width, e.layout.writeTable);
  // Whether the reservation stands: its width and address, and memory as LR read it.
  w.memory(LOADS.signed[width], e.ramOffset);
  w.get(CONTEXT);
  w.memory(op.I64_LOAD, 4 * CTX_RESERVED_VALUE);
  w.byte(op.I64_EQ);
  w.get(CONTEXT);
  w.memory(op.I64_LOAD, 4 * CTX_RESERVED_ADDRESS);
  w.get(ADDRESS);
  w.byte(op.I64_EQ);
  w.byte(op.I32_AND);
  w.get(CONTEXT);
  w.memory(op.I32_LOAD, 4 * CTX_RESERVED);
  w.i32(width);
  w.byte(op.I32_EQ);
  w.byte(op.I32_AND);
  w.set(e.s0);
  w.get(CONTEXT);
  w.i32(0);
  w.memory(op.I32_STORE, 4 * CTX_RESERVED);
  w.get(e.s0);
  e.open(op.IF);
  place(e);
  lowerRegister(e, "rs2");
  w.memory(STORES[width], e.ramOffset);
  e.close();
  w.get(e.s0);
  w.byte(op.I32_EQZ);
  w.byte(op.I64_EXTEND_I32_U);
  e.setRd();
}
