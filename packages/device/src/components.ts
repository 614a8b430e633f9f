// What this package offers to a build: the device framework itself, and the devices that need no hardware.

import { RT_DEVICE_FLAG_RDWR } from "@keel/abi";
import type { Component, InitStep, Kernel } from "@keel/kernel";
import { CONSOLE, Console } from "./console.ts";
import type { Device } from "./device.ts";
import { DEVICES, DeviceTable } from "./device-table.ts";
import { NullDevice } from "./null-device.ts";
import { RANDOM_MINOR, RandomDevice, URANDOM_MINOR } from "./random-device.ts";
import { ZeroDevice } from "./zero-device.ts";

/** The device table and the console, before any driver. */
export const deviceComponent: Component = {
  name: "device",
  title: "I/O device framework",
  init: [
    {
      level: "board",
      name: "device table",
      run(kernel) {
        const devices = new DeviceTable(kernel);
        const console = new Console(kernel);
        kernel.provide(DEVICES, devices);
        kernel.provide(CONSOLE, console);
        return devices.register(console.node, "console", RT_DEVICE_FLAG_RDWR);
      },
    },
  ],
};

/** null, zero, random and urandom. */
export const miscDevicesComponent: Component = /* @__PURE__ */ miscDevices();

/** The same one by one, for images that choose. */
export function nullDevice(): Component {
  return { name: "null-device", title: "null device", dependsOn: ["device"], init: nullSteps() };
}

export function zeroDevice(): Component {
  return { name: "zero-device", title: "zero device", dependsOn: ["device"], init: zeroSteps() };
}

export function randomDevice(): Component {
  return { name: "random-device", title: "random device", dependsOn: ["device"], init: randomSteps() };
}

function miscDevices(): Component {
  return {
    name: "misc-devices",
    title: "null, zero and random devices",
    dependsOn: ["device"],
    init: [...nullSteps(), ...zeroSteps(), ...randomSteps()],
  };
}

function nullSteps(): InitStep[] {
  return [registration("null", (kernel) => new NullDevice(kernel))];
}

function zeroSteps(): InitStep[] {
  return [registration("zero", (kernel) => new ZeroDevice(kernel))];
}

function randomSteps(): InitStep[] {
  return [
    registration("random", (kernel) => new RandomDevice(kernel, RANDOM_MINOR)),
    registration("urandom", (kernel) => new RandomDevice(kernel, URANDOM_MINOR)),
  ];
}

function registration(name: string, make: (kernel: Kernel) => Device): InitStep {
  return {
    level: "device",
    name,
    run: (kernel) => kernel.service(DEVICES).register(make(kernel), name, RT_DEVICE_FLAG_RDWR),
  };
}
