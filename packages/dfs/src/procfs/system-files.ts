// The files of /proc that tell about the system as a whole, in the formats of Linux 6
// (man 5 proc): what free, uptime, top, mount, df, uname -a and sysctl read.

import { DEVICES } from "@keel/device";
import type { Random } from "@keel/kernel";
import type { MountInfo } from "../mount.ts";
import { VFS } from "../vfs.ts";
import { WALL_CLOCK } from "../wall-clock.ts";
import type { ProcFs } from "./procfs.ts";

/** Clock ticks of user programs per second (USER_HZ), and what one lasts. */
export const TICK_NS = 10_000_000;

export function registerSystemFiles(procFs: ProcFs): void {
  const { kernel } = procFs;
  procFs.register("meminfo", () => meminfo(procFs));
  procFs.register("stat", () => stat(procFs));
  procFs.register("uptime", () => {
    const idle = procFs.system.cpuTimes().idle;
    return `${hundredths(kernel.now() / 1e9)} ${hundredths(idle / 1e9)}\n`;
  });
  procFs.register("loadavg", () => loadavg(procFs));
  procFs.register("cpuinfo", () => cpuinfo(procFs));
  procFs.register("cmdline", () => `${procFs.system.commandLine()}\n`);
  procFs.register("version", () => {
    const { sysname, release, version } = procFs.system.names();
    return `${sysname} version ${release} (keel) ${version}\n`;
  });
  procFs.register("devices", () => devices(procFs));
  procFs.register("filesystems", () => filesystems(procFs));
  procFs.register("mounts", () => mountsText(kernel.findService(VFS)?.mounts() ?? []));
  procFs.register("partitions", () => "major minor  #blocks  name\n\n");
  procFs.register("swaps", () => "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
  registerSysctl(procFs);
}

function registerSysctl(procFs: ProcFs): void {
  const { kernel } = procFs;
  const names = (): ReturnType<typeof procFs.system.names> => procFs.system.names();
  procFs.register("sys/kernel/ostype", () => `${names().sysname}\n`);
  procFs.register("sys/kernel/osrelease", () => `${names().release}\n`);
  procFs.register("sys/kernel/version", () => `${names().version}\n`);
  procFs.register("sys/kernel/domainname", () => `${names().domainname}\n`);
  procFs.register(
    "sys/kernel/hostname",
    () => `${names().nodename}\n`,
    (text) => procFs.system.setNodename(text.trimEnd()),
  );
  procFs.register("sys/kernel/pid_max", () => "32768\n");
  procFs.register("sys/kernel/ngroups_max", () => "65536\n");
  procFs.register("sys/kernel/random/uuid", () => uuid(kernel.random));
  const bootId = uuid(kernel.random);
  procFs.register("sys/kernel/random/boot_id", () => bootId);
  procFs.register("sys/vm/overcommit_memory", () => "0\n");
  procFs.register("sys/vm/max_map_count", () => "65530\n");
  procFs.register("sys/fs/pipe-max-size", () => "65536\n");
  procFs.register("sys/fs/file-max", () => "1048576\n");
}

function meminfo(procFs: ProcFs): string {
  const memory = procFs.system.memory();
  const lines: [string, number][] = [
    ["MemTotal", memory.total],
    ["MemFree", memory.free],
    ["MemAvailable", memory.free + memory.cached],
    ["Buffers", 0],
    ["Cached", memory.cached],
    ["SwapCached", 0],
    ["Active", memory.anonymous],
    ["Inactive", memory.cached],
    ["SwapTotal", 0],
    ["SwapFree", 0],
    ["Dirty", 0],
    ["Writeback", 0],
    ["AnonPages", memory.anonymous],
    ["Mapped", memory.cached],
    ["Shmem", memory.shared],
    ["Slab", memory.kernel],
    ["SReclaimable", 0],
    ["SUnreclaim", memory.kernel],
    ["KernelStack", 0],
    ["PageTables", 0],
    ["CommitLimit", memory.total],
    ["Committed_AS", memory.anonymous],
  ];
  return lines.map(([name, bytes]) => `${`${name}:`.padEnd(16)}${kilobytes(bytes)}\n`).join("");
}

function kilobytes(bytes: number): string {
  return `${String(Math.floor(bytes / 1024)).padStart(8)} kB`;
}

function stat(procFs: ProcFs): string {
  const { kernel, system } = procFs;
  const times = system.cpuTimes();
  const tasks = system.tasks();
  const columns = [times.user, 0, times.system, times.idle, 0, times.interrupt, 0, 0, 0, 0];
  const cpu = columns.map((ns) => Math.floor(ns / TICK_NS)).join(" ");
  const wall = kernel.findService(WALL_CLOCK);
  const bootSeconds = wall === null ? 0 : Math.floor((wall.nowNs() - kernel.now()) / 1e9);
  return [
    `cpu  ${cpu}`,
    `cpu0 ${cpu}`,
    `intr ${system.interrupts()}`,
    `ctxt ${system.contextSwitches()}`,
    `btime ${bootSeconds}`,
    `processes ${tasks.created}`,
    `procs_running ${tasks.running}`,
    `procs_blocked ${tasks.blocked}`,
    "softirq 0 0 0 0 0 0 0 0 0 0 0",
    "",
  ].join("\n");
}

function loadavg(procFs: ProcFs): string {
  const { system } = procFs;
  const tasks = system.tasks();
  const loads = system.loadAverage().map(hundredths).join(" ");
  return `${loads} ${tasks.running}/${tasks.total} ${tasks.lastPid}\n`;
}

function cpuinfo(procFs: ProcFs): string {
  const block = ({ isa, mmu }: { isa: string; mmu: string }, hart: number): string =>
    [`processor\t: ${hart}`, `hart\t\t: ${hart}`, `isa\t\t: ${isa}`, `mmu\t\t: ${mmu}`, "", ""].join("\n");
  return procFs.system.harts().map(block).join("");
}

/** Major numbers and who drives them; Linux's names for those that have one. */
const MAJOR_NAMES: ReadonlyMap<number, string> = new Map([
  [1, "mem"],
  [4, "ttyS"],
  [5, "/dev/tty"],
  [10, "misc"],
  [136, "pts"],
]);

function devices(procFs: ProcFs): string {
  const all = procFs.kernel.findService(DEVICES)?.list() ?? [];
  const list = (isBlock: boolean): string => {
    const names = new Map<number, string>();
    for (const device of all) {
      if (device.isBlock !== isBlock || device.major === 0) continue;
      names.set(device.major, MAJOR_NAMES.get(device.major) ?? device.name);
    }
    const sorted = [...names].sort(([a], [b]) => a - b);
    return sorted.map(([major, name]) => `${String(major).padStart(3)} ${name}\n`).join("");
  };
  return `Character devices:\n${list(false)}\nBlock devices:\n${list(true)}`;
}

function filesystems(procFs: ProcFs): string {
  const types = procFs.kernel.findService(VFS)?.table.types() ?? [];
  return types.map(({ name, nodev }) => `${nodev ? "nodev" : ""}\t${name}\n`).join("");
}

/** /proc/mounts: source, target, type, options, and two fields that dump and fsck used. */
export function mountsText(mounts: readonly MountInfo[]): string {
  const line = ({ source, target, type, options }: MountInfo): string =>
    `${escapeField(source)} ${escapeField(target)} ${type} ${options} 0 0\n`;
  return mounts.map(line).join("");
}

/** /proc/<pid>/mountinfo. */
export function mountInfoText(mounts: readonly MountInfo[]): string {
  const line = (mount: MountInfo): string => {
    const target = escapeField(mount.target);
    const source = escapeField(mount.source);
    const options = mount.options;
    return `${mount.id} ${mount.parentId} 0:${mount.dev} / ${target} ${options} - ${mount.type} ${source} ${options}\n`;
  };
  return mounts.map(line).join("");
}

/** Blanks and backslashes would break the line into other fields: they become octal. */
function escapeField(text: string): string {
  return text.replace(/[ \t\n\\]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

/** "12.34", cut and not rounded, as the kernel prints fixed-point numbers. */
function hundredths(value: number): string {
  const cut = Math.floor(value * 100);
  return `${Math.floor(cut / 100)}.${String(cut % 100).padStart(2, "0")}`;
}

/** A random UUID (version 4). */
function uuid(random: Random): string {
  const bytes = new Uint8Array(16);
  random.fill(bytes);
  const hex = [...bytes].map((byte, index) => {
    const fixed = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return fixed.toString(16).padStart(2, "0");
  });
  const parts = [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)];
  return `${parts.map((part) => part.join("")).join("-")}\n`;
}
