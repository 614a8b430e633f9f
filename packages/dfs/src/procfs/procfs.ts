// procfs: /proc, where the kernel tells about itself in texts. Rooms register what they know
// under paths ("meminfo", "sys/kernel/ostype"); processes come through ProcProcesses, which the
// process layer implements. The texts have the formats of Linux (man 5 proc), since ps, top,
// free, mount and uptime of BusyBox and others read them.

import { ENOENT, NAME_MAX, PROC_SUPER_MAGIC } from "@keel/abi";
import { defineService, type Kernel, type Service } from "@keel/kernel";
import { type FileSystemType, type Statfs, Superblock } from "../superblock.ts";
import { type ProcContents, type ProcDir, type ProcNode, ProcTree } from "./proc-node.ts";
import { ProcDirectory } from "./proc-vnode.ts";
import { processDir } from "./process-dir.ts";
import type { ProcProcesses } from "./processes.ts";
import { registerSystemFiles } from "./system-files.ts";
import { DEFAULT_SYSTEM, type SystemInfo } from "./system-info.ts";

export const PROCFS: Service<ProcFs> = defineService<ProcFs>("procfs");

/** The kind "proc" of one kernel; every mount shows the same tree. */
export class ProcFs implements FileSystemType {
  readonly name = "proc";
  readonly nodev = true;
  readonly kernel: Kernel;
  /** Set by the process layer; null: there are no processes. */
  processes: ProcProcesses | null = null;
  readonly #tree = new ProcTree();
  #system: SystemInfo = DEFAULT_SYSTEM;
  #superblock: ProcSuperblock | null = null;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    registerSystemFiles(this);
  }

  /** What the system files show. */
  get system(): SystemInfo {
    return this.#system;
  }

  /** Says what a room knows about the system; the rest stays as it was. */
  describe(known: Partial<SystemInfo>): void {
    this.#system = { ...this.#system, ...known };
  }

  /** A file, such as "sys/kernel/ostype"; directories on the way are made. Replaces a former one. */
  register(path: string, read: () => ProcContents, write?: (text: string) => number): void {
    this.add(path, write === undefined ? { kind: "text", read } : { kind: "text", read, write });
  }

  /** Any node. Replaces a former one at the path. */
  add(path: string, node: ProcNode): void {
    const parts = path.split("/").filter((part) => part !== "");
    const name = parts.pop();
    let tree: ProcTree | null = this.#tree;
    for (const part of parts) tree = tree === null ? null : tree.tree(part);
    if (tree === null || name === undefined) this.kernel.panic(`procfs: ${path} cannot be registered`);
    tree.set(name, node);
  }

  mount(): Superblock {
    this.#superblock ??= new ProcSuperblock(this.kernel, rootDir(this, this.#tree));
    return this.#superblock;
  }
}

/** The fixed names, then the processes. */
function rootDir(procFs: ProcFs, tree: ProcTree): ProcDir {
  tree.set("self", { kind: "link", target: () => selfTarget(procFs) });
  tree.set("thread-self", { kind: "link", target: () => threadSelfTarget(procFs) });
  return {
    kind: "directory",
    *names() {
      yield* tree.names();
      for (const pid of procFs.processes?.pids() ?? []) yield String(pid);
    },
    find(name) {
      const node = tree.find(name);
      if (node !== null || !/^[1-9]\d*$/.test(name)) return node;
      const processes = procFs.processes;
      const process = processes?.find(Number(name)) ?? null;
      return processes === null || process === null ? null : processDir(procFs.kernel, processes, process);
    },
  };
}

/** /proc/self names the process that looks; kernel threads have none. */
function selfTarget(procFs: ProcFs): string | number {
  const pid = procFs.processes?.callerPid() ?? 0;
  return pid > 0 ? String(pid) : -ENOENT;
}

function threadSelfTarget(procFs: ProcFs): string | number {
  const pid = procFs.processes?.callerPid() ?? 0;
  const tid = procFs.processes?.callerTid() ?? 0;
  return pid > 0 && tid > 0 ? `${pid}/task/${tid}` : -ENOENT;
}

class ProcSuperblock extends Superblock {
  readonly #root: ProcDirectory;

  constructor(kernel: Kernel, dir: ProcDir) {
    super("proc", kernel);
    this.#root = new ProcDirectory(this, 1, dir);
  }

  override get root(): ProcDirectory {
    return this.#root;
  }

  override statfs(): Statfs {
    return {
      type: PROC_SUPER_MAGIC,
      bsize: 4096,
      blocks: 0,
      bfree: 0,
      bavail: 0,
      files: 0,
      ffree: 0,
      fsid: this.dev,
      namelen: NAME_MAX,
      frsize: 4096,
      flags: 0,
    };
  }
}
