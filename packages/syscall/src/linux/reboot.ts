// reboot: the end of everything. man 2 reboot.

import {
  EINTR,
  EINVAL,
  EPERM,
  LINUX_REBOOT_CMD_CAD_OFF,
  LINUX_REBOOT_CMD_CAD_ON,
  LINUX_REBOOT_CMD_HALT,
  LINUX_REBOOT_CMD_POWER_OFF,
  LINUX_REBOOT_CMD_RESTART,
  LINUX_REBOOT_CMD_RESTART2,
  LINUX_REBOOT_MAGIC1,
  LINUX_REBOOT_MAGIC2,
  LINUX_REBOOT_MAGIC2A,
  LINUX_REBOOT_MAGIC2B,
  LINUX_REBOOT_MAGIC2C,
  SYS_reboot,
} from "@keel/abi";
import { oneOf } from "../strace/flag-table.ts";
import { hex, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

const SECOND_MAGICS: readonly number[] = [
  LINUX_REBOOT_MAGIC2,
  LINUX_REBOOT_MAGIC2A,
  LINUX_REBOOT_MAGIC2B,
  LINUX_REBOOT_MAGIC2C,
];

export const reboot: Syscall = defineSyscall({
  nr: SYS_reboot,
  name: "reboot",
  args: [
    hex,
    hex,
    oneOf(
      [
        ["LINUX_REBOOT_CMD_RESTART", LINUX_REBOOT_CMD_RESTART],
        ["LINUX_REBOOT_CMD_POWER_OFF", LINUX_REBOOT_CMD_POWER_OFF],
        ["LINUX_REBOOT_CMD_HALT", LINUX_REBOOT_CMD_HALT | 0],
      ],
      "LINUX_REBOOT_CMD_???",
    ),
    pointer,
  ],
  onSignal: EINTR,
  run(ctx, magic1, magic2, command) {
    if (magic1 >>> 0 !== LINUX_REBOOT_MAGIC1 || !SECOND_MAGICS.includes(magic2 >>> 0)) return -EINVAL;
    if (ctx.lwp.credentials.euid !== 0) return -EPERM;
    switch (command >>> 0) {
      case LINUX_REBOOT_CMD_CAD_ON:
      case LINUX_REBOOT_CMD_CAD_OFF:
        return 0;
      case LINUX_REBOOT_CMD_RESTART:
      case LINUX_REBOOT_CMD_RESTART2:
        ctx.linux.restart();
        return 0;
      case LINUX_REBOOT_CMD_POWER_OFF:
      case LINUX_REBOOT_CMD_HALT:
        ctx.linux.powerOff();
        return 0;
      default:
        return -EINVAL;
    }
  },
});
