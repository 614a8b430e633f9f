// /dev/random and /dev/urandom: the kernel's random numbers, which follow its seed. Writes are accepted and
// change nothing, so that a run can be repeated.

import { RT_DEVICE_CLASS_MISCELLANEOUS } from "@keel/abi";
import type { Kernel } from "@keel/kernel";
import { Device } from "./device.ts";

export const RANDOM_MINOR = 8;
export const URANDOM_MINOR = 9;

export class RandomDevice extends Device {
  /** `minor`: RANDOM_MINOR or URANDOM_MINOR; both behave alike and never block. */
  constructor(kernel: Kernel, minor: number) {
    super(kernel, { cls: RT_DEVICE_CLASS_MISCELLANEOUS, major: 1, minor });
  }

  protected override opRead(_pos: number, buf: Uint8Array): number {
    this.kernel.random.fill(buf);
    return buf.length;
  }

  protected override opWrite(_pos: number, buf: Uint8Array): number {
    return buf.length;
  }
}
