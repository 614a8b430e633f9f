import { O_RDONLY, O_WRONLY, PROT_EXEC, PROT_READ, PROT_WRITE, S_IFIFO, S_IFMT } from "@keel/abi";
import { DeviceTable, DEVICES, NullDevice } from "@keel/device";
import { utf8Decode } from "@keel/klib";
import { beforeEach, describe, expect, test } from "vitest";
import {
  createPipe,
  File,
  PROCFS,
  type ProcProcess,
  type ProcProcesses,
  ProcFs,
  type ProcThread,
  VFS,
} from "../../src/index.ts";
import { makeRamVfs, Posix, runNow } from "../posix.ts";

const NO_SIGNALS = { lo: 0, hi: 0 };

class FakeProcesses implements ProcProcesses {
  readonly table = new Map<number, ProcProcess>();
  caller = 0;

  pids(): number[] {
    return [...this.table.keys()];
  }

  find(pid: number): ProcProcess | null {
    return this.table.get(pid) ?? null;
  }

  callerPid(): number {
    return this.caller;
  }

  callerTid(): number {
    return this.caller;
  }
}

let sys: Posix;
let procFs: ProcFs;
let processes: FakeProcesses;
let files: Map<number, File>;

function thread(tid: number, name: string): ProcThread {
  return {
    tid,
    name,
    state: tid === 42 ? "R" : "S",
    userNs: 1.5e9,
    systemNs: 0.25e9,
    startNs: 2e9,
    signals: {
      pending: NO_SIGNALS,
      sharedPending: NO_SIGNALS,
      blocked: { lo: 0x4000, hi: 0 },
      ignored: { lo: 0x1000, hi: 0x8000_0000 },
      caught: { lo: 2, hi: 0 },
    },
  };
}

function addProcess(pid: number, change: Partial<ProcProcess> = {}): void {
  processes.table.set(pid, {
    pid,
    ppid: 1,
    pgid: pid,
    sid: 1,
    uid: 0,
    gid: 0,
    umask: 0o22,
    ttyNumber: 0x440,
    ttyForegroundGroup: pid,
    nice: 0,
    userNs: 1.5e9,
    systemNs: 0.25e9,
    childUserNs: 0,
    childSystemNs: 0,
    minorFaults: 12,
    majorFaults: 3,
    virtualBytes: 8192 * 100,
    residentPages: 20,
    exitStatus: 0,
    argv: ["busybox", "ash", "-c", "echo $HOME"],
    environ: ["HOME=/", "TERM=linux"],
    exe: null,
    cwd: sys.cwd,
    root: sys.vfs.root,
    threads: () => [thread(pid, "ash"), thread(pid + 1, "worker")],
    files: () => files,
    areas: () => [
      {
        start: 0x10000,
        end: 0x20000,
        prot: PROT_READ | PROT_EXEC,
        isShared: false,
        offset: 0,
        dev: 0x803,
        ino: 77,
        name: "/bin/busybox",
      },
      {
        start: 0x20000,
        end: 0x22000,
        prot: PROT_READ | PROT_WRITE,
        isShared: false,
        offset: 0,
        dev: 0,
        ino: 0,
        name: "",
      },
      {
        start: 0x3f_ff00_0000,
        end: 0x3f_ff02_1000,
        prot: PROT_READ | PROT_WRITE,
        isShared: false,
        offset: 0,
        dev: 0,
        ino: 0,
        name: "[stack]",
      },
    ],
    ...change,
  });
}

beforeEach(() => {
  const vfs = makeRamVfs();
  vfs.kernel.provide(VFS, vfs);
  procFs = new ProcFs(vfs.kernel);
  vfs.kernel.provide(PROCFS, procFs);
  vfs.registerFileSystem(procFs);
  sys = new Posix(vfs);
  sys.mkdir("/proc");
  sys.mount("proc", "/proc", "proc");
  processes = new FakeProcesses();
  procFs.processes = processes;
  files = new Map();
});

describe("ProcFs.register", () => {
  test("makes a file whose text is asked for at each reading from the start", () => {
    let count = 0;
    procFs.register("sys/test/count", () => `${++count}\n`);
    const fd = sys.open("/proc/sys/test/count");
    expect(sys.read(fd)).toBe("1\n");
    expect(sys.read(fd)).toBe("");
    sys.lseek(fd, 0);
    expect(sys.read(fd, 1)).toBe("2");
    expect(sys.read(fd)).toBe("\n");
    expect(sys.ls("/proc/sys/test")).toEqual(["count"]);
    expect(sys.stat("/proc/sys/test/count").size).toBe(0);
  });

  test("with a writer makes a file that can be set, as sysctl and echo do it", () => {
    let value = "old";
    procFs.register(
      "sys/test/value",
      () => `${value}\n`,
      (text) => {
        if (text.startsWith("bad")) return -22;
        value = text.trim();
        return 0;
      },
    );
    sys.put("/proc/sys/test/value", "new\n");
    expect(sys.cat("/proc/sys/test/value")).toBe("new\n");
    expect(sys.write(sys.open("/proc/sys/test/value", O_WRONLY), "bad\n")).toBe("EINVAL");
    expect(sys.stat("/proc/sys/test/value").mode & 0o777).toBe(0o644);
  });

  test("nothing else can be made, changed or removed", () => {
    expect(sys.open("/proc/new", O_WRONLY | 0o100)).toBe("EACCES");
    expect(sys.mkdir("/proc/new")).toBe("EPERM");
    expect(sys.unlink("/proc/uptime")).toBe("EPERM");
    expect(sys.chmod("/proc/sys", 0o777)).toBe("EACCES");
    expect(sys.rename("/proc/uptime", "/proc/x")).toBe("EPERM");
  });

  test("one path has one inode number", () => {
    expect(sys.stat("/proc/sys/kernel").ino).toBe(sys.stat("/proc/sys/../sys/kernel").ino);
    expect(sys.stat("/proc/meminfo").ino).not.toBe(sys.stat("/proc/stat").ino);
    sys.chdir("/proc/sys/kernel");
    expect(sys.getcwd()).toBe("/proc/sys/kernel");
  });
});

describe("system files of /proc", () => {
  test("uptime, stat and loadavg have the numbers of the board", () => {
    procFs.describe({
      cpuTimes: () => ({ user: 1.23e9, system: 0.5e9, idle: 98e9, interrupt: 0.01e9 }),
      tasks: () => ({ running: 2, blocked: 1, total: 9, created: 77, lastPid: 76 }),
      loadAverage: () => [0.5, 0.25, 1.999],
      contextSwitches: () => 1000,
      interrupts: () => 50,
    });
    sys.advance(100.5e9);
    expect(sys.cat("/proc/uptime")).toBe("100.50 98.00\n");
    expect(sys.cat("/proc/loadavg")).toBe("0.50 0.25 1.99 2/9 76\n");
    expect(sys.cat("/proc/stat")).toMatch(
      /^cpu {2}123 0 50 9800 0 1 0 0 0 0\ncpu0 123 .*\nintr 50\nctxt 1000\nbtime 0\nprocesses 77\nprocs_running 2\nprocs_blocked 1\n/,
    );
  });

  test("meminfo has the columns that free reads", () => {
    const mib = 2 ** 20;
    procFs.describe({
      memory: () => ({
        total: 64 * mib,
        free: 40 * mib,
        cached: 4 * mib,
        shared: mib,
        anonymous: 8 * mib,
        kernel: mib,
      }),
    });
    const lines = String(sys.cat("/proc/meminfo")).split("\n");
    expect(lines[0]).toBe("MemTotal:          65536 kB");
    expect(lines[1]).toBe("MemFree:           40960 kB");
    expect(lines[2]).toBe("MemAvailable:      45056 kB");
    expect(lines).toContain("Shmem:              1024 kB");
    expect(lines).toContain("SwapTotal:             0 kB");
  });

  test("mounts and filesystems list what there is, blanks escaped", () => {
    sys.mkdir("/my disk");
    sys.mount("a\\b", "/my disk", "tmpfs", 0, "size=8k");
    expect(sys.cat("/proc/mounts")).toBe(
      [
        "root / tmpfs rw,relatime,size=65536k 0 0",
        "proc /proc proc rw,relatime 0 0",
        "a\\134b /my\\040disk tmpfs rw,relatime,size=8k 0 0",
        "",
      ].join("\n"),
    );
    expect(sys.cat("/proc/filesystems")).toBe("nodev\ttmpfs\nnodev\tramfs\nnodev\tproc\n");
  });

  test("devices lists major numbers, cpuinfo harts, cmdline and version the kernel", () => {
    const table = new DeviceTable(sys.vfs.kernel);
    sys.vfs.kernel.provide(DEVICES, table);
    table.register(new NullDevice(sys.vfs.kernel), "null", 3);
    procFs.describe({
      commandLine: () => "console=ttyS0",
      harts: () => [{ isa: "rv64gc", mmu: "sv39" }],
    });
    expect(sys.cat("/proc/devices")).toBe("Character devices:\n  1 mem\n\nBlock devices:\n");
    expect(sys.cat("/proc/cpuinfo")).toBe("processor\t: 0\nhart\t\t: 0\nisa\t\t: rv64gc\nmmu\t\t: sv39\n\n");
    expect(sys.cat("/proc/cmdline")).toBe("console=ttyS0\n");
    expect(sys.cat("/proc/version")).toMatch(/^Linux version 6\.\S+ \(keel\) #1\n$/);
    expect(sys.cat("/proc/sys/kernel/ostype")).toBe("Linux\n");
    expect(sys.cat("/proc/sys/kernel/random/uuid")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/,
    );
  });

  test("the host name can be read and set", () => {
    let nodename = "keel";
    procFs.describe({
      names: () => ({
        sysname: "Linux",
        nodename,
        release: "6",
        version: "#1",
        machine: "riscv64",
        domainname: "(none)",
      }),
      setNodename: (name) => {
        nodename = name;
        return 0;
      },
    });
    sys.put("/proc/sys/kernel/hostname", "board\n");
    expect(sys.cat("/proc/sys/kernel/hostname")).toBe("board\n");
  });
});

describe("/proc/<pid>", () => {
  test("is there as long as the process is, in order of pids", () => {
    addProcess(100);
    addProcess(7);
    const fd = sys.open("/proc");
    const pids = sys.getdents(fd).filter((name) => /^\d+$/.test(name));
    expect(pids).toEqual(["7", "100"]);
    const stat = sys.open("/proc/7/stat");
    processes.table.delete(7);
    expect(sys.exists("/proc/7")).toBe("ENOENT");
    expect(sys.read(stat)).toBe("ESRCH");
    expect(sys.exists("/proc/007")).toBe("ENOENT");
  });

  test("a listing goes on behind a process that ends meanwhile", () => {
    for (const pid of [5, 6, 7, 8]) addProcess(pid);
    const fd = sys.open("/proc");
    const seen: string[] = [];
    for (;;) {
      const [name] = sys.getdents(fd, 1);
      if (name === undefined) break;
      if (name === "6") processes.table.delete(7);
      if (/^\d+$/.test(name)) seen.push(name);
    }
    expect(seen).toEqual(["5", "6", "8"]);
  });

  test("self and thread-self name the caller, and nobody for kernel threads", () => {
    addProcess(42);
    expect(sys.exists("/proc/self")).toBe("ENOENT");
    processes.caller = 42;
    expect(sys.readlink("/proc/self")).toBe("42");
    expect(sys.readlink("/proc/thread-self")).toBe("42/task/42");
    expect(sys.cat("/proc/self/comm")).toBe("ash\n");
  });

  test("stat has the 52 fields in their places", () => {
    addProcess(42);
    const line = String(sys.cat("/proc/42/stat"));
    const fields = line.trimEnd().split(" ");
    expect(fields).toHaveLength(52);
    expect(fields.slice(0, 17).join(" ")).toBe("42 (ash) R 1 42 1 1088 42 0 12 0 3 0 150 25 0 0");
    expect(fields.slice(17, 24).join(" ")).toBe("20 0 2 0 200 819200 20");
    expect(fields.slice(30, 34)).toEqual(["0", "16384", "4096", "2"]);
    expect(fields[37]).toBe("17");
  });

  test("status has the lines of Linux", () => {
    addProcess(42);
    const status = String(sys.cat("/proc/42/status"));
    for (const line of [
      "Name:\tash",
      "Umask:\t0022",
      "State:\tR (running)",
      "Tgid:\t42",
      "PPid:\t1",
      "Uid:\t0\t0\t0\t0",
      "FDSize:\t64",
      "VmSize:\t     800 kB",
      "VmRSS:\t      80 kB",
      "VmStk:\t     132 kB",
      "Threads:\t2",
      "SigBlk:\t0000000000004000",
      "SigIgn:\t8000000000001000",
    ]) {
      expect(status.split("\n")).toContain(line);
    }
  });

  test("a zombie has no memory, no arguments and its exit status", () => {
    addProcess(42, {
      virtualBytes: 0,
      residentPages: 0,
      argv: [],
      areas: () => [],
      exitStatus: 256,
      cwd: null,
    });
    expect(sys.cat("/proc/42/status")).not.toContain("VmSize");
    expect(sys.cat("/proc/42/cmdline")).toBe("");
    expect(String(sys.cat("/proc/42/stat")).trimEnd().split(" ")[51]).toBe("256");
    expect(sys.readlink("/proc/42/exe")).toBe("ENOENT");
    expect(sys.readlink("/proc/42/cwd")).toBe("ENOENT");
  });

  test("cmdline and environ end each string with a zero byte; environ is the owner's", () => {
    addProcess(42, { uid: 1000, gid: 1000 });
    expect(sys.cat("/proc/42/cmdline")).toBe("busybox\0ash\0-c\0echo $HOME\0");
    expect(sys.cat("/proc/42/environ")).toBe("HOME=/\0TERM=linux\0");
    expect(new Posix(sys.vfs, 1001).cat("/proc/42/environ")).toBe("EACCES");
    expect(new Posix(sys.vfs, 1000).cat("/proc/42/environ")).toContain("HOME=/");
  });

  test("maps puts names at their column; statm counts pages", () => {
    addProcess(42);
    expect(sys.cat("/proc/42/maps")).toBe(
      [
        "00010000-00020000 r-xp 00000000 08:03 77                                 /bin/busybox",
        "00020000-00022000 rw-p 00000000 00:00 0 ",
        "3fff000000-3fff021000 rw-p 00000000 00:00 0                              [stack]",
        "",
      ].join("\n"),
    );
    expect(sys.cat("/proc/42/statm")).toBe("200 20 16 16 0 35 0\n");
  });

  test("cwd, root and exe lead to the thing itself, wherever its name has gone", () => {
    sys.mkdir("/bin");
    sys.put("/bin/prog", "program");
    const { location } = sys.file(sys.open("/bin/prog"));
    if (location === null) throw new Error("no location");
    sys.chdir("/bin");
    addProcess(42, { cwd: sys.cwd, exe: { ...location, path: "/bin/prog (deleted)" } });
    sys.unlink("/bin/prog");
    expect(sys.readlink("/proc/42/exe")).toBe("/bin/prog (deleted)");
    expect(sys.cat("/proc/42/exe")).toBe("program");
    expect(sys.readlink("/proc/42/cwd")).toBe("/bin");
    sys.rename("/bin", "/sbin");
    expect(sys.readlink("/proc/42/cwd")).toBe("/sbin");
    expect(sys.ls("/proc/42/root/")).toEqual(["proc", "sbin"]);
  });

  test("fd lists open files, and opening one opens the file anew", () => {
    sys.put("/f", "contents");
    const fd = sys.open("/f");
    sys.read(fd, 3);
    const [reader, writer] = createPipe(sys.vfs.kernel);
    files.set(0, sys.file(fd));
    files.set(5, reader);
    files.set(12, writer);
    addProcess(42);
    processes.caller = 42;
    sys.mkdir("/dev");
    sys.symlink("/proc/self/fd", "/dev/fd");
    expect(sys.ls("/proc/42/fd")).toEqual(["0", "12", "5"]);
    expect(sys.readlink("/proc/42/fd/0")).toBe("/f");
    expect(sys.readlink("/proc/42/fd/5")).toBe(reader.path);
    expect(sys.lstat("/proc/42/fd/0").mode & 0o777).toBe(0o500);
    expect(sys.cat("/dev/fd/0")).toBe("contents");
    expect(sys.exists("/proc/42/fd/9")).toBe("ENOENT");
    sys.unlink("/f");
    expect(sys.readlink("/proc/42/fd/0")).toBe("/f (deleted)");
    expect(sys.cat("/proc/42/fd/0")).toBe("contents");
    const again = sys.open("/proc/self/fd/12", O_WRONLY | 0o100);
    expect(sys.write(again, "through proc")).toBe(12);
    expect(runNow(reader.read(new Uint8Array(100)))).toBe(12);
    expect(sys.open("/proc/self/fd/5", O_RDONLY)).toBeTypeOf("number");
  });

  test("fd leads to streams from outside, by the same description", () => {
    class Stream extends File {
      written = "";

      override get isSeekable(): boolean {
        return false;
      }

      override get path(): string {
        return "pipe:[1]";
      }

      override write(buf: Uint8Array): number {
        this.written += utf8Decode(buf);
        return buf.length;
      }
    }
    const stream = new Stream(null, O_WRONLY);
    files.set(2, stream);
    addProcess(42);
    processes.caller = 42;
    sys.put("/proc/self/fd/2", "to the outside");
    expect(stream.written).toBe("to the outside");
    expect(sys.open("/proc/self/fd/2", O_RDONLY)).toBe("EACCES");
    expect(sys.stat("/proc/self/fd/2").mode & S_IFMT).toBe(S_IFIFO);
    expect(sys.readlink("/proc/self/fd/2")).toBe("pipe:[1]");
  });

  test("task has each thread with its own name and times", () => {
    addProcess(42);
    expect(sys.ls("/proc/42/task")).toEqual(["42", "43"]);
    expect(sys.cat("/proc/42/task/43/comm")).toBe("worker\n");
    expect(String(sys.cat("/proc/42/task/43/stat"))).toMatch(/^43 \(worker\) S /);
    expect(sys.exists("/proc/42/task/44")).toBe("ENOENT");
  });

  test("the process layer can add files of its own", () => {
    addProcess(42, { extras: new Map([["limits", { kind: "text", read: () => "none\n" }]]) });
    expect(sys.cat("/proc/42/limits")).toBe("none\n");
  });
});
