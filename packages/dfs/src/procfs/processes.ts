// What procfs has to know about processes, as interfaces that the process layer implements.
// The values are read each time a file of /proc is read.

import type { File } from "../file.ts";
import type { Location } from "../location.ts";
import type { Jump } from "../vnode.ts";
import type { ProcNode } from "./proc-node.ts";

export interface ProcProcesses {
  /** Of all processes, zombies included. */
  pids(): readonly number[];
  find(pid: number): ProcProcess | null;
  /** The process on whose behalf the current thread runs; 0 for kernel threads. */
  callerPid(): number;
  callerTid(): number;
}

/** 64 signals, signal 1 in the lowest bit of `lo`. */
export interface SignalBits {
  readonly lo: number;
  readonly hi: number;
}

export interface ProcSignals {
  /** For the thread, and for the process as a whole. */
  readonly pending: SignalBits;
  readonly sharedPending: SignalBits;
  readonly blocked: SignalBits;
  readonly ignored: SignalBits;
  readonly caught: SignalBits;
}

/** One line of /proc/<pid>/maps. */
export interface ProcArea {
  readonly start: number;
  readonly end: number;
  /** PROT_… */
  readonly prot: number;
  readonly isShared: boolean;
  /** In the file, bytes. */
  readonly offset: number;
  readonly dev: number;
  readonly ino: number;
  /** The file's path, "[heap]", "[stack]", or "". */
  readonly name: string;
}

/** What /proc/<pid>/task/<tid> tells that differs between the threads of a process. */
export interface ProcThread {
  readonly tid: number;
  /** At most 15 bytes. */
  readonly name: string;
  /** R running, S sleeping, D sleeping deeply, T stopped, Z zombie, X dead. */
  readonly state: string;
  readonly userNs: number;
  readonly systemNs: number;
  /** Since power-on. */
  readonly startNs: number;
  readonly signals: ProcSignals;
}

export interface ProcProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly sid: number;
  readonly uid: number;
  readonly gid: number;
  readonly umask: number;
  /** st_rdev of the controlling terminal, 0 for none; and its foreground group, -1 for none. */
  readonly ttyNumber: number;
  readonly ttyForegroundGroup: number;
  readonly nice: number;
  /** Of the process as a whole. */
  readonly userNs: number;
  readonly systemNs: number;
  readonly childUserNs: number;
  readonly childSystemNs: number;
  readonly minorFaults: number;
  readonly majorFaults: number;
  readonly virtualBytes: number;
  readonly residentPages: number;
  /** The wait status of a zombie; 0 while it lives. */
  readonly exitStatus: number;
  readonly argv: readonly string[];
  readonly environ: readonly string[];
  /** What it runs; null when it has ended. */
  readonly exe: Jump | null;
  readonly cwd: Location | null;
  readonly root: Location | null;
  /** The main thread first; a zombie shows what it was. */
  threads(): readonly ProcThread[];
  files(): Iterable<readonly [number, File]>;
  areas(): Iterable<ProcArea>;
  /** Further files, by name. */
  readonly extras?: ReadonlyMap<string, ProcNode>;
}
