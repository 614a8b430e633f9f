// The devices of a kernel by name. RT-Thread: rt_device_register, rt_device_find.

import { ERROR, RT_DEVICE_OFLAG_CLOSE, RT_OBJECT_CLASS_DEVICE } from "@keel/abi";
import { defineService, type Kernel, type Service } from "@keel/kernel";
import { Device } from "./device.ts";

export class DeviceTable {
  readonly #kernel: Kernel;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Enters a device under `name` with RT_DEVICE_FLAG_*. -ERROR: the name is taken. */
  register(device: Device, name: string, flag: number): number {
    if (this.find(name) !== null) return -ERROR;
    device.name = name;
    device.flag = flag;
    device.openFlag = RT_DEVICE_OFLAG_CLOSE;
    device.refCount = 0;
    this.#kernel.objects.attach(device);
    return 0;
  }

  /** Takes a device out; who has it open keeps it. */
  unregister(device: Device): number {
    this.#kernel.objects.detach(device);
    return 0;
  }

  find(name: string): Device | null {
    const found = this.#kernel.objects.find(name, RT_OBJECT_CLASS_DEVICE);
    return found instanceof Device ? found : null;
  }

  /** The device that a node with this number stands for, or null. */
  findByNumber(major: number, minor: number, isBlock: boolean): Device | null {
    const match = (device: Device): boolean =>
      device.major === major && device.minor === minor && device.isBlock === isBlock;
    return this.list().find(match) ?? null;
  }

  /** All devices, newest first. */
  list(): Device[] {
    return this.#kernel.objects.list(RT_OBJECT_CLASS_DEVICE).filter((object) => object instanceof Device);
  }
}

export const DEVICES: Service<DeviceTable> = defineService<DeviceTable>("devices");
