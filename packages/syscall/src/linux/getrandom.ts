// getrandom: random bytes, from the kernel's seeded generator, so that a run can be repeated. man 2 getrandom.

import { EFAULT, EINVAL, GRND_INSECURE, GRND_NONBLOCK, GRND_RANDOM, SYS_getrandom } from "@keel/abi";
import { randomFlags } from "../strace/process-format.ts";
import { long } from "../strace/scalar-format.ts";
import { bytesOut } from "../strace/string-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import { MAX_TRANSFER } from "../user-io.ts";

export const getrandom: Syscall = defineSyscall({
  nr: SYS_getrandom,
  name: "getrandom",
  args: [bytesOut, long, randomFlags],
  note: "as random as the board's seed",
  run(ctx, va, length, flags) {
    if ((flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE)) !== 0) return -EINVAL;
    if ((flags & GRND_RANDOM) !== 0 && (flags & GRND_INSECURE) !== 0) return -EINVAL;
    if (length === 0) return 0;
    const room = ctx.writable(va, Math.min(length < 0 ? MAX_TRANSFER : length, MAX_TRANSFER));
    const bytes = new Uint8Array(room);
    ctx.kernel.random.fill(bytes);
    return room === 0 || ctx.aspace.copyOut(va, bytes) < 0 ? -EFAULT : room;
  },
});
