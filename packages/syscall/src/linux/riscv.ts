// riscv_flush_icache, riscv_hwprobe: the calls that only riscv64 has.
// Linux Documentation/arch/riscv/hwprobe.rst.

import { EFAULT, EINVAL, PAGE_SIZE, SYS_riscv_flush_icache, SYS_riscv_hwprobe } from "@keel/abi";
import { pageDown, pageUp, USER_TOP } from "@keel/mm";
import { getInt64, setInt64 } from "../codec/int64.ts";
import { hex, long, pointer } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const riscvFlushIcache: Syscall = defineSyscall({
  nr: SYS_riscv_flush_icache,
  name: "riscv_flush_icache",
  args: [pointer, pointer, hex],
  run(ctx, start, end) {
    const { aspace } = ctx;
    aspace.table.forEach(Math.max(0, pageDown(start)), Math.min(USER_TOP, pageUp(end)), (index) => {
      aspace.mm.hart.codeChanged(aspace.table.paOf(index), PAGE_SIZE);
    });
    return 0;
  },
});

const KEY_MVENDORID = 0;
const KEY_MARCHID = 1;
const KEY_MIMPID = 2;
const KEY_BASE_BEHAVIOR = 3;
const KEY_IMA_EXT_0 = 4;
const KEY_CPUPERF_0 = 5;

const BASE_BEHAVIOR_IMA = 1;
const IMA_FD = 1;
const IMA_C = 2;
/** Misaligned scalar accesses are as fast as others. */
const MISALIGNED_FAST = 3;

/** What the hart is, by key. */
const VALUES: ReadonlyMap<number, number> = new Map([
  [KEY_MVENDORID, 0],
  [KEY_MARCHID, 0],
  [KEY_MIMPID, 0],
  [KEY_BASE_BEHAVIOR, BASE_BEHAVIOR_IMA],
  [KEY_IMA_EXT_0, IMA_FD | IMA_C],
  [KEY_CPUPERF_0, MISALIGNED_FAST],
]);

/** struct riscv_hwprobe: s64 key, u64 value. */
const PAIR_SIZE = 16;
/** More pairs than keys could exist are nobody's honest question. */
const PAIRS_MAX = 1024;

export const riscvHwprobe: Syscall = defineSyscall({
  nr: SYS_riscv_hwprobe,
  name: "riscv_hwprobe",
  args: [pointer, long, long, pointer, hex],
  run(ctx, pairsVa, count, _setSize, _setVa, flags) {
    if ((flags | 0) !== 0 || count < 0 || count > PAIRS_MAX) return -EINVAL;
    if (count > 0 && !ctx.canWrite(pairsVa, count * PAIR_SIZE)) return -EFAULT;
    for (let i = 0; i < count; i++) {
      const va = pairsVa + i * PAIR_SIZE;
      if (!ctx.readStruct(va, PAIR_SIZE)) return -EFAULT;
      const value = VALUES.get(getInt64(ctx.view, 0));
      // A key nobody knows comes back as -1.
      if (value === undefined) setInt64(ctx.view, 0, -1);
      setInt64(ctx.view, 8, value ?? 0);
      ctx.writeStruct(va, PAIR_SIZE);
    }
    return 0;
  },
});
