// The tree of files that Smart starts with: the root image unpacked into a ramfs, as MiniRTL does it, then the
// usual mounts and the host's folders.

import { EEXIST, ENODEV, MS_RDONLY } from "@keel/abi";
import { devFs, hostFs, PROCFS, ProcFs, ramFs, unpackTar, VFS, Vfs } from "@keel/dfs";
import type { Blocking, Component, Kernel } from "@keel/kernel";
import type { HostMount } from "./smart.ts";

const MOUNTS: readonly (readonly [source: string, target: string, type: string])[] = [
  ["devtmpfs", "/dev", "devtmpfs"],

  ["proc", "/proc", "proc"],
  ["tmpfs", "/tmp", "tmpfs"],
];

export function filesComponent(image: Uint8Array, hostMounts: readonly HostMount[]): Component {
  return {
    name: "dfs",
    title: "DFS: device virtual file system",
    symbol: "RT_USING_DFS",
    dependsOn: ["device"],
    init: [
      { level: "prev", name: "virtual file system", run: createVfs },
      { level: "component", name: "root file system", run: (kernel) => mountRoot(kernel, image) },
      { level: "env", name: "host folders", run: (kernel) => mountHostFolders(kernel, hostMounts) },
    ],
  };
}

function createVfs(kernel: Kernel): void {
  const vfs = new Vfs(kernel);
  const procFs = new ProcFs(kernel);
  for (const type of [ramFs("ramfs"), ramFs("tmpfs"), devFs("devtmpfs"), procFs])
    vfs.registerFileSystem(type);
  kernel.provide(VFS, vfs);
  kernel.provide(PROCFS, procFs);
}

function* mountRoot(kernel: Kernel, image: Uint8Array): Blocking<number> {
  const vfs = kernel.service(VFS);
  const mounted = yield* vfs.mount("root", "/", "ramfs");
  if (mounted < 0) return mounted;
  const unpacked = yield* unpackTar(kernel, vfs, image);
  if (unpacked < 0) return unpacked;
  for (const [source, target, type] of MOUNTS) {
    const result = yield* vfs.mount(source, target, type);
    if (result < 0) return result;
  }
  return 0;
}

function* mountHostFolders(kernel: Kernel, mounts: readonly HostMount[]): Blocking<number> {
  const vfs = kernel.service(VFS);
  vfs.registerFileSystem(
    hostFs((source) => mounts.find((one) => one.source === source)?.directory ?? -ENODEV),
  );
  for (const { source, target, isReadOnly } of mounts) {
    const made = yield* makeDirectories(vfs, target);
    const result = made < 0 ? made : yield* vfs.mount(source, target, "hostfs", isReadOnly ? MS_RDONLY : 0);
    if (result < 0) return result;
  }
  return 0;
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
