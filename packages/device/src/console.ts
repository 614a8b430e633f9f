// The console: where kprintf goes, and what /dev/console stands for. RT-Thread: rt_console_set_device.

import { ENXIO, RT_DEVICE_FLAG_RDWR } from "@keel/abi";
import { defineService, type Kernel, type Service } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";
import { AliasDevice } from "./alias-device.ts";
import type { Device } from "./device.ts";

export class Console {
  /** The node: 5, 1. */
  readonly node: AliasDevice;
  #device: Device | null;

  constructor(kernel: Kernel) {
    this.node = new AliasDevice(kernel, 5, 1, () => this.#device ?? -ENXIO);
    this.#device = null;
  }

  /** The chosen device, or null. */
  get device(): Device | null {
    return this.#device;
  }

  /** Opens `device` and sends the kernel's output to it from now on; the one before is closed. 0 or -errno. */
  setDevice(device: Device): number {
    if (device === this.#device) return 0;
    const opened = device.open(RT_DEVICE_FLAG_RDWR);
    if (opened < 0) return opened;
    this.#device?.close();
    this.#device = device;
    return 0;
  }

  /** Prints text from any context, without waiting. Nothing happens while no device is chosen. */
  print(text: string): void {
    this.#device?.kernelWrite(utf8Encode(text));
  }
}

export const CONSOLE: Service<Console> = defineService<Console>("console");
