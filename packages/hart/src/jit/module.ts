// The module around the functions of some regions: it imports the machine's memory and the table
// of translated code, and exports a function per region.

import { FIRST_REGION, writeFused, writeSumToOdd } from "./fused-functions.ts";
import type { JitLayout } from "./layout.ts";
import * as op from "./opcodes.ts";
import type { RegionCode, Site } from "./region.ts";
import { RegionEmitter } from "./region-emitter.ts";
import type { WasmWriter } from "./wasm-writer.ts";

const SECTION_TYPE = 1;
const SECTION_IMPORT = 2;
const SECTION_FUNCTION = 3;
const SECTION_EXPORT = 7;
const SECTION_CODE = 10;
const EXTERNAL_FUNCTION = 0;
const EXTERNAL_TABLE = 1;
const EXTERNAL_MEMORY = 2;
const LIMITS_MAXIMUM = 1;
const TYPE_REGION = 0;
const TYPE_SUM = 1;
const TYPE_FUSED = 2;

export interface ModulePlan {
  readonly layout: JitLayout;
  readonly ramOffset: number;
  /** 64 KiB pages of the memory to be imported; it never grows. */
  readonly memoryPages: number;
  readonly tableSize: number;
  /** The host has a fused multiply-add (host-fused-add.ts). */
  readonly isFused: boolean;
}

/** What the imports and the exports are called. */
export const IMPORTS = "m";
export const MEMORY = "m";
export const TABLE = "t";
export const exportName = (index: number): string => `f${index}`;

/** Writes a module with these regions, numbered from `first` on; returns the sites of each. */
export function writeModule(
  w: WasmWriter,
  plan: ModulePlan,
  regions: readonly RegionCode[],
  first: number,
): (readonly Site[])[] {
  w.clear();
  for (const byte of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) w.byte(byte);
  section(w, SECTION_TYPE, () => {
    w.unsigned(3);
    functionType(w, 2, op.TYPE_I32);
    functionType(w, 2, op.TYPE_F64);
    functionType(w, 3, op.TYPE_F64);
  });
  section(w, SECTION_IMPORT, () => {
    w.unsigned(2);
    w.name(IMPORTS);
    w.name(MEMORY);
    w.byte(EXTERNAL_MEMORY);
    w.byte(LIMITS_MAXIMUM);
    w.unsigned(plan.memoryPages);
    w.unsigned(plan.memoryPages);
    w.name(IMPORTS);
    w.name(TABLE);
    w.byte(EXTERNAL_TABLE);
    w.byte(op.TYPE_FUNCREF);
    w.byte(LIMITS_MAXIMUM);
    w.unsigned(plan.tableSize);
    w.unsigned(plan.tableSize);
  });
  section(w, SECTION_FUNCTION, () => {
    w.unsigned(FIRST_REGION + regions.length);
    w.unsigned(TYPE_SUM);
    w.unsigned(TYPE_FUSED);
    for (let i = 0; i < regions.length; i++) w.unsigned(TYPE_REGION);
  });
  section(w, SECTION_EXPORT, () => {
    w.unsigned(regions.length);
    for (let i = 0; i < regions.length; i++) {
      w.name(exportName(i));
      w.byte(EXTERNAL_FUNCTION);
      w.unsigned(FIRST_REGION + i);
    }
  });
  const sites: (readonly Site[])[] = [];
  section(w, SECTION_CODE, () => {
    w.unsigned(FIRST_REGION + regions.length);
    for (const body of [writeSumToOdd, writeFused]) {
      const at = w.open();
      body(w);
      w.close(at);
    }
    regions.forEach((code, i) => {
      const at = w.open();
      sites.push(new RegionEmitter(w, plan, code).emit(first + i));
      w.close(at);
    });
  });
  return sites;
}

/** A function of `count` parameters of a type, and a result of the same. */
function functionType(w: WasmWriter, count: number, type: number): void {
  w.byte(op.TYPE_FUNC);
  w.unsigned(count);
  for (let i = 0; i < count; i++) w.byte(type);
  w.unsigned(1);
  w.byte(type);
}

function section(w: WasmWriter, id: number, content: () => void): void {
  w.byte(id);
  const at = w.open();
  content();
  w.close(at);
}
