// Register and CSR names as assembly writes them (RISC-V calling convention names).

import { CSR_CYCLE, CSR_FCSR, CSR_FFLAGS, CSR_FRM, CSR_INSTRET, CSR_TIME } from "../csr.ts";
import type { RegisterClass } from "./pattern.ts";

export const xNames: readonly string[] =
  "zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6".split(
    " ",
  );

export const fNames: readonly string[] = (
  "ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 " +
  "fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11"
).split(" ");

/** By the value of the rm field; 5 and 6 do not exist. */
export const roundingModes: readonly string[] = ["rne", "rtz", "rdn", "rup", "rmm", "", "", "dyn"];

export const csrNames: ReadonlyMap<number, string> = new Map([
  [CSR_FFLAGS, "fflags"],
  [CSR_FRM, "frm"],
  [CSR_FCSR, "fcsr"],
  [CSR_CYCLE, "cycle"],
  [CSR_TIME, "time"],
  [CSR_INSTRET, "instret"],
]);

/** The number of a register called `name` ("a0", "x10", "fp"), or -1. */
export function registerNumber(name: string, file: RegisterClass): number {
  if (file === "x" && name === "fp") return 8;
  const named = (file === "x" ? xNames : fNames).indexOf(name);
  if (named >= 0) return named;
  const plain = /^([xf])(\d+)$/.exec(name);
  return plain !== null && plain[1] === file && Number(plain[2]) < 32 ? Number(plain[2]) : -1;
}

/** The number of a CSR by name, or -1. */
export function csrNumber(name: string): number {
  for (const [number, known] of csrNames) if (known === name) return number;
  return -1;
}
