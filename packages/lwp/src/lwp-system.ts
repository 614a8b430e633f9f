// LwpSystem: the processes of one kernel: the table of pids, the first processes, and the parts every process
// uses (memory, files, hart, futexes, page cache). Found through the LWP service.

import { ENOSYS } from "@keel/abi";
import { type Blocking, defineService, type Kernel, type Service } from "@keel/kernel";
import type { File, Location, Vfs } from "@keel/dfs";
import type { Tty } from "@keel/device";
import type { MemorySystem } from "@keel/mm";
import { FutexTable } from "./futex.ts";
import type { Lwp } from "./lwp.ts";
import { PageCache } from "./page-cache.ts";
import type { SyscallGate } from "./syscall-gate.ts";
import type { UserThread } from "./user-thread.ts";

export interface SpawnOptions {
  /** Program file; `#!` scripts are followed. */
  readonly path: string;
  readonly argv: readonly string[];
  readonly envp: readonly string[];
  readonly cwd?: Location;
  /** Becomes descriptors 0, 1, 2, …: one reference of each moves to the process. Absent: the terminal, or nothing. */
  readonly files?: readonly (File | null)[];
  /** A group to join; absent: the process leads a new group (and a new session when none is given). */
  readonly pgid?: number;
  /** Controlling terminal. The new group becomes its foreground group when `foreground`. */
  readonly tty?: Tty | null;
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
}

export class LwpSystem {
  readonly kernel: Kernel;
  readonly mm: MemorySystem;
  readonly vfs: Vfs;
  readonly futexes: FutexTable = new FutexTable();
  readonly pageCache: PageCache;
  /** The system-call table; null answers -ENOSYS to everything. */
  gate: SyscallGate | null = null;
  /** The process that adopts orphans, or null: the kernel reaps them. */
  init: Lwp | null = null;

  constructor(options: LwpSystemOptions) {
    this.kernel = options.kernel;
    this.mm = options.mm;
    this.vfs = options.vfs;
    this.pageCache = new PageCache(this.mm);
  }

  /** Starts a program as a child of the kernel: its pid, or -errno (ENOENT, EACCES, ENOEXEC, ENOMEM, E2BIG, ...). */
  *spawn(_options: SpawnOptions): Blocking<number> {
    return -ENOSYS;
  }

  /** For the kernel's own children: waits for the end of `pid` and answers its wait status, or -ECHILD, -EINTR. */
  *waitChild(_pid: number): Blocking<number> {
    return -ENOSYS;
  }

  find(_pid: number): Lwp | null {
    return null;
  }

  findThread(_tid: number): UserThread | null {
    return null;
  }

  /** Every process, zombies too, in the order of pids. */
  *lwps(): Generator<Lwp> {}

  /** From the kernel to a process: 0, -ESRCH, -EINVAL. `pid` < 0: the group -pid. */
  kill(_pid: number, _sig: number): number {
    return -ENOSYS;
  }
}

export const LWP: Service<LwpSystem> = defineService<LwpSystem>("lwp");
