// The instruction set of this hart: RV64IMAFDC with Zicsr, Zifencei, Zba, Zbb, Zbs and Zicond.
// The order gives every operation of the interpreter its number (see operations.ts).

import type { Compressed, Instruction } from "./instruction.ts";
import { rvA } from "./rv-a.ts";
import { rvC } from "./rv-c.ts";
import { rvD, rvF } from "./rv-fd.ts";
import { rvI } from "./rv-i.ts";
import { rvM } from "./rv-m.ts";
import { zba, zbb, zbs, zicond } from "./zb.ts";
import { zicsr } from "./zicsr.ts";

export interface Extension {
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

export const extensions: readonly Extension[] = [
  { name: "I", instructions: rvI },
  { name: "M", instructions: rvM },
  { name: "A", instructions: rvA },
  { name: "F", instructions: rvF },
  { name: "D", instructions: rvD },
  { name: "Zicsr", instructions: zicsr },
  { name: "Zba", instructions: zba },
  { name: "Zbb", instructions: zbb },
  { name: "Zbs", instructions: zbs },
  { name: "Zicond", instructions: zicond },
];

export const instructions: readonly Instruction[] = extensions.flatMap((extension) => extension.instructions);

export const compressedInstructions: readonly Compressed[] = rvC;
