// The boards as they can be chosen, with the symbols that are on because of what each has.

import type { BoardDescriptor } from "@keel/kernel";

export const boardDescriptors: readonly BoardDescriptor[] = [
  {
    name: "virt64",
    title: "RISC-V 64 virtual board",
    package: "@keel/bsp",
    value: "virt64",
    symbols: [
      { symbol: "ARCH_RISCV64" },
      { symbol: "ARCH_MM_MMU" },
      { symbol: "BSP_USING_UART0", selects: ["RT_USING_DEVICE"] },
    ],
    systems: [
      { when: "RT_USING_SMART", create: "createGuestBoard" },
      { when: "y", create: "createDeviceBoard" },
    ],
  },
  {
    name: "sim",
    title: "Simulator without devices",
    package: "@keel/bsp",
    value: "sim",
    symbols: [],
    systems: [{ when: "y", create: "createSimulator" }],
  },
];
