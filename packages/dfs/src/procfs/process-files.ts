// The texts of /proc/<pid>/…, in the formats of Linux 6 (man 5 proc_pid_stat and its
// neighbours). What Keel does not count shows as 0.

import { PROT_EXEC, PROT_READ, PROT_WRITE } from "@keel/abi";
import { utf8Encode } from "@keel/klib";
import { majorOf, minorOf } from "../attributes.ts";
import { PAGE_BYTES } from "../page-source.ts";
import type { ProcArea, ProcProcess, ProcThread, SignalBits } from "./processes.ts";
import { TICK_NS } from "./system-files.ts";

const STATE_NAMES: ReadonlyMap<string, string> = new Map([
  ["R", "running"],
  ["S", "sleeping"],
  ["D", "disk sleep"],
  ["T", "stopped"],
  ["t", "tracing stop"],
  ["Z", "zombie"],
  ["X", "dead"],
]);

/** What the address space is made of, in bytes. */
interface Sizes {
  data: number;
  stack: number;
  text: number;
  file: number;
}

/** Arguments, each ended by a zero byte; nothing for a zombie. */
export function cmdline(process: ProcProcess): Uint8Array {
  return zeroEnded(process.argv);
}

export function environ(process: ProcProcess): Uint8Array {
  return zeroEnded(process.environ);
}

function zeroEnded(strings: readonly string[]): Uint8Array {
  return utf8Encode(strings.map((one) => `${one}\0`).join(""));
}

/** The one line that ps, top and pidof live on: 52 fields. */
export function statLine(process: ProcProcess, thread: ProcThread): string {
  const isMain = thread.tid === process.pid;
  const ticks = (ns: number): number => Math.floor(ns / TICK_NS);
  const { signals } = thread;
  // Only the first 32 signals have a place here.
  const masks = [signals.pending, signals.blocked, signals.ignored, signals.caught].map(({ lo }) => lo >>> 0);
  const fields: (number | string)[] = [
    thread.tid,
    `(${thread.name})`,
    thread.state,
    process.ppid,
    process.pgid,
    process.sid,
    process.ttyNumber,
    process.ttyForegroundGroup,
    0, // flags
    process.minorFaults,
    0,
    process.majorFaults,
    0,
    ticks(isMain ? process.userNs : thread.userNs),
    ticks(isMain ? process.systemNs : thread.systemNs),
    ticks(process.childUserNs),
    ticks(process.childSystemNs),
    20 + process.nice, // priority
    process.nice,
    process.threads().length,
    0, // itrealvalue
    ticks(thread.startNs),
    process.virtualBytes,
    process.residentPages,
    "18446744073709551615", // rsslim: none
    ...zeros(5), // startcode, endcode, startstack, kstkesp, kstkeip
    ...masks,
    ...zeros(3), // wchan, nswap, cnswap
    17, // exit_signal: SIGCHLD
    0, // processor
    0, // rt_priority
    0, // policy
    ...zeros(3), // delayacct_blkio_ticks, guest_time, cguest_time
    ...zeros(7), // start_data, end_data, start_brk, arg_start, arg_end, env_start, env_end
    process.exitStatus,
  ];
  return `${fields.join(" ")}\n`;
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}

/** Pages: size, resident, shared, text, lib, data, dirty. */
export function statm(process: ProcProcess): string {
  const sizes = sizesOf(process);
  const pages = (bytes: number): number => Math.ceil(bytes / PAGE_BYTES);
  const size = pages(process.virtualBytes);
  const { residentPages } = process;
  const shared = Math.min(residentPages, pages(sizes.file));
  return `${size} ${residentPages} ${shared} ${pages(sizes.text)} 0 ${pages(sizes.data + sizes.stack)} 0\n`;
}

function sizesOf(process: ProcProcess): Sizes {
  const sizes: Sizes = { data: 0, stack: 0, text: 0, file: 0 };
  for (const area of process.areas()) {
    const size = area.end - area.start;
    if (area.name === "[stack]") sizes.stack += size;
    else if ((area.prot & PROT_EXEC) !== 0) sizes.text += size;
    else if ((area.prot & PROT_WRITE) !== 0 && !area.isShared) sizes.data += size;
    if (area.ino !== 0) sizes.file += size;
  }
  return sizes;
}

export function statusText(process: ProcProcess, thread: ProcThread): string {
  const { uid, gid } = process;
  const { signals } = thread;
  const lines: [string, string][] = [
    ["Name", thread.name],
    ["Umask", process.umask.toString(8).padStart(4, "0")],
    ["State", `${thread.state} (${STATE_NAMES.get(thread.state) ?? "unknown"})`],
    ["Tgid", String(process.pid)],
    ["Ngid", "0"],
    ["Pid", String(thread.tid)],
    ["PPid", String(process.ppid)],
    ["TracerPid", "0"],
    ["Uid", [uid, uid, uid, uid].join("\t")],
    ["Gid", [gid, gid, gid, gid].join("\t")],
    ["FDSize", String(fdSize(process))],
    ["Groups", " "],
    ...memoryLines(process),
    ["Threads", String(process.threads().length)],
    ["SigQ", "0/4096"],
    ["SigPnd", signalMask(signals.pending)],
    ["ShdPnd", signalMask(signals.sharedPending)],
    ["SigBlk", signalMask(signals.blocked)],
    ["SigIgn", signalMask(signals.ignored)],
    ["SigCgt", signalMask(signals.caught)],
    ["Cpus_allowed", "1"],
    ["Cpus_allowed_list", "0"],
    ["voluntary_ctxt_switches", "0"],
    ["nonvoluntary_ctxt_switches", "0"],
  ];
  return lines.map(([name, value]) => `${name}:\t${value}\n`).join("");
}

/** Absent for zombies, as on Linux. */
function memoryLines(process: ProcProcess): [string, string][] {
  if (process.virtualBytes === 0) return [];
  const sizes = sizesOf(process);
  const resident = process.residentPages * PAGE_BYTES;
  const ofFiles = Math.min(resident, sizes.file);
  const lines: [string, number][] = [
    ["VmPeak", process.virtualBytes],
    ["VmSize", process.virtualBytes],
    ["VmLck", 0],
    ["VmPin", 0],
    ["VmHWM", resident],
    ["VmRSS", resident],
    ["RssAnon", resident - ofFiles],
    ["RssFile", ofFiles],
    ["RssShmem", 0],
    ["VmData", sizes.data],
    ["VmStk", sizes.stack],
    ["VmExe", sizes.text],
    ["VmLib", 0],
    ["VmPTE", 0],
    ["VmSwap", 0],
  ];
  return lines.map(([name, bytes]) => [name, `${String(Math.ceil(bytes / 1024)).padStart(8)} kB`]);
}

/** Slots of the descriptor table: the next power of two, at least 64. */
function fdSize(process: ProcProcess): number {
  let size = 64;
  for (const [fd] of process.files()) while (fd >= size) size *= 2;
  return size;
}

function signalMask({ lo, hi }: SignalBits): string {
  const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, "0");
  return hex(hi) + hex(lo);
}

/** The column at which names start in maps. */
const NAME_COLUMN = 73;

export function maps(process: ProcProcess): string {
  let text = "";
  for (const area of process.areas()) text += mapsLine(area);
  return text;
}

function mapsLine(area: ProcArea): string {
  const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");
  const permissions = [
    (area.prot & PROT_READ) !== 0 ? "r" : "-",
    (area.prot & PROT_WRITE) !== 0 ? "w" : "-",
    (area.prot & PROT_EXEC) !== 0 ? "x" : "-",
    area.isShared ? "s" : "p",
  ].join("");
  const dev = `${hex(majorOf(area.dev), 2)}:${hex(minorOf(area.dev), 2)}`;
  const range = `${hex(area.start, 8)}-${hex(area.end, 8)}`;
  const line = `${range} ${permissions} ${hex(area.offset, 8)} ${dev} ${area.ino}`;
  return area.name === "" ? `${line} \n` : `${line.padEnd(NAME_COLUMN)}${area.name}\n`;
}
