// UserBody: what runs a process's thread: guest code on the hart, and between two stretches of it the trap: system
// calls (also those that wait, as coroutines), page faults, signals, stops and the end. @hotpath: run.

import {
  BUS_ADRERR,
  EACCES,
  EFAULT,
  ENOMEM,
  ENOSYS,
  RT_THREAD_RUNNING,
  SEGV_ACCERR,
  SEGV_MAPERR,
  SIGBUS,
  SIGKILL,
  SIGSEGV,
  signaledStatus,
} from "@keel/abi";
import {
  CAUSE_FETCH_PAGE_FAULT,
  CAUSE_LOAD_PAGE_FAULT,
  CAUSE_STORE_PAGE_FAULT,
  CAUSE_USER_ECALL,
} from "@keel/hart";
import {
  BODY_BLOCKED,
  BODY_EXITED,
  BODY_PREEMPTED,
  type Blocking,
  type Body,
  type BodyStop,
  type Kernel,
  type Thread,
} from "@keel/kernel";
import { trapMeaning } from "@keel/libcpu";
import { ACCESS_EXEC, ACCESS_READ, ACCESS_WRITE } from "@keel/mm";
import { outOfMemory } from "./crash-report.ts";
import { exitGroup, finishThread } from "./exit.ts";
import type { LwpSystem } from "./lwp-system.ts";
import { isRestart, RESULT_NO_RETURN } from "./restart.ts";
import { SigInfo } from "./sig-info.ts";
import { attend, ATTENTION_EXIT, ATTENTION_STOP, waitWhileStopped } from "./signal-deliver.ts";
import { forceSignal } from "./signal.ts";
import type { UserThread } from "./user-thread.ts";

const A0 = 10;
const A7 = 17;

export class UserBody implements Body {
  private readonly user: UserThread;
  private readonly system: LwpSystem;
  private readonly kernel: Kernel;
  /** A system call, or a stop, that waits. */
  private pendingCall: Blocking<number> | null;
  private hasFinished: boolean;

  constructor(user: UserThread) {
    this.user = user;
    this.system = user.lwp.system;
    this.kernel = user.lwp.system.kernel;
    this.pendingCall = null;
    this.hasFinished = false;
  }

  run(thread: Thread, deadlineNs: number): BodyStop {
    const { user, kernel, system } = this;
    for (;;) {
      if (this.pendingCall !== null) {
        const startNs = kernel.now();
        const step = this.pendingCall.next();
        user.usage.systemNs += kernel.now() - startNs;
        if (step.done !== true) return thread.state === RT_THREAD_RUNNING ? BODY_PREEMPTED : BODY_BLOCKED;
        this.pendingCall = null;
        this.finishCall(step.value);
      }
      if (user.needsAttention || user.pendingRestart !== 0) {
        const attention = attend(user);
        if (attention === ATTENTION_EXIT) return this.exit();
        if (attention === ATTENTION_STOP) {
          this.pendingCall = waitWhileStopped(user);
          continue;
        }
      }
      if (kernel.needResched) return BODY_PREEMPTED;
      const startNs = kernel.now();
      const limitNs = user.lwp.itimers.isCounting ? user.lwp.itimers.limit(startNs, deadlineNs) : deadlineNs;
      const cause = system.runner.run(user.context, limitNs);
      const usedNs = kernel.now() - startNs;
      user.usage.userNs += usedNs;
      if (user.lwp.itimers.isCounting) user.lwp.itimers.spend(usedNs);
      if (cause === CAUSE_USER_ECALL) this.syscall();
      else if (cause >= 0) this.trap(cause);
      else if (!user.needsAttention) return BODY_PREEMPTED;
    }
  }

  /** The kernel ends the thread from outside, or it has ended: nothing of it may be left. */
  dispose(_thread: Thread): void {
    this.pendingCall?.return(0);
    this.pendingCall = null;
    if (this.hasFinished) return;
    const { lwp } = this.user;
    if (lwp.threads.size === 1) exitGroup(lwp, signaledStatus(SIGKILL));
    this.exit();
  }

  private exit(): BodyStop {
    this.hasFinished = true;
    finishThread(this.user);
    return BODY_EXITED;
  }

  private syscall(): void {
    const { user, system } = this;
    const { context } = user;
    user.originalA0Lo = context.xLo(A0);
    user.originalA0Hi = context.xHi(A0);
    user.syscallNr = context.x(A7);
    system.runner.stepOverEcall(context);
    const result = system.gate === null ? -ENOSYS : system.gate.call(user);
    if (typeof result === "number") this.finishCall(result);
    else this.pendingCall = result;
  }

  private finishCall(result: number): void {
    const { user } = this;
    user.syscallNr = -1;
    if (result === RESULT_NO_RETURN) return;
    if (isRestart(result)) user.pendingRestart = -result;
    else user.context.setX(A0, result);
  }

  private trap(cause: number): void {
    switch (cause) {
      case CAUSE_LOAD_PAGE_FAULT:
        return this.pageFault(cause, ACCESS_READ);
      case CAUSE_STORE_PAGE_FAULT:
        return this.pageFault(cause, ACCESS_WRITE);
      case CAUSE_FETCH_PAGE_FAULT:
        return this.pageFault(cause, ACCESS_EXEC);
      default: {
        const meaning = trapMeaning(cause);
        if (meaning.kind !== "signal") return;
        const { context } = this.user;
        const isSegv = meaning.sig === SIGSEGV;
        const address = isSegv ? context.trapValue : context.pc;
        forceSignal(this.user, SigInfo.fault(meaning.sig, meaning.code, address), cause);
      }
    }
  }

  private pageFault(cause: number, access: number): void {
    const { user } = this;
    const va = user.context.trapValue;
    const error = user.aspace.fault(va, access);
    if (error === 0) {
      user.usage.minorFaults++;
      return;
    }
    if (error === -ENOMEM) return outOfMemory(user);
    if (error === -EACCES) return forceSignal(user, SigInfo.fault(SIGSEGV, SEGV_ACCERR, va), cause);
    const isFile = error !== -EFAULT;
    const info = isFile ? SigInfo.fault(SIGBUS, BUS_ADRERR, va) : SigInfo.fault(SIGSEGV, SEGV_MAPERR, va);
    forceSignal(user, info, cause);
  }
}
