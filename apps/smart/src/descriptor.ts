// What Smart offers to a build: processes, which join mm, lwp, the system calls and the hart.
// RT-Thread: src/Kconfig RT_USING_SMART, components/lwp/Kconfig.

import type { ComponentDescriptor } from "@keel/kernel";

export const smartDescriptors: readonly ComponentDescriptor[] = [
  {
    name: "lwp",
    title: "Enable RT-Thread Smart (processes)",
    symbol: "RT_USING_SMART",
    dependsOn: "ARCH_MM_MMU",
    selects: ["RT_USING_DFS", "RT_USING_DFS_DEVFS", "RT_USING_DFS_PROCFS"],
    menu: ["RT-Thread Kernel"],
    help: "Processes with address spaces of their own: riscv64 Linux programs, run by the hart, with Linux's system calls.",
    package: "@keel/smart",
    create: "processes",
  },
];
