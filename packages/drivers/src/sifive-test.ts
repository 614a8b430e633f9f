// Driver for the test finisher: the board's power switch.

import { ENODEV } from "@keel/abi";
import { POWER } from "@keel/device";
import { TEST_FINISHER_FAIL, TEST_FINISHER_PASS, TEST_FINISHER_RESET } from "@keel/machine";
import type { Driver } from "./driver.ts";

export interface SifiveTestResources {
  /** Physical address of the register. */
  readonly base: number;
}

const STATUS_MAX = 0xffff;

export const sifiveTest: Driver<SifiveTestResources> = {
  name: "sifive-test",
  title: "Power off and reset",
  level: "board",
  probe({ kernel, bus }, { base }) {
    if (bus.find(base) === null) return -ENODEV;
    kernel.provide(POWER, {
      poweroff(status) {
        const code = status & STATUS_MAX;
        bus.write(base, 4, code === 0 ? TEST_FINISHER_PASS : code * 0x1_0000 + TEST_FINISHER_FAIL);
      },
      reboot() {
        bus.write(base, 4, TEST_FINISHER_RESET);
      },
    });
    return 0;
  },
};

export default sifiveTest;
