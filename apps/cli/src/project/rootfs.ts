// What a root file system image holds, as far as a build has to know: which ABI its programs are made for.

import { createHash } from "node:crypto";
import { EM_RISCV } from "@keel/abi";
import { gunzip, isGzip, TarReader } from "@keel/dfs";
import { UsageError } from "../arguments.ts";

const ELF_MAGIC = 0x7f454c46;
const ELFCLASS64 = 2;
const E_MACHINE = 18;
const ELF_HEADER_SIZE = 20;

export interface RootfsFacts {
  readonly sha256: string;
  /** "riscv64-linux", or "" when there is no program in it. */
  readonly abi: string;
}

/** Throws UsageError when a program in it is made for another machine: it could never run. */
export function rootfsFacts(bytes: Uint8Array, path: string): RootfsFacts {
  let abi = "";
  const reader = new TarReader(isGzip(bytes) ? gunzip(bytes) : bytes);
  for (let entry = reader.next(); entry !== null; entry = reader.next()) {
    const { data } = entry;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    if (data.length < ELF_HEADER_SIZE || view.getUint32(0) !== ELF_MAGIC) continue;
    const isLittle = data[5] === 1;
    const machine = view.getUint16(E_MACHINE, isLittle);
    if (machine !== EM_RISCV || data[4] !== ELFCLASS64) {
      throw new UsageError(
        `${path}: the program /${entry.path} in it is made for another ABI (ELF machine ${machine}, ${data[4] === ELFCLASS64 ? 64 : 32} bits); this kernel runs riscv64 Linux programs. Build it with: zig cc -target riscv64-linux-musl -static`,
      );
    }
    abi = "riscv64-linux";
  }
  return { sha256: createHash("sha256").update(bytes).digest("hex"), abi };
}
