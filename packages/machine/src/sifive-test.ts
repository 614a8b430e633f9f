// The test finisher: the register through which a program ends or resets its machine, with a status.
// SiFive test device, as on QEMU's virt machine.

import type { Part } from "./part.ts";

export const TEST_FINISHER_PASS = 0x5555;
export const TEST_FINISHER_FAIL = 0x3333;
export const TEST_FINISHER_RESET = 0x7777;

/** What the machine was told to do. A power-off carries the status for the host, 0..65535. */
export type PowerAction = "poweroff" | "reset";

export interface SifiveTestOptions {
  readonly name?: string;
  readonly base: number;
}

export class SifiveTest implements Part {
  readonly name: string;
  readonly base: number;
  readonly size: number;
  /** Set by the host, or by the board on its behalf. Called at the write, inside whoever wrote. */
  onPower: ((action: PowerAction, status: number) => void) | null;

  constructor(options: SifiveTestOptions) {
    this.name = options.name ?? "test";
    this.base = options.base;
    this.size = 0x1000;
    this.onPower = null;
  }

  read(): number {
    return 0;
  }

  write(offset: number, size: number, value: number): void {
    if (offset !== 0 || size < 2 || this.onPower === null) return;
    const status = value >>> 16;
    switch (value & 0xffff) {
      case TEST_FINISHER_PASS:
        this.onPower("poweroff", 0);
        return;
      case TEST_FINISHER_FAIL:
        this.onPower("poweroff", status);
        return;
      case TEST_FINISHER_RESET:
        this.onPower("reset", 0);
        return;
    }
  }
}
