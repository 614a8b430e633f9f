// What the system files of /proc show, as questions to the rooms that know: memory to mm,
// times to the scheduler, names to whoever answers uname. Each room gives what it has through
// `ProcFs.describe`; what nobody gives shows the defaults here.

/** Bytes. */
export interface MemoryInfo {
  readonly total: number;
  readonly free: number;
  /** Pages of files kept in memory, which could be given up. */
  readonly cached: number;
  /** Files of memory file systems and shared memory. */
  readonly shared: number;
  /** Memory of processes that no file stands behind. */
  readonly anonymous: number;
  /** Page tables, stacks and other memory of the kernel itself. */
  readonly kernel: number;
}

/** Nanoseconds since power-on, summed over the harts. */
export interface CpuTimes {
  readonly user: number;
  readonly system: number;
  readonly idle: number;
  readonly interrupt: number;
}

export interface SystemNames {
  /** As uname(2) has them. */
  readonly sysname: string;
  readonly nodename: string;
  readonly release: string;
  readonly version: string;
  readonly machine: string;
  readonly domainname: string;
}

export interface HartInfo {
  /** "rv64imafdc_zicsr_zifencei" */
  readonly isa: string;
  /** "sv39", or "none". */
  readonly mmu: string;
}

export interface TaskCounts {
  readonly running: number;
  readonly blocked: number;
  readonly total: number;
  /** Processes and threads ever made. */
  readonly created: number;
  readonly lastPid: number;
}

export interface SystemInfo {
  memory(): MemoryInfo;
  cpuTimes(): CpuTimes;
  names(): SystemNames;
  /** sethostname(2); 0 or -errno. */
  setNodename(name: string): number;
  harts(): readonly HartInfo[];
  tasks(): TaskCounts;
  /** Over 1, 5 and 15 minutes. */
  loadAverage(): readonly [number, number, number];
  contextSwitches(): number;
  interrupts(): number;
  /** The kernel's command line. */
  commandLine(): string;
}

export const DEFAULT_SYSTEM: SystemInfo = {
  memory: () => ({ total: 0, free: 0, cached: 0, shared: 0, anonymous: 0, kernel: 0 }),
  cpuTimes: () => ({ user: 0, system: 0, idle: 0, interrupt: 0 }),
  names: () => ({
    sysname: "Linux",
    nodename: "keel",
    release: "6.1.0-keel",
    version: "#1",
    machine: "riscv64",
    domainname: "(none)",
  }),
  setNodename: () => -1,
  harts: () => [{ isa: "rv64imafdc_zicsr_zifencei", mmu: "sv39" }],
  tasks: () => ({ running: 1, blocked: 0, total: 1, created: 0, lastPid: 0 }),
  loadAverage: () => [0, 0, 0],
  contextSwitches: () => 0,
  interrupts: () => 0,
  commandLine: () => "",
};
