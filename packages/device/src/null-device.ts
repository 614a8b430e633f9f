// /dev/null: reads are at the end at once, writes vanish.

import { RT_DEVICE_CLASS_MISCELLANEOUS } from "@keel/abi";
import type { Kernel } from "@keel/kernel";
import { Device } from "./device.ts";

export class NullDevice extends Device {
  constructor(kernel: Kernel) {
    super(kernel, { cls: RT_DEVICE_CLASS_MISCELLANEOUS, major: 1, minor: 3 });
  }

  protected override opRead(_pos: number, _buf: Uint8Array): number {
    return 0;
  }

  protected override opWrite(_pos: number, buf: Uint8Array): number {
    return buf.length;
  }
}
