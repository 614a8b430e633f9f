// The descriptor of a system call: one row of the table. It says how the call is numbered and
// named, how a trace writes it, how far it goes, and what runs. A call's file exports it; the
// table and docs/syscalls.md are generated from all of them.

import { EINTR } from "@keel/abi";
import type { MayBlock } from "@keel/kernel";
import { ERESTARTSYS } from "@keel/lwp";
import type { ArgFormat, TracedCall } from "./strace/arg-format.ts";
import type { SyscallContext } from "./syscall-context.ts";

/**
 * full: as Linux documents it. partial: the note says what is missing. refused: answers a fixed
 * error that programs know how to live with.
 */
export type SupportLevel = "full" | "partial" | "refused";

/** Arguments are a0 to a5 as signed numbers; a C int must be truncated (`fd | 0`) by the call. */
export type SyscallBody = (
  ctx: SyscallContext,
  a0: number,
  a1: number,
  a2: number,
  a3: number,
  a4: number,
  a5: number,
) => MayBlock<number>;

export interface Syscall {
  readonly nr: number;
  readonly name: string;
  /** How a trace writes each argument. */
  readonly args: readonly ArgFormat[];
  /** How a trace writes a result that is no error; null: in decimal. */
  readonly result: ((call: TracedCall) => string) | null;
  readonly level: SupportLevel;
  readonly note: string;
  /** What a wait cut short by a signal answers: EINTR for good, or one of lwp's restart codes. */
  readonly onSignal: number;
  readonly run: SyscallBody;
}

export interface SyscallOptions {
  readonly nr: number;
  readonly name: string;
  readonly args: readonly ArgFormat[];
  readonly result?: (call: TracedCall) => string;
  readonly level?: SupportLevel;
  readonly note?: string;
  readonly onSignal?: number;
  readonly run: SyscallBody;
}

/** Fills in what a descriptor left out: full support, restart unless the handler says otherwise. */
export function defineSyscall(options: SyscallOptions): Syscall {
  return {
    nr: options.nr,
    name: options.name,
    args: options.args,
    result: options.result ?? null,
    level: options.level ?? "full",
    note: options.note ?? "",
    onSignal: options.onSignal ?? ERESTARTSYS,
    run: options.run,
  };
}

/** A call that is known and always answers `-errno`. */
export function refuseSyscall(nr: number, name: string, errno: number, note: string): Syscall {
  return defineSyscall({ nr, name, args: [], level: "refused", note, onSignal: EINTR, run: () => -errno });
}
