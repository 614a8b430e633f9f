// Integer code in the manner of CoreMark: a CRC bit by bit, a linked list walked and reversed, a
// matrix product of 16-bit numbers and a state machine over text, with calls between.

import { measureMips } from "./guest-bench.ts";

const source = `
        mv    s0, a0
        li    s1, 0
        call  build
  round:
        la    a0, head
        ld    a0, 0(a0)
        call  reverse
        la    t0, head
        sd    a0, 0(t0)
        call  walk
        call  crc
        call  matrix
        call  crc
        la    a0, text
        call  scan
        call  crc
        addi  s0, s0, -1
        bnez  s0, round
        mv    a0, s1
        ecall

  # List of 64 nodes: next, value.
  build:
        la    t0, nodes
        la    t1, head
        sd    t0, 0(t1)
        li    t2, 63
  grow: c.addi t0, 16
        sd    t0, -16(t0)
        mul   t3, t2, t2
        sw    t3, 8(t0)
        c.addi t2, -1
        bnez  t2, grow
        ret
  reverse:
        li    a1, 0
  turn: c.ld  a2, 0(a0)
        c.sd  a1, 0(a0)
        c.mv  a1, a0
        c.mv  a0, a2
        c.bnez a0, turn
        c.mv  a0, a1
        ret
  walk: li    a1, 0
  step: c.lw  a2, 8(a0)
        c.addw a1, a2
        c.ld  a0, 0(a0)
        c.bnez a0, step
        c.mv  a0, a1
        ret

  # CRC of 16 bits of a0 into s1.
  crc:  li    t0, 16
        lui   t2, 0xa
        addi  t2, t2, 1
  bit:  xor   t1, s1, a0
        c.andi a0, -1
        andi  t1, t1, 1
        srliw s1, s1, 1
        srliw a0, a0, 1
        beqz  t1, even
        xor   s1, s1, t2
  even: c.addi t0, -1
        bnez  t0, bit
        ret

  # One row of a 12 by 12 matrix by all columns.
  matrix:
        la    a3, left
        li    a4, 12
        li    a0, 0
  column:
        la    a5, right
        slli  t0, a4, 1
        add   a5, a5, t0
        mv    t1, a3
        li    t2, 12
        li    t3, 0
  inner:
        lh    t4, 0(t1)
        lh    t5, 0(a5)
        c.addi t1, 2
        addi  a5, a5, 24
        mulw  t4, t4, t5
        addw  t3, t3, t4
        c.addi t2, -1
        bnez  t2, inner
        srai  t3, t3, 3
        c.add a0, t3
        c.addi a4, -1
        bnez  a4, column
        ret

  # Numbers in a text: counts digits, signs, points and the rest.
  scan: li    a1, 0
        li    t2, 46
        li    t3, 9
  next: lbu   t0, 0(a0)
        c.addi a0, 1
        beqz  t0, end
        addi  t1, t0, -48
        bgeu  t3, t1, digit
        beq   t0, t2, point
        addi  a1, a1, 5
        j     next
  digit:
        slli  t4, a1, 1
        add   a1, t4, t1
        j     next
  point:
        addi  a1, a1, 100
        j     next
  end:  mv    a0, a1
        ret

        # Not in a page with code: stores there are slow.
        .align 12
  head: .dword 0
  text: .asciz "5012 1234 -874 +122 35.54400 .1234500 -110.700 +0.64400 5.500e3 -.123e-2 -87e832"
        .align 4
  nodes:
        .zero 1024
  left: .half 1, -2, 3, 40, -500, 600, 7, 8, -9, 1000, 11, 12
  right:
        .zero 400
`;

export default {
  name: "hart: integer code",
  unit: "MIPS",
  peer: null,
  run: (now: () => number): number => measureMips(source, 20_000, now),
};
