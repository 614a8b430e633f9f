// Strace: writes system calls as strace(1) does: `openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3`.
// A call that blocks leaves its line open; if another thread writes meanwhile, the line ends in
// `<unfinished ...>` and the call comes back as `<... read resumed>`.

import { errnoName, strerror } from "@keel/abi";
import { ERESTART_RESTARTBLOCK, ERESTARTNOHAND, ERESTARTNOINTR, ERESTARTSYS } from "@keel/lwp";
import type { Syscall } from "../syscall.ts";
import { hexadecimal, type TracedCall, type UserMemory } from "./arg-format.ts";

/** Results are aligned here, as strace does. */
const RESULT_COLUMN = 40;

const RESTARTS: ReadonlyMap<number, string> = new Map([
  [-ERESTARTSYS, "ERESTARTSYS (To be restarted if SA_RESTART is set)"],
  [-ERESTARTNOINTR, "ERESTARTNOINTR (To be restarted)"],
  [-ERESTARTNOHAND, "ERESTARTNOHAND (To be restarted if no handler)"],
  [-ERESTART_RESTARTBLOCK, "ERESTART_RESTARTBLOCK (Interrupted by signal)"],
]);

/** One call from its entry to its result. */
export class TraceRecord implements TracedCall {
  readonly tid: number;
  readonly syscall: Syscall;
  readonly memory: UserMemory;
  readonly args: readonly number[];
  result: number = 0;
  /** What could be written at entry: the name and the arguments before the first output one. */
  readonly head: string;
  /** How many arguments the head holds. */
  readonly headArgs: number;
  /** Whether the head has reached the sink. */
  isBegun: boolean = false;
  /** Another line came in between. */
  isInterrupted: boolean = false;

  constructor(tid: number, syscall: Syscall, memory: UserMemory, args: readonly number[]) {
    this.tid = tid;
    this.syscall = syscall;
    this.memory = memory;
    this.args = args;
    const formats = syscall.args;
    let count = 0;
    const texts: string[] = [];
    while (count < formats.length && !formats[count]?.isOutput) {
      texts.push(this.argText(count));
      count++;
    }
    this.headArgs = count;
    const comma = count > 0 && count < formats.length ? ", " : "";
    this.head = `${syscall.name}(${joined(texts)}${comma}`;
  }

  /** The arguments that had to wait for the call, and the closing bracket. */
  tail(): string {
    const texts: string[] = [];
    for (let i = this.headArgs; i < this.syscall.args.length; i++) texts.push(this.argText(i));
    return `${joined(texts)})`;
  }

  private argText(index: number): string {
    return this.syscall.args[index]?.text(this.args[index] ?? 0, this) ?? "";
  }
}

export class Strace {
  private readonly sink: (text: string) => void;
  /** The call whose line is open, and how long that line is. */
  private open: TraceRecord | null = null;
  private column: number = 0;
  /** The first thread seen; once there is a second, every line names its thread. */
  private firstTid: number = -1;
  private hasManyThreads: boolean = false;

  /** `sink` takes the trace's text piece by piece, with its line ends. */
  constructor(sink: (text: string) => void) {
    this.sink = sink;
  }

  /** A call enters; input arguments are read now, since the call may change what they point to. */
  enter(tid: number, syscall: Syscall, memory: UserMemory, args: readonly number[]): TraceRecord {
    if (this.firstTid === -1) this.firstTid = tid;
    if (tid !== this.firstTid) this.hasManyThreads = true;
    return new TraceRecord(tid, syscall, memory, args);
  }

  /** The call has to wait: what is known of it is shown. */
  block(record: TraceRecord): void {
    if (!record.isBegun) this.begin(record);
  }

  /** The call is over. `result` is its value, -errno or a restart code; null when it never returns. */
  leave(record: TraceRecord, result: number | null): void {
    if (!record.isBegun) this.begin(record);
    record.result = result ?? 0;
    let text = record.tail();
    if (record.isInterrupted) {
      this.interrupt();
      text = `${this.prefix(record.tid)}<... ${record.syscall.name} resumed>${text}`;
      this.column = 0;
    }
    const padding = " ".repeat(Math.max(1, RESULT_COLUMN - this.column - text.length));
    this.sink(`${text}${padding}= ${resultText(record, result)}\n`);
    if (this.open === record) this.open = null;
  }

  /** The call's thread ended inside it. */
  abandon(record: TraceRecord): void {
    if (this.open === record) this.interrupt();
  }

  /** A line that is no call: `--- SIGINT {...} ---`, `+++ exited with 0 +++`. */
  note(tid: number, text: string): void {
    this.interrupt();
    this.sink(`${this.prefix(tid)}${text}\n`);
  }

  private begin(record: TraceRecord): void {
    this.interrupt();
    const text = this.prefix(record.tid) + record.head;
    this.column = text.length;
    this.sink(text);
    record.isBegun = true;
    this.open = record;
  }

  /** Ends the open line, if there is one, so that another can be written. */
  private interrupt(): void {
    if (this.open === null) return;
    this.sink(" <unfinished ...>\n");
    this.open.isInterrupted = true;
    this.open = null;
  }

  private prefix(tid: number): string {
    return this.hasManyThreads ? `[pid ${String(tid).padStart(5)}] ` : "";
  }
}

/** An argument that this call does not use has no text. */
function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join(", ");
}

/** The result as strace writes it: a value, `-1 ENOENT (No such file or directory)`, `?`. */
function resultText(record: TraceRecord, result: number | null): string {
  if (result === null) return "?";
  const restart = RESTARTS.get(result);
  if (restart !== undefined) return `? ${restart}`;
  if (result < 0 && result >= -4095) return `-1 ${errnoName(result)} (${strerror(result)})`;
  const { syscall } = record;
  return syscall.result === null ? String(result) : syscall.result(record);
}

/** A result that is an address. */
export function addressResult(call: TracedCall): string {
  return hexadecimal(call.result);
}

/** A result whose bits are a mode. */
export function octalResult(call: TracedCall): string {
  return `0${call.result.toString(8)}`;
}
