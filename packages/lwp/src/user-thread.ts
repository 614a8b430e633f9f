// UserThread: a thread of a process: a kernel Thread with a register file, a signal mask and what Linux's
// thread calls keep per thread. System calls are handed one of these.

import type { HartContext } from "@keel/hart";
import type { MayBlock, Thread } from "@keel/kernel";
import type { Aspace } from "@keel/mm";
import { FutexWaiter } from "./futex-waiter.ts";
import type { Lwp } from "./lwp.ts";
import { ResourceUsage } from "./rusage.ts";
import { SigQueue } from "./sig-queue.ts";
import { SigSet } from "./sig-set.ts";

/** sigaltstack(2). */
export interface AltStack {
  readonly sp: number;
  readonly size: number;
  /** SS_DISABLE or 0, SS_AUTODISARM. */
  readonly flags: number;
}

export class UserThread {
  readonly lwp: Lwp;
  /** Equal to lwp.pid for the leader; exec makes the calling thread the leader. */
  tid: number;
  readonly thread: Thread;
  readonly context: HartContext;
  /** comm of this thread (prctl PR_SET_NAME). */
  name: string;

  /** Signals blocked now. Change it with `setSigmask`. */
  readonly sigmask: SigSet = new SigSet();
  /** Signals sent to this thread alone. */
  readonly pending: SigQueue = new SigQueue();
  altStack: AltStack = { sp: 0, size: 0, flags: 2 };
  /** The mask to come back to after sigsuspend, ppoll, pselect; null when none is borrowed. */
  savedSigmask: SigSet | null = null;

  /** CLONE_CHILD_CLEARTID and set_tid_address: zeroed and woken as a futex when the thread ends. 0: none. */
  clearChildTid: number = 0;
  /** set_robust_list: head address and length. 0: none. */
  robustList: number = 0;
  robustListLength: number = 0;

  /** a0 as it was at the ecall: what a restarted call gets. */
  originalA0: number = 0;
  /** What SYS_restart_syscall runs: set by a call that answers -ERESTART_RESTARTBLOCK. */
  restartCall: (() => MayBlock<number>) | null = null;
  /** The thread is to end: exit(2), or the process is ending. */
  isExiting: boolean = false;
  /** Number of the system call being run, -1 outside: for /proc/<pid>/syscall, ps and reports. */
  syscallNr: number = -1;
  /** This thread's place in a futex queue. */
  readonly futexWaiter: FutexWaiter;
  readonly usage: ResourceUsage = new ResourceUsage();
  /** SCHED_OTHER, SCHED_FIFO, ... and the priority given with it. */
  schedPolicy: number = 0;
  schedPriority: number = 0;
  /** Something is to be done on the way to user space: a signal, a stop, the end, a borrowed mask. */
  needsAttention: boolean = false;

  constructor(lwp: Lwp, tid: number, name: string, thread: Thread, context: HartContext) {
    this.lwp = lwp;
    this.tid = tid;
    this.name = name;
    this.thread = thread;
    this.context = context;
    this.futexWaiter = new FutexWaiter(lwp.system.kernel, this);
  }

  /** The address space user pointers are claims about. A running thread always has one. */
  get aspace(): Aspace {
    return this.lwp.aspace as Aspace;
  }

  /** True when a signal waits that the mask lets through, or the thread is to end: interruptible waits answer -EINTR. */
  get hasPendingSignal(): boolean {
    const { set } = this.pending;
    return (
      this.isExiting ||
      this.lwp.isExiting ||
      set.firstNotIn(this.sigmask) !== 0 ||
      this.lwp.pending.set.firstNotIn(this.sigmask) !== 0
    );
  }
}
