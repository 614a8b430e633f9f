// LinuxSystem: what the Linux calls keep for the whole system and no room below has: the names of
// the host, the date, file locks, and the calls nobody implements that were asked for.

import { WALL_CLOCK } from "@keel/dfs";
import type { Kernel } from "@keel/kernel";
import type { LwpSystem } from "@keel/lwp";
import { FileLocks } from "./file-locks.ts";
import { SYSCALL_NAMES } from "./names.gen.ts";
import { RealtimeClock } from "./realtime-clock.ts";

export interface LinuxSystemOptions {
  readonly system: LwpSystem;
  readonly hostname?: string;
  /** The date; absent: the board's WALL_CLOCK if that is one, otherwise a new one from 2026 on. */
  readonly realtime?: RealtimeClock;
  /** The kernel's messages so far, for syslog(2). */
  readonly readLog?: () => string;
  /** What reboot(2) does; absent: the kernel halts with status 0. */
  readonly powerOff?: () => void;
  readonly restart?: () => void;
}

/** What uname says of the kernel. glibc refuses to start below 4.15. */
export const KERNEL_RELEASE = "6.12.0-keel";
export const KERNEL_VERSION = "#1 Keel";

const NS_PER_SEC = 1_000_000_000;

export class LinuxSystem {
  readonly system: LwpSystem;
  readonly kernel: Kernel;
  readonly realtime: RealtimeClock;
  readonly locks: FileLocks;
  readonly readLog: () => string;
  readonly powerOff: () => void;
  readonly restart: () => void;
  hostname: string;
  domainname: string = "(none)";
  /** Calls without a descriptor that a program has made: each is reported once. */
  private readonly unknownCalls: Set<number> = new Set();

  constructor(options: LinuxSystemOptions) {
    this.system = options.system;
    this.kernel = options.system.kernel;
    this.hostname = options.hostname ?? "keel";
    this.readLog = options.readLog ?? (() => "");
    this.powerOff = options.powerOff ?? (() => this.kernel.halt(0));
    this.restart = options.restart ?? this.powerOff;
    this.realtime = options.realtime ?? boardClock(this.kernel);
    this.locks = new FileLocks(this.system);
  }

  /** Names a call that nobody implements in the kernel's log, the first time it is made. */
  reportUnknown(nr: number, program: string): void {
    if (this.unknownCalls.has(nr)) return;
    this.unknownCalls.add(nr);
    const name = SYSCALL_NAMES.get(nr) ?? "no such number";
    this.kernel.print(`syscall: ${program} asked for system call ${nr} (${name}), which is not there\n`);
  }
}

/**
 * The clock that the file systems use already, or one that goes like it, so that dates agree; when the board
 * offers none, one that the file systems will use.
 */
function boardClock(kernel: Kernel): RealtimeClock {
  const offered = kernel.findService(WALL_CLOCK);
  if (offered instanceof RealtimeClock) return offered;
  const clock = new RealtimeClock(kernel);
  if (offered === null) kernel.provide(WALL_CLOCK, clock);
  else {
    const seconds = Math.floor(offered.nowNs() / NS_PER_SEC);
    clock.set(seconds, Math.max(0, offered.nowNs() - seconds * NS_PER_SEC));
  }
  return clock;
}
