// The parts of the file system that a build can choose: the tree itself with its root image, and what is mounted
// in it. A mount step runs at level `component`, after the root's: order within a level follows `dependsOn`.

import { EEXIST } from "@keel/abi";
import type { Blocking, Component, Kernel } from "@keel/kernel";
import { devFs } from "./devfs/devfs.ts";
import { unpackTar } from "./image/unpack-tar.ts";
import { PROCFS, ProcFs } from "./procfs/procfs.ts";
import { ramFs } from "./ramfs/ramfs.ts";
import type { FileSystemType } from "./superblock.ts";
import { VFS, Vfs } from "./vfs.ts";

export interface RootfsSettings {
  /** What the root starts with: tar, plain or gzip; null: nothing. */
  readonly image: Uint8Array | null;
}

/** The tree of files, with an empty ramfs as its root. RT-Thread: dfs_init, and a board's mnt.c. */
export function dfs(): Component {
  return {
    name: "dfs",
    title: "DFS: device virtual file system",
    dependsOn: ["device"],
    init: [
      { level: "prev", name: "virtual file system", run: createVfs },
      {
        level: "component",
        name: "root",
        run: (kernel) => kernel.service(VFS).mount("rootfs", "/", "ramfs"),
      },
    ],
  };
}

/** Unpacks an image into the root. List it before what is mounted in the root. */
export function rootfs({ image }: RootfsSettings): Component {
  return {
    name: "rootfs",
    title: "Root file system image",
    dependsOn: ["dfs"],
    init: [
      {
        level: "component",
        name: "root file system",
        run: (kernel) => (image === null ? 0 : unpackTar(kernel, kernel.service(VFS), image)),
      },
    ],
  };
}

/** Devices as files, on /dev. */
export function devfs(): Component {
  return mountedComponent("devfs", "/dev", () => devFs("devtmpfs"));
}

/** The kernel's state as files, on /proc. */
export function procfs(): Component {
  return mountedComponent("procfs", "/proc", (kernel) => {
    const type = new ProcFs(kernel);
    kernel.provide(PROCFS, type);
    return type;
  });
}

/** A ramfs of its own on /tmp. */
export function tmpfs(): Component {
  return mountedComponent("tmpfs", "/tmp", () => ramFs("tmpfs"));
}

function createVfs(kernel: Kernel): void {
  const vfs = new Vfs(kernel);
  vfs.registerFileSystem(ramFs("ramfs"));
  kernel.provide(VFS, vfs);
}

/** A kind of file system, and one mount of it under the name of its kind. */
function mountedComponent(name: string, target: string, make: (kernel: Kernel) => FileSystemType): Component {
  let kind = "";
  return {
    name,
    title: `${name} on ${target}`,
    dependsOn: ["dfs"],
    init: [
      {
        level: "prev",
        name,
        run(kernel) {
          const type = make(kernel);
          kind = type.name;
          kernel.service(VFS).registerFileSystem(type);
        },
      },
      {
        level: "component",
        name: `${name} on ${target}`,
        *run(kernel): Blocking<number> {
          const vfs = kernel.service(VFS);
          const made = yield* makeDirectories(vfs, target);
          return made < 0 ? made : yield* vfs.mount(kind, target, kind);
        },
      },
    ],
  };
}

/** As `mkdir -p`: 0 or -errno. */
export function* makeDirectories(vfs: Vfs, path: string): Blocking<number> {
  let at = "";
  for (const name of path.split("/").filter((part) => part !== "")) {
    at += `/${name}`;
    const made = yield* vfs.mkdir(vfs.kernelLookup, at, 0o755);
    if (made < 0 && made !== -EEXIST) return made;
  }
  return 0;
}
