// A flat user program (code and data in one image at a fixed address) that can run both on the
// hart, in bare RAM, and as a static ELF file under qemu-riscv64. It talks by `write` to descriptor
// 1 and ends by `exit`.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CAUSE_USER_ECALL, causeName, Hart, HartContext, hartSizeFor } from "../../src/index.ts";
import { engine, isEager } from "./guest.ts";

export const IMAGE_BASE = 0x10000;
const SYS_WRITE = 64;
const SYS_EXIT = 93;

export interface Outcome {
  readonly output: Uint8Array;
  readonly status: number;
}

/** Null when qemu-riscv64 is here, else why the tests that need it are skipped. */
export function qemuMissing(): string | null {
  const { error } = spawnSync("qemu-riscv64", ["--version"]);
  return error === undefined ? null : "qemu-riscv64 is not installed: nothing to compare with";
}

/** Runs the image from its first byte under qemu-riscv64. */
export function runOnQemu(image: Uint8Array): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "keel-hart-"));
  try {
    const path = join(folder, "program");
    writeFileSync(path, elf(image), { mode: 0o755 });
    const cpu = "rv64,zba=true,zbb=true,zbs=true";
    const run = spawnSync("qemu-riscv64", ["-cpu", cpu, path], { maxBuffer: 1 << 28 });
    if (run.status === null) throw new Error(`qemu-riscv64 ended by ${run.signal}`);
    return { output: new Uint8Array(run.stdout), status: run.status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs the image from its first byte on the hart, `slice` instructions at a time. */
export function runOnHart(image: Uint8Array, slice = Infinity): Outcome {
  const ramSize = Math.ceil(image.length / 65536) * 65536;
  const hartSize = hartSizeFor(ramSize);
  const ramOffset = Math.ceil((hartSize + HartContext.SIZE) / 65536) * 65536;
  const pages = (ramOffset + ramSize) / 65536;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const hartMemory = { memory, ramOffset, ramBase: IMAGE_BASE, ramSize };
  const hart = new Hart({ ...hartMemory, hartSize, engine, isEager });
  const context = new HartContext(hartMemory, hartSize);
  const ram = new Uint8Array(memory.buffer, ramOffset, ramSize);
  ram.set(image);
  context.pc = IMAGE_BASE;
  const chunks: Uint8Array[] = [];
  for (;;) {
    const cause = hart.run(context, slice);
    if (cause < 0) continue;
    if (cause !== CAUSE_USER_ECALL) {
      throw new Error(
        `${causeName(cause)} at 0x${context.pc.toString(16)}, value 0x${context.trapValue.toString(16)}`,
      );
    }
    if (context.x(17) === SYS_EXIT) {
      return { output: Uint8Array.from(chunks.flatMap((chunk) => [...chunk])), status: context.x(10) };
    }
    if (context.x(17) !== SYS_WRITE) throw new Error(`system call ${context.x(17)}`);
    const from = context.x(11) - IMAGE_BASE;
    chunks.push(ram.slice(from, from + context.x(12)));
    context.setX(10, context.x(12));
    context.pc += 4;
    context.instret++;
  }
}

/** A static ELF executable of one segment that may be read, written and executed. */
function elf(image: Uint8Array): Uint8Array {
  const HEADERS = 64 + 56;
  const OFFSET = 4096;
  const file = new Uint8Array(OFFSET + image.length);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 2, true); // ET_EXEC
  view.setUint16(18, 243, true); // EM_RISCV
  view.setUint32(20, 1, true);
  view.setUint32(24, IMAGE_BASE, true); // entry
  view.setUint32(32, 64, true); // program headers
  view.setUint32(48, 5, true); // compressed code, double-float ABI
  view.setUint16(52, 64, true);
  view.setUint16(54, HEADERS - 64, true);
  view.setUint16(56, 1, true);
  view.setUint32(64, 1, true); // PT_LOAD
  view.setUint32(68, 7, true); // rwx
  view.setUint32(72, OFFSET, true);
  view.setUint32(80, IMAGE_BASE, true);
  view.setUint32(88, IMAGE_BASE, true);
  view.setUint32(96, image.length, true);
  view.setUint32(104, image.length, true);
  view.setUint32(112, 4096, true);
  file.set(image, OFFSET);
  return file;
}
