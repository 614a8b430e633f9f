// Builds small ELF files, right and wrong ones, from what a test says.

import { assemble } from "@keel/hart/assembler";

export interface SegmentSpec {
  readonly va: number;
  readonly bytes?: Uint8Array;
  /** Bytes in memory; default: those of `bytes`. */
  readonly memorySize?: number;
  /** Claimed size in the file, if it shall not be the true one. */
  readonly fileSize?: number;
  readonly fileOffset?: number;
  /** PF_…: 4 read, 2 write, 1 execute. */
  readonly flags: number;
  /** Program header type; default PT_LOAD. */
  readonly type?: number;
  readonly align?: number;
}

export interface ElfSpec {
  readonly segments: readonly SegmentSpec[];
  readonly entry?: number;
  readonly type?: number;
  /** Changes the finished bytes: for damage. */
  readonly patch?: (view: DataView) => void;
}

const PAGE = 4096;

/** Each segment's bytes stand at the next file offset that is congruent to its address. */
export function buildElf(spec: ElfSpec): Uint8Array {
  const headersSize = 64 + spec.segments.length * 56;
  let offset = headersSize;
  const places = spec.segments.map(({ bytes, va }) => {
    offset = Math.ceil(offset / PAGE) * PAGE + (va % PAGE);
    const at = offset;
    offset += bytes?.length ?? 0;
    return at;
  });
  const file = new Uint8Array(offset);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, spec.type ?? 2, true);
  view.setUint16(18, 243, true);
  view.setUint32(20, 1, true);
  setU64(view, 24, spec.entry ?? spec.segments[0]?.va ?? 0);
  setU64(view, 32, 64);
  view.setUint32(48, 5, true);
  view.setUint16(52, 64, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, spec.segments.length, true);
  for (const [i, segment] of spec.segments.entries()) {
    const at = 64 + i * 56;
    const place = segment.fileOffset ?? (places[i] as number);
    const size = segment.bytes?.length ?? 0;
    view.setUint32(at, segment.type ?? 1, true);
    view.setUint32(at + 4, segment.flags, true);
    setU64(view, at + 8, place);
    setU64(view, at + 16, segment.va);
    setU64(view, at + 24, segment.va);
    setU64(view, at + 32, segment.fileSize ?? size);
    setU64(view, at + 40, segment.memorySize ?? size);
    setU64(view, at + 48, segment.align ?? PAGE);
    if (segment.bytes !== undefined) file.set(segment.bytes, places[i]);
  }
  spec.patch?.(view);
  return file;
}

export const TEXT_VA = 0x10000;
export const DATA_VA = 0x20000;
export const DATA_SIZE = 0x4000;

/**
 * A static program: `source` is assembled at TEXT_VA; DATA_SIZE writable zero bytes stand at DATA_VA. The
 * calls that tests use are named: `sys exit_group` loads a7 and traps.
 */
export function program(source: string): Uint8Array {
  const text = assemble(expandCalls(source), TEXT_VA);
  return buildElf({
    segments: [
      { va: TEXT_VA, bytes: text, flags: 5 },
      { va: DATA_VA, memorySize: DATA_SIZE, flags: 6 },
    ],
  });
}

const NUMBERS: Readonly<Record<string, number>> = {
  write: 64,
  exit: 93,
  exit_group: 94,
  set_tid_address: 96,
  futex: 98,
  set_robust_list: 99,
  nanosleep: 101,
  setitimer: 103,
  sched_yield: 124,
  kill: 129,
  tgkill: 131,
  sigaltstack: 132,
  rt_sigsuspend: 133,
  rt_sigaction: 134,
  rt_sigprocmask: 135,
  rt_sigtimedwait: 137,
  rt_sigreturn: 139,
  setpgid: 154,
  setsid: 157,
  getpid: 172,
  getppid: 173,
  gettid: 178,
  brk: 214,
  munmap: 215,
  clone: 220,
  execve: 221,
  mmap: 222,
  mprotect: 226,
  wait4: 260,
  read: 63,
};

function expandCalls(source: string): string {
  return source.replace(/\bsys\s+(\w+)/g, (_, name: string) => {
    const nr = NUMBERS[name];
    if (nr === undefined) throw new Error(`no such call in the tests: ${name}`);
    return `li a7, ${nr}\n ecall`;
  });
}

function setU64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value >>> 0, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
}
