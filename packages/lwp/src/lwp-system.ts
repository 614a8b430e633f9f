// LwpSystem: the processes of one kernel: the tables of processes and threads, the first processes, and the parts
// every process uses (memory, files, hart, futexes, page cache). Found through the LWP service.
//
// There are no locks in this package: one thread runs at a time, and what must not be torn apart does not yield.
// Interrupts (the terminal's keys, alarms) send signals only.

import { EAGAIN, ECHILD, EINTR, EINVAL, ESRCH, NSIG, WEXITED, WNOHANG } from "@keel/abi";
import type { Tty } from "@keel/device";
import type { File, Location, Vfs } from "@keel/dfs";
import type { HartContext } from "@keel/hart";
import {
  type Blocking,
  defineService,
  type Kernel,
  type Service,
  WAIT_INTERRUPTIBLE,
  WaitQueue,
} from "@keel/kernel";
import type { ContextPool, GuestRunner } from "@keel/libcpu";
import type { MemorySystem } from "@keel/mm";
import { FutexTable } from "./futex.ts";
import { ProcessJobControl } from "./job-control.ts";
import type { Lwp } from "./lwp.ts";
import { PageCache } from "./page-cache.ts";
import { PidTable } from "./pid-table.ts";
import type { Session } from "./session.ts";
import { SigInfo } from "./sig-info.ts";
import { sendToGroup, sendToLwp } from "./signal.ts";
import { spawnLwp } from "./spawn.ts";
import type { SyscallGate } from "./syscall-gate.ts";
import { Trampoline } from "./trampoline.ts";
import { UserThread, userThreadOf } from "./user-thread.ts";
import { takeNews } from "./wait.ts";

export interface SpawnOptions {
  /** Program file; `#!` scripts are followed. */
  readonly path: string;
  readonly argv: readonly string[];
  readonly envp: readonly string[];
  readonly cwd?: Location;
  /**
   * Become descriptors 0, 1, 2, …: one reference of each moves to the process when it starts; after an error they
   * are still the caller's. Absent: the terminal three times, or nothing without one.
   */
  readonly files?: readonly (File | null)[];
  /** A group to join; absent: the process leads a new group. */
  readonly pgid?: number;
  /** Controlling terminal. Programs on one terminal share a session; without one each has its own. */
  readonly tty?: Tty | null;
  /** The new group becomes the terminal's foreground group before the program's first instruction. */
  readonly foreground?: boolean;
  /** It adopts orphans, and its pid is 1. */
  readonly init?: boolean;
  /** Nobody will wait for it: the kernel reaps it. */
  readonly detached?: boolean;
}

export interface LwpSystemOptions {
  readonly kernel: Kernel;
  readonly mm: MemorySystem;
  readonly vfs: Vfs;
  /** Register files. */
  readonly contexts: ContextPool;
  readonly runner: GuestRunner;
}

export class LwpSystem {
  readonly kernel: Kernel;
  readonly mm: MemorySystem;
  readonly vfs: Vfs;
  readonly contexts: ContextPool;
  readonly runner: GuestRunner;
  readonly pids: PidTable = new PidTable((id) => this.namesGroup(id));
  readonly futexes: FutexTable = new FutexTable();
  readonly pageCache: PageCache;
  readonly trampoline: Trampoline;
  readonly jobControl: ProcessJobControl = new ProcessJobControl(this);
  /** The system-call table; null answers -ENOSYS to everything. */
  gate: SyscallGate | null = null;
  /** The process that adopts orphans, or null: the kernel reaps them. */
  init: Lwp | null = null;
  /** User time of processes that are gone. */
  reapedUserNs: number = 0;
  /** Told of every process that has ended, zombie by then. */
  onLwpExit: ((lwp: Lwp) => void) | null = null;
  /** Woken when a child of the kernel's changes state. */
  readonly kernelChildQueue: WaitQueue;
  /** Sessions of terminals that the kernel has started programs on. */
  readonly ttySessions: Map<Tty, Session> = new Map();
  private readonly lwpByPid: Map<number, Lwp> = new Map();
  private readonly threadByTid: Map<number, UserThread> = new Map();

  constructor(options: LwpSystemOptions) {
    this.kernel = options.kernel;
    this.mm = options.mm;
    this.vfs = options.vfs;
    this.contexts = options.contexts;
    this.runner = options.runner;
    this.pageCache = new PageCache(this.mm);
    this.trampoline = new Trampoline(this.mm);
    this.kernelChildQueue = new WaitQueue(this.kernel);
    this.vfs.addLocationHolder(() => this.locations());
  }

  /** Starts a program as a child of the kernel: its pid, or -errno (ENOENT, EACCES, ENOEXEC, ENOMEM, E2BIG, ...). */
  spawn(options: SpawnOptions): Blocking<number> {
    return spawnLwp(this, options);
  }

  /** For the kernel's own children: waits for the end of `pid` (with WUNTRACED also for a stop): its wait status, or
   * -ECHILD, -EINTR, -EAGAIN (WNOHANG and no news). */
  *waitChild(pid: number, options: number = 0): Blocking<number> {
    for (;;) {
      const status = this.pollChild(pid, options);
      if (status !== -EAGAIN || (options & WNOHANG) !== 0) return status;
      const woken = yield* this.kernelChildQueue.wait(WAIT_INTERRUPTIBLE);
      if (woken < 0) return -EINTR;
    }
  }

  /** As waitChild, at once: -EAGAIN while there is no news. */
  pollChild(pid: number, options: number = 0): number {
    const lwp = this.find(pid);
    if (lwp === null || lwp.parent !== null || lwp.isDetached) return -ECHILD;
    const news = takeNews(lwp, options | WEXITED);
    return news === null ? -EAGAIN : news.status;
  }

  find(pid: number): Lwp | null {
    return this.lwpByPid.get(pid) ?? null;
  }

  findThread(tid: number): UserThread | null {
    return this.threadByTid.get(tid) ?? null;
  }

  /** The process with that pid, or the one that has a thread with that tid: what kill(2) takes. */
  findByTid(id: number): Lwp | null {
    return this.find(id) ?? this.findThread(id)?.lwp ?? null;
  }

  /** The process thread that runs now, or null in a thread of the kernel's own. */
  get current(): UserThread | null {
    return userThreadOf(this.kernel.current);
  }

  /** Every process, zombies too, by pid. A copy: processes may end while it is walked. */
  lwps(): Lwp[] {
    return [...this.lwpByPid.values()].sort((a, b) => a.pid - b.pid);
  }

  /** From the kernel to a process: 0, -ESRCH, -EINVAL. `pid` < 0: the group -pid. */
  kill(pid: number, sig: number): number {
    if (sig < 0 || sig > NSIG) return -EINVAL;
    if (pid < 0 && sig !== 0) return sendToGroup(this, -pid, SigInfo.fromUser(sig, 0, 0));
    const lwp = pid < 0 ? this.lwps().find((one) => one.pgid === -pid) : this.find(pid);
    if (lwp === undefined || lwp === null) return -ESRCH;
    return sig === 0 ? 0 : sendToLwp(lwp, SigInfo.fromUser(sig, 0, 0));
  }

  /** A terminal that processes use: its keys' signals and its questions come here. */
  attachTty(tty: Tty): void {
    tty.onSignal = (sig, pgid) => {
      sendToGroup(this, pgid, SigInfo.fromKernel(sig));
    };
    tty.jobControl = this.jobControl;
  }

  // ---- for the other files of this package

  /** A thread of `lwp`, registered and not yet started. */
  addThread(
    lwp: Lwp,
    tid: number,
    context: HartContext,
    name: string,
    schedPolicy: number,
    schedPriority: number,
  ): UserThread {
    const thread = new UserThread({ lwp, tid, name, context, schedPolicy, schedPriority });
    lwp.threads.set(tid, thread);
    this.threadByTid.set(tid, thread);
    return thread;
  }

  /** A thread has ended; its number is free unless its process still goes by it. */
  removeThread(thread: UserThread): void {
    thread.lwp.threads.delete(thread.tid);
    this.threadByTid.delete(thread.tid);
    if (thread.tid !== thread.lwp.pid) this.pids.release(thread.tid);
  }

  /** exec by another than the leader: the thread goes on under the process's own number. */
  becomeLeader(thread: UserThread): void {
    const { lwp } = thread;
    this.removeThread(thread);
    thread.tid = lwp.pid;
    lwp.threads.set(lwp.pid, thread);
    this.threadByTid.set(lwp.pid, thread);
  }

  enter(lwp: Lwp): void {
    this.lwpByPid.set(lwp.pid, lwp);
  }

  /** The process is gone, its pid free. */
  forget(lwp: Lwp): void {
    this.lwpByPid.delete(lwp.pid);
    this.reapedUserNs += lwp.endedUsage.userNs;
    this.pids.release(lwp.pid);
    if (this.init === lwp) this.init = null;
    // Where programs follow each other without a pause the idle thread never comes to it.
    this.kernel.reaper.reclaim();
  }

  /** A number that names a group or a session must not become a pid. */
  private namesGroup(id: number): boolean {
    for (const lwp of this.lwpByPid.values()) if (lwp.pgid === id || lwp.sid === id) return true;
    for (const session of this.ttySessions.values()) if (session.sid === id) return true;
    return false;
  }

  /** Places that keep their mounts busy. */
  private *locations(): Generator<Location> {
    for (const lwp of this.lwpByPid.values()) {
      if (lwp.isZombie) continue;
      yield lwp.fs.cwd;
      yield lwp.fs.root;
    }
  }
}

export const LWP: Service<LwpSystem> = defineService<LwpSystem>("lwp");
