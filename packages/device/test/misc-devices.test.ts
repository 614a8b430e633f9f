import { RT_DEVICE_FLAG_RDWR } from "@keel/abi";
import { Kernel, VirtualClock } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import {
  type Device,
  miscDevicesComponent,
  DEVICES,
  deviceComponent,
  NullDevice,
  RandomDevice,
  ZeroDevice,
} from "../src/index.ts";

function opened<D extends Device>(device: D): D {
  device.open(RT_DEVICE_FLAG_RDWR);
  return device;
}

const kernelWithSeed = (seed: number): Kernel => new Kernel({ clock: new VirtualClock(), seed });

describe("NullDevice", () => {
  test("reads are at the end, writes are taken whole", () => {
    const device = opened(new NullDevice(kernelWithSeed(0)));
    expect(device.read(0, new Uint8Array(4))).toBe(0);
    expect(device.write(0, new Uint8Array(4))).toBe(4);
  });
});

describe("ZeroDevice", () => {
  test("reads are zeros", () => {
    const device = opened(new ZeroDevice(kernelWithSeed(0)));
    const buf = Uint8Array.of(1, 2, 3);
    expect(device.read(0, buf)).toBe(3);
    expect(buf).toEqual(new Uint8Array(3));
  });
});

describe("RandomDevice", () => {
  test("gives the same bytes for the same seed, and goes on from read to read", () => {
    const read = (seed: number): string => {
      const device = opened(new RandomDevice(kernelWithSeed(seed), 9));
      const first = new Uint8Array(32);
      const second = new Uint8Array(32);
      device.read(0, first);
      device.read(0, second);
      expect(first).not.toEqual(second);
      return first.join();
    };
    expect(read(1)).toBe(read(1));
    expect(read(1)).not.toBe(read(2));
  });
});

describe("miscDevicesComponent", () => {
  test("registers the four devices with Linux's numbers", () => {
    const kernel = kernelWithSeed(0);
    for (const { init } of [deviceComponent, miscDevicesComponent]) {
      for (const step of init ?? []) expect(step.run(kernel)).toBe(0);
    }
    const numbers = kernel.service(DEVICES).list();
    expect(numbers.map((d) => `${d.name} ${d.major}:${d.minor}`)).toEqual([
      "urandom 1:9",
      "random 1:8",
      "zero 1:5",
      "null 1:3",
      "console 5:1",
    ]);
  });
});
