// UserThread: a thread of a process: a kernel Thread with a register file, a signal mask and what Linux's
// thread calls keep per thread. System calls are handed one of these.

import type { HartContext } from "@keel/hart";
import type { MayBlock, Thread } from "@keel/kernel";
import type { Aspace } from "@keel/mm";
import { FutexWaiter } from "./futex-waiter.ts";
import type { Lwp } from "./lwp.ts";
import { ResourceUsage } from "./rusage.ts";
import { kernelPriority } from "./scheduling.ts";
import { SigQueue } from "./sig-queue.ts";
import { SigSet } from "./sig-set.ts";
import { UserBody } from "./user-body.ts";

/** sigaltstack(2). */
export interface AltStack {
  readonly sp: number;
  /** 0: there is none. */
  readonly size: number;
  /** SS_AUTODISARM or 0. What a program sees of it is `altStackOf`. */
  readonly flags: number;
}

export const NO_ALT_STACK: AltStack = { sp: 0, size: 0, flags: 0 };

export interface UserThreadOptions {
  readonly lwp: Lwp;
  readonly tid: number;
  /** comm. */
  readonly name: string;
  readonly context: HartContext;
  /** SCHED_…, and the priority given with it. */
  readonly schedPolicy: number;
  readonly schedPriority: number;
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
  altStack: AltStack = NO_ALT_STACK;
  /** The mask to come back to after sigsuspend, ppoll, pselect; null when none is borrowed. */
  savedSigmask: SigSet | null = null;
  /** The mask that says what may be dropped as ignored while sigtimedwait has some unblocked; null outside. */
  waitingSigmask: SigSet | null = null;

  /** CLONE_CHILD_CLEARTID and set_tid_address: zeroed and woken as a futex when the thread ends. 0: none. */
  clearChildTid: number = 0;
  /** set_robust_list: head address and length. 0: none. */
  robustList: number = 0;
  robustListLength: number = 0;

  /** a0 as it was at the ecall: what a restarted call gets. */
  originalA0Lo: number = 0;
  originalA0Hi: number = 0;
  /** The restart code of a call that a signal cut short, 0 outside of one. */
  pendingRestart: number = 0;
  /** What SYS_restart_syscall runs: set by a call that answers -ERESTART_RESTARTBLOCK. */
  restartCall: (() => MayBlock<number>) | null = null;
  /** The thread is to end: exit(2), exec by another thread, or the process is ending. */
  isExiting: boolean = false;
  /** Something is to be done on the way to user space: a signal, a stop, the end, a borrowed mask. */
  needsAttention: boolean = false;
  /** Number of the system call being run, -1 outside: for /proc/<pid>/syscall, ps and reports. */
  syscallNr: number = -1;
  /** This thread's place in a futex queue. */
  readonly futexWaiter: FutexWaiter;
  readonly usage: ResourceUsage = new ResourceUsage();
  readonly startNs: number;
  /** Change both with `setScheduling`. */
  schedPolicy: number;
  schedPriority: number;

  /** Made suspended: `thread.startup()` sets it going. */
  constructor(options: UserThreadOptions) {
    const { lwp } = options;
    const { kernel } = lwp.system;
    this.lwp = lwp;
    this.tid = options.tid;
    this.name = options.name;
    this.context = options.context;
    this.schedPolicy = options.schedPolicy;
    this.schedPriority = options.schedPriority;
    this.startNs = kernel.now();
    this.futexWaiter = new FutexWaiter(kernel, this);
    this.thread = kernel.createThread({
      name: options.name,
      priority: kernelPriority(kernel.config.priorityMax, options.schedPolicy, options.schedPriority),
      body: new UserBody(this),
    });
    this.thread.userData = this;
  }

  /** The address space user pointers are claims about. A running thread always has one. */
  get aspace(): Aspace {
    return this.lwp.aspace as Aspace;
  }

  /** True when a signal waits that the mask lets through, or the thread is to end: interruptible waits answer -EINTR. */
  get hasPendingSignal(): boolean {
    return (
      this.isExiting ||
      this.lwp.isExiting ||
      this.pending.set.firstNotIn(this.sigmask) !== 0 ||
      this.lwp.pending.set.firstNotIn(this.sigmask) !== 0
    );
  }
}

/** The process thread behind a kernel thread, or null for the kernel's own. */
export function userThreadOf(thread: Thread | null): UserThread | null {
  const data = thread === null ? null : thread.userData;
  return data instanceof UserThread ? data : null;
}
