// The first stack of a program: strings at the top, below them the auxiliary vector, the environment, the
// arguments and argc, as the psABI and Linux lay them out. Built as bytes, then copied out in one go.

import {
  AT_BASE,
  AT_CLKTCK,
  AT_EGID,
  AT_ENTRY,
  AT_EUID,
  AT_EXECFN,
  AT_FLAGS,
  AT_GID,
  AT_HWCAP,
  AT_NULL,
  AT_PAGESZ,
  AT_PHDR,
  AT_PHENT,
  AT_PHNUM,
  AT_RANDOM,
  AT_SECURE,
  AT_UID,
  E2BIG,
  ELF64_PHDR_SIZE,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_GROWSDOWN,
  MAP_PRIVATE,
  PAGE_SIZE,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import { type Aspace, pageDown, STACK_TOP } from "@keel/mm";
import type { Credentials } from "./credentials.ts";
import type { LoadedImage } from "./elf-loader.ts";

/** Clock ticks per second that times(2) and /proc count in. */
export const CLOCK_TICKS = 100;
/** Longest single argument or environment string, with its NUL. */
export const ARG_STRING_MAX: number = 32 * PAGE_SIZE;
/** All strings and pointers together: at most this, and a quarter of the stack limit. */
export const ARG_TOTAL_MAX: number = 6 << 20;
/** One bit for each single-letter extension: IMAFDC, what the hart has. */
const HWCAP: number = [..."IMAFDC"].reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) - 65)), 0);
const WORD = 8;

export interface ProgramStart {
  readonly argv: readonly Uint8Array[];
  readonly envp: readonly Uint8Array[];
  /** The path the program was started by. */
  readonly execFn: Uint8Array;
  readonly program: LoadedImage;
  /** Where the dynamic loader was loaded; 0 without one. */
  readonly interpreterBase: number;
  readonly credentials: Credentials;
  /** 16 bytes for AT_RANDOM. */
  readonly random: Uint8Array;
  readonly hasExecutableStack: boolean;
}

/** 0, or -E2BIG when arguments and environment are too large for a stack of `stackLimit` bytes. */
export function checkArgs(
  argv: readonly Uint8Array[],
  envp: readonly Uint8Array[],
  stackLimit: number,
): number {
  let total = 0;
  for (const strings of [argv, envp]) {
    for (const string of strings) {
      if (string.length + 1 > ARG_STRING_MAX) return -E2BIG;
      total += string.length + 1 + WORD;
    }
  }
  return total > Math.min(ARG_TOTAL_MAX, stackLimit / 4) ? -E2BIG : 0;
}

/** Maps the stack and fills it: the first sp, or -ENOMEM. */
export function buildStack(space: Aspace, start: ProgramStart): number {
  const prot = PROT_READ | PROT_WRITE | (start.hasExecutableStack ? PROT_EXEC : 0);
  const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_GROWSDOWN;
  const { bytes, sp } = layOut(start);
  const bottom = pageDown(sp) - PAGE_SIZE;
  const mapped = space.map({ va: bottom, length: STACK_TOP - bottom, prot, flags, name: "[stack]" });
  if (mapped < 0) return mapped;
  const error = space.copyOut(sp, bytes);
  return error < 0 ? error : sp;
}

function layOut(start: ProgramStart): { bytes: Uint8Array; sp: number } {
  let top = STACK_TOP - WORD;
  const strings: { va: number; bytes: Uint8Array }[] = [];
  const place = (bytes: Uint8Array, terminator: number): number => {
    top -= bytes.length + terminator;
    strings.push({ va: top, bytes });
    return top;
  };
  const placeAll = (list: readonly Uint8Array[]): number[] => list.map((string) => place(string, 1));
  const execFn = place(start.execFn, 1);
  const envp = placeAll([...start.envp].reverse()).reverse();
  const argv = placeAll([...start.argv].reverse()).reverse();
  const random = place(start.random, 0);
  const words = [argv.length, ...argv, 0, ...envp, 0, ...auxiliaryVector(start, execFn, random)];
  const sp = alignDown16(alignDown16(top) - words.length * WORD);
  const bytes = new Uint8Array(STACK_TOP - sp);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of words.entries()) {
    view.setUint32(i * WORD, word >>> 0, true);
    view.setUint32(i * WORD + 4, Math.floor(word / 0x1_0000_0000), true);
  }
  for (const string of strings) bytes.set(string.bytes, string.va - sp);
  return { bytes, sp };
}

function auxiliaryVector(start: ProgramStart, execFn: number, random: number): number[] {
  const { program, credentials } = start;
  const entries: readonly (readonly [number, number])[] = [
    [AT_HWCAP, HWCAP],
    [AT_PAGESZ, PAGE_SIZE],
    [AT_CLKTCK, CLOCK_TICKS],
    [AT_PHDR, program.phdrVa],
    [AT_PHENT, ELF64_PHDR_SIZE],
    [AT_PHNUM, program.phdrCount],
    [AT_BASE, start.interpreterBase],
    [AT_FLAGS, 0],
    [AT_ENTRY, program.entry],
    [AT_UID, credentials.uid],
    [AT_EUID, credentials.euid],
    [AT_GID, credentials.gid],
    [AT_EGID, credentials.egid],
    [AT_SECURE, 0],
    [AT_RANDOM, random],
    [AT_EXECFN, execFn],
    [AT_NULL, 0],
  ];
  return entries.flat();
}

function alignDown16(va: number): number {
  return va - (va % 16);
}
