// /dev/zero: zeros without end, writes vanish.

import { RT_DEVICE_CLASS_MISCELLANEOUS } from "@keel/abi";
import type { Kernel } from "@keel/kernel";
import { Device } from "./device.ts";

export class ZeroDevice extends Device {
  constructor(kernel: Kernel) {
    super(kernel, { cls: RT_DEVICE_CLASS_MISCELLANEOUS, major: 1, minor: 5 });
  }

  protected override opRead(_pos: number, buf: Uint8Array): number {
    buf.fill(0);
    return buf.length;
  }

  protected override opWrite(_pos: number, buf: Uint8Array): number {
    return buf.length;
  }
}
