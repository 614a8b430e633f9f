// sysinfo: uptime and memory. man 2 sysinfo.

import { EFAULT, PAGE_SIZE, SYS_sysinfo } from "@keel/abi";
import { encodeSysinfo, SYSINFO_SIZE } from "../codec/sysinfo.ts";
import { pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const sysinfo: Syscall = defineSyscall({
  nr: SYS_sysinfo,
  name: "sysinfo",
  args: [pointer],
  level: "partial",
  note: "no load averages",
  run(ctx, va) {
    const { frames } = ctx.system.mm;
    encodeSysinfo(ctx.view, {
      uptimeSeconds: Math.floor(ctx.kernel.now() / 1e9),
      loads: [0, 0, 0],
      totalRam: frames.totalPages * PAGE_SIZE,
      freeRam: frames.freePages * PAGE_SIZE,
      processes: [...ctx.system.lwps()].length,
    });
    return ctx.writeStruct(va, SYSINFO_SIZE) < 0 ? -EFAULT : 0;
  },
});
