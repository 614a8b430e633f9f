// The ELF loader: reads a program's headers and puts its segments into a fresh address space. Pages come from the
// file on the first touch. An error leaves half a space behind: the caller throws the whole space away.

import {
  ELF64_EHDR_SIZE,
  ELF64_PHDR_SIZE,
  ENOEXEC,
  ENOMEM,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_PRIVATE,
  PROT_WRITE,
} from "@keel/abi";
import type { File } from "@keel/dfs";
import { type Blocking, settle } from "@keel/kernel";
import { utf8Decode } from "@keel/klib";
import { type Aspace, type MemObject, PIE_BASE, pageDown, pageUp } from "@keel/mm";
import { type ElfImage, type ElfSegment, parseElfHeader, parseElfImage } from "./elf-image.ts";

export interface LoadedImage {
  readonly entry: number;
  /** Added to every address of the file. */
  readonly bias: number;
  /** AT_PHDR; 0 when the headers are not in memory. */
  readonly phdrVa: number;
  readonly phdrCount: number;
  /** One past the last page. */
  readonly end: number;
}

/** Where a position-independent image goes: programs at PIE_BASE, their dynamic loader among the mappings. */
export type ImagePlace = "program" | "interpreter";

/** Reads and checks the headers: the image, -ENOEXEC, -EINVAL, -EIO. */
export function* readElfImage(file: File): Blocking<ElfImage | number> {
  const start = yield* readExactly(file, 0, ELF64_EHDR_SIZE);
  if (typeof start === "number") return start;
  const header = parseElfHeader(start);
  if (typeof header === "number") return header;
  const phdrs = yield* readExactly(file, header.phdrOffset, header.phdrCount * ELF64_PHDR_SIZE);
  if (typeof phdrs === "number") return phdrs;
  return parseElfImage(header, phdrs, file.vnode === null ? 0 : file.vnode.size);
}

/** The path in PT_INTERP, or null when the image has none; -ENOEXEC when it is not one string. */
export function* readInterpreterPath(file: File, image: ElfImage): Blocking<string | null | number> {
  if (image.interpreter === null) return null;
  const bytes = yield* readExactly(file, image.interpreter.offset, image.interpreter.size);
  if (typeof bytes === "number") return bytes;
  const path = bytes.subarray(0, -1);
  return bytes.at(-1) !== 0 || path.includes(0) ? -ENOEXEC : utf8Decode(path);
}

/** Maps every segment of `image` from `object`. The image, or -ENOMEM, -EINVAL, -EIO. Does not block. */
export function loadImage(
  space: Aspace,
  object: MemObject,
  image: ElfImage,
  place: ImagePlace,
): LoadedImage | number {
  const bias = biasFor(space, image, place);
  if (bias < 0) return bias;
  for (const segment of image.segments) {
    const error = mapSegment(space, object, segment, bias);
    if (error < 0) return error;
  }
  return {
    entry: image.entry + bias,
    bias,
    phdrVa: image.phdrVa === 0 ? 0 : image.phdrVa + bias,
    phdrCount: image.phdrCount,
    end: image.end + bias,
  };
}

function biasFor(space: Aspace, image: ElfImage, place: ImagePlace): number {
  if (!image.isPositionIndependent) return 0;
  const { alignment } = image;
  const aligned = (va: number): number => Math.floor(va / alignment) * alignment;
  if (place === "program") return aligned(PIE_BASE + alignment - 1) - image.start;
  const va = space.findFree(image.end - image.start + alignment);
  return va < 0 ? va : aligned(va + alignment - 1) - image.start;
}

function mapSegment(space: Aspace, object: MemObject, segment: ElfSegment, bias: number): number {
  const va = segment.va + bias;
  const { prot } = segment;
  const fileEnd = va + segment.fileSize;
  const memoryEnd = va + segment.memorySize;
  const flags = MAP_PRIVATE | MAP_FIXED;
  let bssStart = pageDown(va);
  if (segment.fileSize > 0) {
    const offset = pageDown(segment.fileOffset);
    bssStart = pageUp(fileEnd);
    const mapped = space.map({
      va: pageDown(va),
      length: bssStart - pageDown(va),
      prot,
      flags,
      object,
      offset,
    });
    if (mapped < 0) return mapped;
    if (memoryEnd > fileEnd && (prot & PROT_WRITE) !== 0) {
      // The file's bytes after the segment share its last page. They give way to zeros up to the page's end: a dynamic
      // loader takes what follows its own data as fresh memory.
      const error = space.fill(fileEnd, bssStart - fileEnd, 0);
      if (error < 0) return error === -ENOMEM ? error : -ENOEXEC;
    }
  }
  if (pageUp(memoryEnd) <= bssStart) return 0;
  const bss = space.map({
    va: bssStart,
    length: pageUp(memoryEnd) - bssStart,
    prot,
    flags: flags | MAP_ANONYMOUS,
  });
  return Math.min(0, bss);
}

/** `length` bytes at `offset`, or -ENOEXEC when the file ends before. */
function* readExactly(file: File, offset: number, length: number): Blocking<Uint8Array | number> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = yield* settle(file.pread(bytes.subarray(done), offset + done));
    if (count < 0) return count;
    if (count === 0) return -ENOEXEC;
    done += count;
  }
  return bytes;
}
