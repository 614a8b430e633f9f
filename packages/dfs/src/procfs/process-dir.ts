// The directory of one process, /proc/<pid>, with fd/ and task/. Its files ask for the process
// each time they are read: one that has ended in the meantime is ESRCH.

import { ENOENT, ESRCH, O_ACCMODE, O_RDONLY, O_WRONLY } from "@keel/abi";
import type { Kernel } from "@keel/kernel";
import type { File } from "../file.ts";
import type { Location } from "../location.ts";
import { pathOf } from "../mount.ts";
import { VFS } from "../vfs.ts";
import type { Jump } from "../vnode.ts";
import {
  type ProcContents,
  type ProcDir,
  type ProcLink,
  type ProcNode,
  type ProcOwner,
  ProcTree,
} from "./proc-node.ts";
import { cmdline, environ, maps, statLine, statm, statusText } from "./process-files.ts";
import { jumpToFile } from "./open-file-vnode.ts";
import type { ProcProcess, ProcProcesses, ProcThread } from "./processes.ts";
import { mountInfoText, mountsText } from "./system-files.ts";

export function processDir(kernel: Kernel, processes: ProcProcesses, process: ProcProcess): ProcDir {
  const { pid } = process;
  const owner: ProcOwner = { uid: process.uid, gid: process.gid };
  const find = (): ProcProcess | null => processes.find(pid);
  const main = (of: ProcProcess): ProcThread | null => of.threads()[0] ?? null;
  const tree = threadTree(kernel, find, main, owner);
  tree.set("task", taskDir(kernel, find, owner));
  for (const [name, node] of process.extras ?? []) tree.set(name, node);
  return { kind: "directory", names: () => tree.names(), find: (name) => tree.find(name), owner };
}

/** What a process and each of its threads have alike. */
function threadTree(
  kernel: Kernel,
  find: () => ProcProcess | null,
  threadOf: (process: ProcProcess) => ProcThread | null,
  owner: ProcOwner,
): ProcTree {
  const tree = new ProcTree();
  const text = (
    name: string,
    read: (of: ProcProcess, at: ProcThread) => ProcContents,
    permissions = 0o444,
  ): void => {
    tree.set(name, { kind: "text", permissions, owner, read: () => asked(find, threadOf, read) });
  };
  const link = (name: string, place: (of: ProcProcess) => Jump | null): void => {
    tree.set(
      name,
      placeLink(() => placeOf(find, place), owner),
    );
  };
  text("cmdline", cmdline);
  text("comm", (_process, thread) => `${thread.name}\n`);
  text("environ", environ, 0o400);
  text("maps", maps);
  text("mounts", () => mountsText(kernel.findService(VFS)?.mounts() ?? []));
  text("mountinfo", () => mountInfoText(kernel.findService(VFS)?.mounts() ?? []));
  text("stat", statLine);
  text("statm", statm);
  text("status", statusText);
  link("cwd", ({ cwd }) => directoryJump(cwd));
  link("exe", ({ exe }) => exe);
  link("root", ({ root }) => directoryJump(root));
  tree.set("fd", fdDir(kernel, find, owner));
  return tree;
}

function asked(
  find: () => ProcProcess | null,
  threadOf: (process: ProcProcess) => ProcThread | null,
  read: (process: ProcProcess, thread: ProcThread) => ProcContents,
): ProcContents {
  const process = find();
  const thread = process === null ? null : threadOf(process);
  return process === null || thread === null ? -ESRCH : read(process, thread);
}

function directoryJump(place: Location | null): Jump | null {
  return place === null ? null : { ...place, path: pathOf(place, null) };
}

function placeOf(find: () => ProcProcess | null, place: (of: ProcProcess) => Jump | null): Jump | number {
  const process = find();
  return process === null ? -ESRCH : (place(process) ?? -ENOENT);
}

function placeLink(place: () => Jump | number, owner: ProcOwner): ProcLink {
  const target = (): string | number => {
    const found = place();
    return typeof found === "number" ? found : found.path;
  };
  return { kind: "link", owner, target, jump: place };
}

/** task/: the threads by tid. */
function taskDir(kernel: Kernel, find: () => ProcProcess | null, owner: ProcOwner): ProcDir {
  return {
    kind: "directory",
    owner,
    names: () => (find()?.threads() ?? []).map(({ tid }) => String(tid)),
    find(name) {
      const byTid = (process: ProcProcess): ProcThread | null =>
        process.threads().find(({ tid }) => String(tid) === name) ?? null;
      const process = find();
      if (process === null || byTid(process) === null) return null;
      return threadTree(kernel, find, byTid, owner);
    },
  };
}

/** fd/: the open files by descriptor. */
function fdDir(kernel: Kernel, find: () => ProcProcess | null, owner: ProcOwner): ProcDir {
  const fileAt = (name: string): File | null => {
    for (const [fd, file] of find()?.files() ?? []) if (String(fd) === name) return file;
    return null;
  };
  return {
    kind: "directory",
    permissions: 0o500,
    owner,
    *names() {
      for (const [fd] of find()?.files() ?? []) yield String(fd);
    },
    find: (name): ProcNode | null => {
      const file = fileAt(name);
      return file === null ? null : fdLink(kernel, () => fileAt(name), file, owner);
    },
  };
}

function fdLink(kernel: Kernel, fileNow: () => File | null, file: File, owner: ProcOwner): ProcLink {
  const mode = file.flags & O_ACCMODE;
  const permissions = mode === O_RDONLY ? 0o500 : mode === O_WRONLY ? 0o300 : 0o700;
  return {
    kind: "link",
    permissions,
    owner,
    target: () => fileNow()?.path ?? -ENOENT,
    jump() {
      const open = fileNow();
      return open === null ? -ENOENT : jumpToFile(kernel, open);
    },
  };
}
