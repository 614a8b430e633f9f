// What the console says when a program dies of its own fault: what happened, where, and the registers.

import { SEGV_ACCERR, SIGBUS, SIGFPE, SIGILL, SIGKILL, SIGSEGV, SIGTRAP, signaledStatus } from "@keel/abi";
import { causeName } from "@keel/hart";
import { exitGroup } from "./exit.ts";
import type { SigInfo } from "./sig-info.ts";
import type { UserThread } from "./user-thread.ts";

const REGISTER_NAMES: readonly string[] =
  "zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6".split(
    " ",
  );

const WHAT: Readonly<Record<number, string>> = {
  [SIGSEGV]: "segmentation fault",
  [SIGBUS]: "bus error",
  [SIGILL]: "illegal instruction",
  [SIGTRAP]: "breakpoint",
  [SIGFPE]: "floating-point exception",
};

/** The report of a fatal fault: `cause` is the hart's. */
export function crashReport(thread: UserThread, info: SigInfo, cause: number): string {
  const { lwp, context } = thread;
  const who =
    thread.tid === lwp.pid ? `${lwp.name}[${lwp.pid}]` : `${lwp.name}[${lwp.pid}] thread ${thread.tid}`;
  const what = WHAT[info.signo] ?? `signal ${info.signo}`;
  const why =
    info.signo === SIGSEGV ? (info.code === SEGV_ACCERR ? ", not allowed" : ", nothing mapped") : "";
  const lines = [
    `${who}: ${what} at ${address(info.address)} (${causeName(cause)}${why})`,
    ` pc   ${hex(context.pc)}${placeOf(thread, context.pc)}`,
  ];
  for (let row = 0; row < 32; row += 4) {
    const cells = [0, 1, 2, 3].map((i) => register(thread, row + i));
    lines.push(` ${cells.join("  ")}`);
  }
  return `${lines.join("\n")}\n`;
}

/** There was no page for the thread's fault: its process is ended, so that others live. */
export function outOfMemory(thread: UserThread): void {
  const { lwp } = thread;
  const { mm } = lwp.system;
  const used = lwp.aspace?.residentPages ?? 0;
  const text = `${lwp.name}[${lwp.pid}]: out of memory, killed (${used * 4} KiB resident, ${mm.frames.freePages} pages free)\n`;
  lwp.system.kernel.print(text);
  lwp.isDoomed = true;
  exitGroup(lwp, signaledStatus(SIGKILL));
}

function register(thread: UserThread, i: number): string {
  const { context } = thread;
  const digits = (word: number): string => (word >>> 0).toString(16).padStart(8, "0");
  return `${(REGISTER_NAMES[i] as string).padEnd(4)} ${digits(context.xHi(i))}${digits(context.xLo(i))}`;
}

/** ` in /bin/hello+0x1234`: the offset is that of the file, as objdump and addr2line of an unlinked image take it. */
function placeOf(thread: UserThread, pc: number): string {
  const area = thread.lwp.aspace?.list.find(pc) ?? null;
  if (area === null || area.name === "") return "";
  return ` in ${area.name}+0x${(pc - area.start + area.offset).toString(16)}`;
}

function hex(value: number): string {
  return value.toString(16).padStart(16, "0");
}

function address(value: number): string {
  return `0x${(value < 0 ? value + 2 ** 64 : value).toString(16)}`;
}
