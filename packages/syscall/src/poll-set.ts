// PollSet: files with the events somebody waits for: the engine of ppoll and pselect6. It looks at
// all of them, and if none has anything to say waits on all their queues at once.

import { EINTR, POLLERR, POLLHUP } from "@keel/abi";
import type { File } from "@keel/dfs";
import {
  type Blocking,
  type Kernel,
  type MayBlock,
  WAIT_INTERRUPTIBLE,
  type WaitQueue,
  waitAny,
} from "@keel/kernel";
import { borrowSigmask, type SigSet } from "@keel/lwp";
import type { SyscallContext } from "./syscall-context.ts";

/** Reported whether asked for or not. */
const ALWAYS: number = POLLERR | POLLHUP;

export class PollSet {
  private readonly files: File[] = [];
  private readonly wanted: number[] = [];
  /** What was found at the last look, by the number that `add` gave. */
  readonly found: number[] = [];

  /** Adds a file (each once referenced by the caller for as long as the wait lasts); returns its number. */
  add(file: File, events: number): number {
    this.found.push(0);
    this.wanted.push(events | ALWAYS);
    return this.files.push(file) - 1;
  }

  /** Looks at every file; how many have something to report. */
  look(): number {
    let ready = 0;
    for (let i = 0; i < this.files.length; i++) {
      const events = (this.files[i] as File).poll() & (this.wanted[i] as number);
      this.found[i] = events;
      if (events !== 0) ready++;
    }
    return ready;
  }

  /**
   * How many are ready; waits for the first one until `deadlineNs` (then 0) or a signal (-EINTR). The signals that
   * end the wait are those let through by `mask` for its time, if there is one.
   */
  wait(ctx: SyscallContext, mask: SigSet | null, deadlineNs: number): MayBlock<number> {
    const ready = this.look();
    if (ready > 0) return ready;
    if (mask !== null) borrowSigmask(ctx.thread, mask);
    // A signal that waits already ends even a wait of no time.
    if (ctx.thread.hasPendingSignal) return -EINTR;
    return deadlineNs <= ctx.kernel.now() ? 0 : this.waitSlow(ctx.kernel, deadlineNs);
  }

  private *waitSlow(kernel: Kernel, deadlineNs: number): Blocking<number> {
    const queues = this.queues();
    // The files stay open while they are waited for, whatever other threads close.
    for (const file of this.files) file.ref();
    try {
      for (;;) {
        const woken = yield* waitAny(kernel, queues, WAIT_INTERRUPTIBLE, deadlineNs);
        const ready = this.look();
        if (ready > 0) return ready;
        if (woken < 0) return deadlineNs <= kernel.now() ? 0 : woken;
      }
    } finally {
      for (const file of this.files) file.unref();
    }
  }

  private queues(): WaitQueue[] {
    const queues = new Set<WaitQueue>();
    for (const file of this.files) for (const queue of file.waitQueues()) queues.add(queue);
    return [...queues];
  }
}
