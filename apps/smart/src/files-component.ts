// The tree of files that Smart starts with: the root image unpacked into a ramfs, as MiniRTL does it, then the
// usual mounts and the host's folders.

import { ENODEV, MS_RDONLY } from "@keel/abi";
import { devfs, dfs, hostFs, makeDirectories, procfs, rootfs, tmpfs, VFS } from "@keel/dfs";
import type { Blocking, Component, Kernel } from "@keel/kernel";
import type { HostMount } from "./smart.ts";

export function filesComponents(image: Uint8Array, hostMounts: readonly HostMount[]): Component[] {
  return [dfs(), rootfs({ image }), devfs(), procfs(), tmpfs(), hostFolders(hostMounts)];
}

function hostFolders(mounts: readonly HostMount[]): Component {
  return {
    name: "host-folders",
    title: "Folders of the host",
    dependsOn: ["dfs"],
    init: [{ level: "env", name: "host folders", run: (kernel) => mountHostFolders(kernel, mounts) }],
  };
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
