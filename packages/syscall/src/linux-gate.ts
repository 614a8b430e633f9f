// LinuxGate: from a trapped thread to the call it asked for, by number. @hotpath
//
// The table is a dense array. A call that completes at once costs a look-up, six register reads
// and one indirect call; tracing and calls that wait take the paths below.

import { EINTR, ENOSYS, strerror } from "@keel/abi";
import type { Blocking, MayBlock } from "@keel/kernel";
import { RESULT_NO_RETURN, type SyscallGate, type UserThread } from "@keel/lwp";
import { IoBuffers } from "./io-buffers.ts";
import { LinuxSystem, type LinuxSystemOptions } from "./linux-system.ts";
import { SYSCALL_NAMES } from "./names.gen.ts";
import { Strace } from "./strace/strace.ts";
import { StructBuffer } from "./struct-buffer.ts";
import type { Syscall } from "./syscall.ts";
import { SyscallContext } from "./syscall-context.ts";

/** Registers of the calling convention: a0 to a5 are arguments, a7 is the number. */
const A0 = 10;
const A7 = 17;

export interface LinuxGateOptions extends LinuxSystemOptions {
  /** The calls on offer; usually LINUX_SYSCALLS. */
  readonly syscalls: readonly Syscall[];
  /** Takes the text of a trace, piece by piece with its line ends; absent: no trace. */
  readonly straceSink?: ((text: string) => void) | null;
}

export class LinuxGate implements SyscallGate {
  readonly linux: LinuxSystem;
  /** The trace, or null. May be switched while programs run. */
  strace: Strace | null;
  private readonly table: (Syscall | null)[];
  private readonly structs: StructBuffer = new StructBuffer();
  private readonly buffers: IoBuffers = new IoBuffers();
  private readonly contexts: WeakMap<UserThread, SyscallContext> = new WeakMap();
  private last: SyscallContext | null = null;

  constructor(options: LinuxGateOptions) {
    this.linux = new LinuxSystem(options);
    this.table = denseTable(options.syscalls);
    const sink = options.straceSink ?? null;
    this.strace = sink === null ? null : new Strace(sink);
  }

  call(thread: UserThread): MayBlock<number> {
    const { context } = thread;
    const nr = context.x(A7);
    const syscall = nr >= 0 && nr < this.table.length ? (this.table[nr] as Syscall | null) : null;
    if (syscall === null) return this.unknown(nr, thread);
    const ctx = this.last !== null && this.last.thread === thread ? this.last : this.contextOf(thread);
    if (this.strace !== null) return this.traced(this.strace, syscall, ctx);
    const result = syscall.run(
      ctx,
      context.x(A0),
      context.x(A0 + 1),
      context.x(A0 + 2),
      context.x(A0 + 3),
      context.x(A0 + 4),
      context.x(A0 + 5),
    );
    if (typeof result === "number") return result === -EINTR ? -syscall.onSignal : result;
    return syscall.onSignal === EINTR ? result : restartable(result, syscall.onSignal);
  }

  private contextOf(thread: UserThread): SyscallContext {
    let ctx = this.contexts.get(thread);
    if (ctx === undefined) {
      ctx = new SyscallContext(this.linux, this.structs, this.buffers, thread);
      this.contexts.set(thread, ctx);
    }
    this.last = ctx;
    return ctx;
  }

  private unknown(nr: number, thread: UserThread): number {
    this.linux.reportUnknown(nr, thread.name);
    this.strace?.note(
      thread.tid,
      `${SYSCALL_NAMES.get(nr) ?? `syscall_${nr}`}() = -1 ENOSYS (${strerror(ENOSYS)})`,
    );
    return -ENOSYS;
  }

  /** The same call, written to the trace on its way in and out. */
  private *traced(strace: Strace, syscall: Syscall, ctx: SyscallContext): Blocking<number> {
    const { context, aspace, tid } = ctx.thread;
    const [a0, a1, a2, a3, a4, a5] = [0, 1, 2, 3, 4, 5].map((i) => context.x(A0 + i)) as SixNumbers;
    const record = strace.enter(tid, syscall, aspace, [a0, a1, a2, a3, a4, a5]);
    let isOver = false;
    try {
      const running = syscall.run(ctx, a0, a1, a2, a3, a4, a5);
      let result =
        typeof running === "number" ? running : yield* announced(running, () => strace.block(record));
      if (result === -EINTR) result = -syscall.onSignal;
      isOver = true;
      const isEnding = ctx.thread.isExiting || ctx.lwp.isExiting;
      const neverReturns = result === RESULT_NO_RETURN && isEnding;
      strace.leave(record, neverReturns ? null : result === RESULT_NO_RETURN ? 0 : result);
      if (neverReturns) strace.note(tid, `+++ exited with ${a0 & 0xff} +++`);
      return result;
    } finally {
      if (!isOver) strace.abandon(record);
    }
  }
}

type SixNumbers = [number, number, number, number, number, number];

/** Runs `call`, and says so when it has to wait for the first time. */
function* announced(call: Blocking<number>, onBlock: () => void): Blocking<number> {
  const first = call.next();
  if (first.done === true) return first.value;
  onBlock();
  let isOver = false;
  try {
    yield;
    const result = yield* call;
    isOver = true;
    return result;
  } finally {
    // The thread was ended while it waited for the first time: the call cleans up after itself.
    if (!isOver) call.return(-EINTR);
  }
}

/** Turns a wait that a signal cut short into the call's own answer to that. */
function* restartable(call: Blocking<number>, onSignal: number): Blocking<number> {
  const result = yield* call;
  return result === -EINTR ? -onSignal : result;
}

/** One slot per number, so that a look-up is an index. */
function denseTable(syscalls: readonly Syscall[]): (Syscall | null)[] {
  const highest = syscalls.reduce((most, syscall) => Math.max(most, syscall.nr), -1);
  const table = new Array<Syscall | null>(highest + 1).fill(null);
  for (const syscall of syscalls) table[syscall.nr] = syscall;
  return table;
}
