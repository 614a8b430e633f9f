// Loads and stores: a copy loop of 8-byte words over 64 KiB, as a memcpy without unrolling does.

import { measureMips } from "./guest-bench.ts";

const source = `
        la    s0, buffer
  round:
        mv    a1, s0
        li    a3, 0x10000
        add   a2, s0, a3
        li    a4, 8192
  copy: c.ld  a5, 0(a1)
        c.addi a1, 8
        c.sd  a5, 0(a2)
        c.addi a2, 8
        c.addi a4, -1
        c.bnez a4, copy
        addi  a0, a0, -1
        bnez  a0, round
        ecall
        .align 12
  buffer:
`;

export default {
  name: "hart: copy loop",
  unit: "MIPS",
  peer: null,
  run: (now: () => number): number => measureMips(source, 300, now),
};
