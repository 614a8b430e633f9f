// What this package offers to a build. RT-Thread: components/dfs/Kconfig.

import type { ComponentDescriptor } from "@keel/kernel";

const MENU = ["RT-Thread Components", "DFS: device virtual file system"];

export const dfsDescriptors: readonly ComponentDescriptor[] = [
  {
    name: "dfs",
    title: "DFS: device virtual file system",
    symbol: "RT_USING_DFS",
    dependsOn: "RT_USING_DEVICE",
    menu: MENU,
    help: "Files, directories, mounts and pipes, with a file system in memory as the root.",
    package: "@keel/dfs",
    create: "dfs",
  },
  {
    name: "rootfs",
    title: "Root file system image",
    symbol: "KEEL_USING_ROOTFS",
    dependsOn: "RT_USING_DFS",
    menu: MENU,
    help: "Puts an archive of files into the image; it is unpacked into the root at boot.",
    package: "@keel/dfs",
    create: "rootfs",
    options: [
      {
        type: "string",
        symbol: "KEEL_ROOTFS",
        prompt: "The archive (tar or tar.gz)",
        default: "rootfs/rootfs.tar.gz",
        setting: "image",
        isFile: true,
        help: "Path of a file, from the app's folder.",
      },
    ],
  },
  {
    name: "devfs",
    title: "Using devfs for device objects",
    symbol: "RT_USING_DFS_DEVFS",
    dependsOn: "RT_USING_DFS",
    default: true,
    menu: MENU,
    help: "Shows devices as files in /dev.",
    package: "@keel/dfs",
    create: "devfs",
  },
  {
    name: "procfs",
    title: "Enable proc file system",
    symbol: "RT_USING_DFS_PROCFS",
    dependsOn: "RT_USING_DFS",
    menu: MENU,
    help: "Shows the kernel's state, and processes where there are any, as files in /proc.",
    package: "@keel/dfs",
    create: "procfs",
  },
  {
    name: "tmpfs",
    title: "Enable tmpfs file system",
    symbol: "RT_USING_DFS_TMPFS",
    dependsOn: "RT_USING_DFS",
    menu: MENU,
    help: "A file system in memory with a size limit, on /tmp.",
    package: "@keel/dfs",
    create: "tmpfs",
  },
];
