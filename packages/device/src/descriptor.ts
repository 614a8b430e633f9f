// What this package offers to a build. RT-Thread: components/drivers/Kconfig, drivers/misc/Kconfig.

import type { ComponentDescriptor } from "@keel/kernel";

const MENU = ["RT-Thread Components", "Device Drivers"];

export const deviceDescriptors: readonly ComponentDescriptor[] = [
  {
    name: "device",
    title: "Using device framework",
    symbol: "RT_USING_DEVICE",
    dependsOn: "BSP_USING_UART0",
    menu: MENU,
    help: "Devices with names, serial ports, terminals, and a console on one of them. The board's drivers need it.",
    package: "@keel/device",
  },
  {
    name: "null-device",
    title: "Using null device",
    symbol: "RT_USING_NULL",
    dependsOn: "RT_USING_DEVICE",
    menu: MENU,
    package: "@keel/device",
    create: "nullDevice",
  },
  {
    name: "zero-device",
    title: "Using zero device",
    symbol: "RT_USING_ZERO",
    dependsOn: "RT_USING_DEVICE",
    menu: MENU,
    package: "@keel/device",
    create: "zeroDevice",
  },
  {
    name: "random-device",
    title: "Using random device",
    symbol: "RT_USING_RANDOM",
    dependsOn: "RT_USING_DEVICE",
    menu: MENU,
    help: "random and urandom, from the board's seeded generator: a run with the same seed reads the same bytes.",
    package: "@keel/device",
    create: "randomDevice",
  },
];
