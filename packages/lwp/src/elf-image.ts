// ElfImage: what an ELF64 file asks for, read and checked without touching anything: the loader then only acts.
// System V gABI chapter 5, RISC-V psABI. The file is a claim like any user memory: each number is checked.

import {
  EF_RISCV_RVE,
  EI_CLASS,
  EI_DATA,
  EI_VERSION,
  EINVAL,
  ELF64_EHDR_SIZE,
  ELF64_PHDR_SIZE,
  ELFCLASS64,
  ELFDATA2LSB,
  ELFMAG,
  EM_RISCV,
  ENOEXEC,
  ET_DYN,
  ET_EXEC,
  EV_CURRENT,
  PAGE_SIZE,
  PF_R,
  PF_W,
  PF_X,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
  PT_GNU_STACK,
  PT_INTERP,
  PT_LOAD,
  PT_PHDR,
} from "@keel/abi";
import { pageDown, pageUp, USER_TOP } from "@keel/mm";

/** A PT_LOAD segment; addresses before the load bias. */
export interface ElfSegment {
  readonly va: number;
  readonly fileOffset: number;
  readonly fileSize: number;
  readonly memorySize: number;
  /** PROT_… */
  readonly prot: number;
}

export interface ElfHeader {
  readonly isPositionIndependent: boolean;
  readonly entry: number;
  readonly phdrOffset: number;
  readonly phdrCount: number;
}

export interface ElfImage extends ElfHeader {
  /** In order of addresses, none overlapping another. At least one. */
  readonly segments: readonly ElfSegment[];
  /** Where the program headers are once loaded, before the bias; 0 when no segment holds them. */
  readonly phdrVa: number;
  /** First page and page end of the segments, before the bias. */
  readonly start: number;
  readonly end: number;
  /** Largest alignment a segment asks for, at least a page. */
  readonly alignment: number;
  /** Where the dynamic loader's path stands in the file, or null. */
  readonly interpreter: { readonly offset: number; readonly size: number } | null;
  readonly hasExecutableStack: boolean;
}

/** The most program headers there may be: as Linux, 64 KiB of them. */
const PHDR_COUNT_MAX: number = Math.floor(65536 / ELF64_PHDR_SIZE);
const INTERPRETER_PATH_MAX = 4096;

/** Reads the first 64 bytes of a file: the header, or -ENOEXEC when it is no program for this machine. */
export function parseElfHeader(bytes: Uint8Array): ElfHeader | number {
  if (bytes.length < ELF64_EHDR_SIZE) return -ENOEXEC;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0, true) !== ELFMAG) return -ENOEXEC;
  if (bytes[EI_CLASS] !== ELFCLASS64 || bytes[EI_DATA] !== ELFDATA2LSB) return -ENOEXEC;
  if (bytes[EI_VERSION] !== EV_CURRENT || view.getUint16(18, true) !== EM_RISCV) return -ENOEXEC;
  if ((view.getUint32(48, true) & EF_RISCV_RVE) !== 0) return -ENOEXEC;
  const type = view.getUint16(16, true);
  const phdrCount = view.getUint16(56, true);
  if (type !== ET_EXEC && type !== ET_DYN) return -ENOEXEC;
  if (view.getUint16(54, true) !== ELF64_PHDR_SIZE || phdrCount === 0 || phdrCount > PHDR_COUNT_MAX)
    return -ENOEXEC;
  return {
    isPositionIndependent: type === ET_DYN,
    entry: readU64(view, 24),
    phdrOffset: readU64(view, 32),
    phdrCount,
  };
}

/** Reads the program headers (phdrCount * 56 bytes): the image; -ENOEXEC or -EINVAL when it cannot be loaded. */
export function parseElfImage(header: ElfHeader, bytes: Uint8Array, fileSize: number): ElfImage | number {
  if (bytes.length < header.phdrCount * ELF64_PHDR_SIZE) return -ENOEXEC;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const segments: ElfSegment[] = [];
  let interpreter: ElfImage["interpreter"] = null;
  let hasExecutableStack = false;
  let phdrVa = 0;
  let alignment = PAGE_SIZE;
  for (let i = 0; i < header.phdrCount; i++) {
    const at = i * ELF64_PHDR_SIZE;
    const flags = view.getUint32(at + 4, true);
    switch (view.getUint32(at, true)) {
      case PT_LOAD: {
        const segment = parseSegment(view, at, fileSize);
        if (typeof segment === "number") return segment;
        if (segment.memorySize > 0) segments.push(segment);
        alignment = Math.max(alignment, alignmentOf(readU64(view, at + 48)));
        break;
      }
      case PT_PHDR:
        phdrVa = readU64(view, at + 16);
        break;
      case PT_INTERP: {
        const size = readU64(view, at + 32);
        const offset = readU64(view, at + 8);
        if (size < 2 || size > INTERPRETER_PATH_MAX || offset + size > fileSize) return -ENOEXEC;
        interpreter = { offset, size };
        break;
      }
      case PT_GNU_STACK:
        hasExecutableStack = (flags & PF_X) !== 0;
        break;
    }
  }
  segments.sort((a, b) => a.va - b.va);
  const first = segments[0];
  const last = segments.at(-1);
  if (first === undefined || last === undefined || overlap(segments)) return -ENOEXEC;
  if (phdrVa === 0) phdrVa = phdrAddress(header, segments);
  const start = pageDown(first.va);
  const end = pageUp(last.va + last.memorySize);
  return { ...header, segments, phdrVa, start, end, alignment, interpreter, hasExecutableStack };
}

function parseSegment(view: DataView, at: number, fileSize: number): ElfSegment | number {
  const flags = view.getUint32(at + 4, true);
  const fileOffset = readU64(view, at + 8);
  const va = readU64(view, at + 16);
  const sizeInFile = readU64(view, at + 32);
  const memorySize = readU64(view, at + 40);
  if (sizeInFile > memorySize || memorySize > USER_TOP || va > USER_TOP - memorySize) return -EINVAL;
  if (sizeInFile > 0 && fileOffset % PAGE_SIZE !== va % PAGE_SIZE) return -EINVAL;
  // Linux would let a truncated file start and die of SIGBUS on the first missing page.
  if (fileOffset + sizeInFile > fileSize) return -ENOEXEC;
  let prot = 0;
  if ((flags & PF_R) !== 0) prot |= PROT_READ;
  if ((flags & PF_W) !== 0) prot |= PROT_WRITE;
  if ((flags & PF_X) !== 0) prot |= PROT_EXEC;
  return { va, fileOffset, fileSize: sizeInFile, memorySize, prot };
}

function overlap(segments: readonly ElfSegment[]): boolean {
  return segments.some((segment, i) => {
    const before = segments[i - 1];
    return before !== undefined && before.va + before.memorySize > segment.va;
  });
}

/** The program headers are in memory when a segment covers their place in the file. */
function phdrAddress(header: ElfHeader, segments: readonly ElfSegment[]): number {
  const { phdrOffset } = header;
  for (const { fileOffset, fileSize, va } of segments) {
    if (fileOffset <= phdrOffset && phdrOffset < fileOffset + fileSize) return va + phdrOffset - fileOffset;
  }
  return 0;
}

/** What is no power of two between a page and 1 GiB is not heeded, as Linux does. */
function alignmentOf(value: number): number {
  const isPower = value > 0 && Number.isInteger(Math.log2(value));
  return isPower && value <= 2 ** 30 ? Math.max(value, PAGE_SIZE) : PAGE_SIZE;
}

function readU64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
}
