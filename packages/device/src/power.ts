// The board's power switch, for the rooms that end a run: the shell's poweroff and reboot, the reboot system
// call. A driver provides it. RT-Thread: rt_hw_cpu_shutdown, rt_hw_cpu_reset.

import { defineService, type Service } from "@keel/kernel";

export interface Power {
  /** Switches off; `status` (0..65535) is what the host sees the run end with. */
  poweroff(status: number): void;
  reboot(): void;
}

export const POWER: Service<Power> = defineService<Power>("power");
