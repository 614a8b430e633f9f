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
    options: [
      {
        type: "string",
        symbol: "KEEL_ROOTFS",
        prompt: "Root file system image (tar or tar.gz)",
        default: "",
        setting: "image",
        isFile: true,
        help: "A file of the app's folder that is put into the image and unpacked at boot. Empty: the system starts with an empty root.",
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
