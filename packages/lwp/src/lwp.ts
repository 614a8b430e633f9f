// Lwp: a process. RT-Thread's struct rt_lwp: an address space, open files, a working directory, signal
// handlers and one or more threads; the unit that is forked, waited for and killed.
// It is made by spawn or clone, becomes a zombie when its last thread ends, and is gone when waited for.

import { SIGCHLD } from "@keel/abi";
import type { Tty } from "@keel/device";
import type { File } from "@keel/dfs";
import { WaitQueue } from "@keel/kernel";
import type { Aspace } from "@keel/mm";
import { Credentials } from "./credentials.ts";
import type { FileTable } from "./file-table.ts";
import type { FsContext } from "./fs-context.ts";
import { ItimerSet } from "./itimer.ts";
import type { LwpSystem } from "./lwp-system.ts";
import { ResourceLimits } from "./rlimit.ts";
import { ResourceUsage } from "./rusage.ts";
import type { Session } from "./session.ts";
import type { SigHandlers } from "./sig-action.ts";
import { SigQueue } from "./sig-queue.ts";
import type { UserThread } from "./user-thread.ts";

/** What a new process takes over from its maker. */
export interface LwpParts {
  readonly parent: Lwp | null;
  readonly session: Session;
  readonly pgid: number;
  readonly aspace: Aspace;
  readonly files: FileTable;
  readonly fs: FsContext;
  readonly handlers: SigHandlers;
}

export class Lwp {
  readonly system: LwpSystem;
  readonly pid: number;
  /** null: a child of the kernel. */
  parent: Lwp | null;
  readonly children: Set<Lwp> = new Set();
  session: Session;
  pgid: number;
  /** Threads by tid, in the order they were made. */
  readonly threads: Map<number, UserThread> = new Map();
  /** null once the process is a zombie. May be shared with a parent between vfork and exec. */
  aspace: Aspace | null;
  files: FileTable;
  fs: FsContext;
  credentials: Credentials = new Credentials();
  limits: ResourceLimits = new ResourceLimits();

  /** The program as /proc/<pid>/exe names it, its short name (comm, 15 bytes), arguments and environment. */
  exe: string = "";
  name: string = "";
  argv: readonly string[] = [];
  envp: readonly string[] = [];
  /** The open executable, held so that it can be mapped and named; null for a zombie. */
  exeFile: File | null = null;

  handlers: SigHandlers;
  /** Signals sent to the process as a whole. */
  readonly pending: SigQueue = new SigQueue();
  /** What the parent is sent at the end: SIGCHLD, 0 for nothing, or what clone asked for. */
  exitSignal: number = SIGCHLD;
  readonly itimers: ItimerSet;

  /** Set from the first exit_group or fatal signal on: every thread ends at its next way out. */
  isExiting: boolean = false;
  /** It dies of a fault of its own: what protects init does not hold. */
  isDoomed: boolean = false;
  /** True when all threads have ended and the parent has not asked yet. */
  isZombie: boolean = false;
  /** Wait status (see abi wait.ts); valid when exiting. */
  exitStatus: number = 0;

  /** Job control: true from the stopping signal to SIGCONT. */
  isStopped: boolean = false;
  /** Every thread holds: what the parent and `ps` call stopped. */
  isFullyStopped: boolean = false;
  stopSignal: number = 0;
  /** Threads that hold because of the stop. */
  parkedThreads: number = 0;
  /** A stop or a continue that wait4 has not reported yet. */
  hasStopReport: boolean = false;
  hasContinueReport: boolean = false;

  /** Woken when a child changes state (wait4 waits here). */
  readonly childQueue: WaitQueue;
  /** Woken by SIGCONT and SIGKILL: stopped threads wait here. */
  readonly continueQueue: WaitQueue;
  /** Woken when a thread ends (exec waits here for the others). */
  readonly threadQueue: WaitQueue;
  /** Woken when this process leaves the address space it was lent (vfork's parent waits here). */
  readonly vforkQueue: WaitQueue;
  /** The parent waits in vfork. */
  isVforkChild: boolean = false;
  /** A child of the kernel that nobody waits for. */
  isDetached: boolean = false;
  /** True once it has called execve: setpgid by the parent is refused then. */
  hasExeced: boolean = false;

  readonly startNs: number;
  /** Of threads that have ended; `usage()` adds the living. */
  readonly endedUsage: ResourceUsage = new ResourceUsage();
  readonly childrenUsage: ResourceUsage = new ResourceUsage();
  nice: number = 0;
  /** For rooms above (System V shared memory, POSIX timers): state by name, dropped with the process. */
  readonly extensions: Map<string, unknown> = new Map();

  constructor(system: LwpSystem, pid: number, parts: LwpParts) {
    this.system = system;
    this.pid = pid;
    this.parent = parts.parent;
    this.session = parts.session;
    this.pgid = parts.pgid;
    this.aspace = parts.aspace;
    this.files = parts.files;
    this.fs = parts.fs;
    this.handlers = parts.handlers;
    this.itimers = new ItimerSet(this);
    this.childQueue = new WaitQueue(system.kernel);
    this.continueQueue = new WaitQueue(system.kernel);
    this.threadQueue = new WaitQueue(system.kernel);
    this.vforkQueue = new WaitQueue(system.kernel);
    this.startNs = system.kernel.now();
  }

  get sid(): number {
    return this.session.sid;
  }

  /** The controlling terminal, or null. */
  get tty(): Tty | null {
    return this.session.tty;
  }

  get ppid(): number {
    return this.parent === null ? 0 : this.parent.pid;
  }

  /** The first thread, whose tid is the pid; null when it has ended before others. */
  get leader(): UserThread | null {
    return this.threads.get(this.pid) ?? null;
  }

  /** From now on it runs `file` (a reference moves in), which may not be written meanwhile. */
  setProgram(file: File): void {
    this.releaseProgram();
    this.exeFile = file;
    if (file.vnode !== null) file.vnode.runners++;
  }

  releaseProgram(): void {
    const file = this.exeFile;
    if (file === null) return;
    this.exeFile = null;
    if (file.vnode !== null) file.vnode.runners--;
    file.unref();
  }

  /** What the whole process has used so far, its children not counted. */
  usage(): ResourceUsage {
    const total = new ResourceUsage();
    total.add(this.endedUsage);
    for (const thread of this.threads.values()) total.add(thread.usage);
    if (this.aspace !== null) {
      total.maxResidentPages = Math.max(total.maxResidentPages, this.aspace.maxResidentPages);
    }
    return total;
  }
}
