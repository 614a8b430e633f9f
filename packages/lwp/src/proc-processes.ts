// What /proc shows of processes: answers to the questions of dfs's procfs, read from the tables each time.

import {
  NSIG,
  PAGE_SIZE,
  RT_THREAD_SUSPEND_KILLABLE,
  RT_THREAD_SUSPEND_UNINTERRUPTIBLE,
  SIG_DFL,
  SIG_IGN,
} from "@keel/abi";
import type {
  CpuTimes,
  File,
  Jump,
  Location,
  MemoryInfo,
  ProcArea,
  ProcFs,
  ProcProcess,
  ProcProcesses,
  ProcThread,
} from "@keel/dfs";
import { FileObject } from "./page-cache.ts";
import type { Lwp } from "./lwp.ts";
import type { LwpSystem } from "./lwp-system.ts";
import { SigSet } from "./sig-set.ts";
import type { UserThread } from "./user-thread.ts";

/** Lets /proc show the processes of `system`, its memory and its times. */
export function showInProc(system: LwpSystem, procFs: ProcFs): void {
  procFs.processes = new LwpProcesses(system);
  procFs.describe({
    memory: () => memoryInfo(system),
    cpuTimes: () => cpuTimes(system),
    tasks: () => {
      const threads = system.lwps().flatMap((lwp) => [...lwp.threads.values()]);
      return {
        running: threads.filter(({ thread }) => !thread.isSuspended).length,
        blocked: threads.filter(({ thread }) => thread.state === RT_THREAD_SUSPEND_UNINTERRUPTIBLE).length,
        total: threads.length,
        created: system.pids.givenCount,
        lastPid: system.pids.last,
      };
    },
  });
}

function memoryInfo(system: LwpSystem): MemoryInfo {
  const { frames } = system.mm;
  let resident = 0;
  let tables = 0;
  for (const { aspace } of system.lwps()) {
    resident += aspace?.residentPages ?? 0;
    tables += aspace?.table.tablePages ?? 0;
  }
  const cached = system.pageCache.residentPages;
  const used = frames.totalPages - frames.freePages;
  return {
    total: frames.totalPages * PAGE_SIZE,
    free: frames.freePages * PAGE_SIZE,
    cached: cached * PAGE_SIZE,
    shared: 0,
    anonymous: Math.min(resident, used - cached - tables) * PAGE_SIZE,
    kernel: tables * PAGE_SIZE,
  };
}

function cpuTimes(system: LwpSystem): CpuTimes {
  const { kernel } = system;
  const idle = kernel.idle.thread?.runNs ?? 0;
  const user = system.lwps().reduce((sum, lwp) => sum + lwp.usage().userNs, system.reapedUserNs);
  return { user, system: Math.max(0, kernel.now() - idle - user), idle, interrupt: 0 };
}

class LwpProcesses implements ProcProcesses {
  private readonly system: LwpSystem;

  constructor(system: LwpSystem) {
    this.system = system;
  }

  pids(): readonly number[] {
    return this.system.lwps().map(({ pid }) => pid);
  }

  find(pid: number): ProcProcess | null {
    const lwp = this.system.find(pid);
    return lwp === null ? null : new ProcView(lwp);
  }

  callerPid(): number {
    return this.system.current?.lwp.pid ?? 0;
  }

  callerTid(): number {
    return this.system.current?.tid ?? 0;
  }
}

class ProcView implements ProcProcess {
  private readonly lwp: Lwp;

  constructor(lwp: Lwp) {
    this.lwp = lwp;
  }

  get pid(): number {
    return this.lwp.pid;
  }

  get ppid(): number {
    return this.lwp.ppid;
  }

  get pgid(): number {
    return this.lwp.pgid;
  }

  get sid(): number {
    return this.lwp.sid;
  }

  get uid(): number {
    return this.lwp.credentials.uid;
  }

  get gid(): number {
    return this.lwp.credentials.gid;
  }

  get umask(): number {
    return this.lwp.fs.umask;
  }

  get ttyNumber(): number {
    return this.lwp.tty?.devNumber ?? 0;
  }

  get ttyForegroundGroup(): number {
    return this.lwp.tty?.foregroundGroup ?? -1;
  }

  get nice(): number {
    return this.lwp.nice;
  }

  get userNs(): number {
    return this.lwp.usage().userNs;
  }

  get systemNs(): number {
    return this.lwp.usage().systemNs;
  }

  get childUserNs(): number {
    return this.lwp.childrenUsage.userNs;
  }

  get childSystemNs(): number {
    return this.lwp.childrenUsage.systemNs;
  }

  get minorFaults(): number {
    return this.lwp.usage().minorFaults;
  }

  get majorFaults(): number {
    return this.lwp.usage().majorFaults;
  }

  get virtualBytes(): number {
    return this.lwp.aspace?.virtualSize ?? 0;
  }

  get residentPages(): number {
    return this.lwp.aspace?.residentPages ?? 0;
  }

  get exitStatus(): number {
    return this.lwp.isZombie ? this.lwp.exitStatus : 0;
  }

  get argv(): readonly string[] {
    return this.lwp.isZombie ? [] : this.lwp.argv;
  }

  get environ(): readonly string[] {
    return this.lwp.isZombie ? [] : this.lwp.envp;
  }

  get exe(): Jump | null {
    const file = this.lwp.exeFile;
    return file === null || file.location === null ? null : { ...file.location, path: file.path };
  }

  get cwd(): Location | null {
    return this.lwp.isZombie ? null : this.lwp.fs.cwd;
  }

  get root(): Location | null {
    return this.lwp.isZombie ? null : this.lwp.fs.root;
  }

  threads(): readonly ProcThread[] {
    const { lwp } = this;
    const threads = [...lwp.threads.values()];
    if (threads.length === 0) return [zombieThread(lwp)];
    // The leader first, also when exec by another thread has made it the last of the table.
    threads.sort((a, b) => Number(b.tid === lwp.pid) - Number(a.tid === lwp.pid));
    return threads.map(threadView);
  }

  files(): Iterable<readonly [number, File]> {
    return this.lwp.isZombie ? [] : this.lwp.files.entries();
  }

  *areas(): Generator<ProcArea> {
    for (const area of this.lwp.aspace?.areas() ?? []) {
      const stat = area.object instanceof FileObject ? area.object.vnode.stat() : null;
      yield {
        start: area.start,
        end: area.end,
        prot: area.prot,
        isShared: area.isShared,
        offset: stat === null ? 0 : area.offset,
        dev: stat?.dev ?? 0,
        ino: stat?.ino ?? 0,
        name: area.name,
      };
    }
  }
}

function threadView(user: UserThread): ProcThread {
  const { lwp } = user;
  const ignored = new SigSet();
  const caught = new SigSet();
  for (let sig = 1; sig <= NSIG; sig++) {
    const { handler } = lwp.handlers.get(sig);
    if (handler === SIG_IGN) ignored.add(sig);
    else if (handler !== SIG_DFL) caught.add(sig);
  }
  return {
    tid: user.tid,
    name: user.name,
    state: stateOf(user),
    userNs: user.usage.userNs,
    systemNs: user.usage.systemNs,
    startNs: user.startNs,
    signals: {
      pending: user.pending.set,
      sharedPending: lwp.pending.set,
      blocked: user.sigmask,
      ignored,
      caught,
    },
  };
}

function stateOf({ lwp, thread }: UserThread): string {
  if (lwp.isFullyStopped) return "T";
  if (!thread.isSuspended) return "R";
  const { state } = thread;
  return state === RT_THREAD_SUSPEND_UNINTERRUPTIBLE || state === RT_THREAD_SUSPEND_KILLABLE ? "D" : "S";
}

function zombieThread(lwp: Lwp): ProcThread {
  const none = new SigSet();
  return {
    tid: lwp.pid,
    name: lwp.name,
    state: "Z",
    userNs: lwp.endedUsage.userNs,
    systemNs: lwp.endedUsage.systemNs,
    startNs: lwp.startNs,
    signals: { pending: none, sharedPending: none, blocked: none, ignored: none, caught: none },
  };
}
