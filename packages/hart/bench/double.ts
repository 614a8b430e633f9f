// Double-precision code: the inner loop of an n-body simulation, with fused multiply-adds, a root
// and a division, as gcc writes it.

import { measureMips } from "./guest-bench.ts";

const source = `
        la    s0, bodies
        li    t0, 1
        fcvt.d.w fs0, t0
  round:
        fld   fa0, 0(s0)
        fld   fa1, 8(s0)
        fld   fa2, 16(s0)
        fld   fa3, 24(s0)
        fld   fa4, 32(s0)
        fld   fa5, 40(s0)
        fsub.d fa0, fa0, fa3
        fsub.d fa1, fa1, fa4
        fsub.d fa2, fa2, fa5
        fmul.d ft0, fa0, fa0
        fmadd.d ft0, fa1, fa1, ft0
        fmadd.d ft0, fa2, fa2, ft0
        fsqrt.d ft1, ft0
        fmul.d ft1, ft1, ft0
        fdiv.d ft1, fs0, ft1
        fld   ft2, 48(s0)
        fnmsub.d ft2, fa0, ft1, ft2
        fsd   ft2, 48(s0)
        fld   ft3, 56(s0)
        fmadd.d ft3, fa1, ft1, ft3
        fsd   ft3, 56(s0)
        flt.d t1, ft2, ft3
        fabs.d ft4, ft2
        fcvt.w.d t2, ft4, rtz
        add   s1, s1, t1
        addi  a0, a0, -1
        bnez  a0, round
        ecall
        .align 3
  bodies:
        .dword 0x40135da0343cd92c, 0xbff290abc01fdb7c, 0xbfba86f96c25ebf0
        .dword 0x4020afcdc332ca67, 0x40107fcb31de01b0, 0xbfd9d353e1eb467c
        .dword 0, 0
`;

export default {
  name: "hart: double-precision code",
  unit: "MIPS",
  peer: null,
  run: (now: () => number): number => measureMips(source, 400_000, now),
};
