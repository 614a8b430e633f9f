// Operand values at which implementations go wrong, as pairs of words.

import type { Random } from "./random.ts";

export interface Pair {
  readonly lo: number;
  readonly hi: number;
}

const pair = (hi: number, lo: number): Pair => ({ lo: lo | 0, hi: hi | 0 });

export const integerCorners: readonly Pair[] = [
  pair(0, 0),
  pair(0, 1),
  pair(0, 2),
  pair(-1, -1),
  pair(-1, -2),
  pair(0, 31),
  pair(0, 32),
  pair(0, 33),
  pair(0, 63),
  pair(0, 0x7fffffff),
  pair(0, 0x80000000),
  pair(0, 0xffffffff),
  pair(-1, 0x80000000),
  pair(-1, 0x7fffffff),
  pair(1, 0),
  pair(0x7fffffff, 0xffffffff),
  pair(0x80000000, 0),
  pair(0x80000000, 1),
  pair(0x00200000, 0),
  pair(0x001fffff, 0xffffffff),
  pair(0xffe00000, 0),
  pair(0x12345678, 0x9abcdef0),
  pair(0xfedcba98, 0x00ff8001),
];

export const doubleCorners: readonly Pair[] = [
  pair(0, 0), // 0
  pair(0x80000000, 0), // -0
  pair(0x3ff00000, 0), // 1
  pair(0xbff00000, 0), // -1
  pair(0x3ff00000, 1), // 1 + ulp
  pair(0x3fefffff, 0xffffffff), // 1 - ulp
  pair(0x3fe00000, 0), // 0.5
  pair(0x3ff80000, 0), // 1.5
  pair(0xc0040000, 0), // -2.5
  pair(0x40080000, 0), // 3
  pair(0x3fd55555, 0x55555555), // 1/3
  pair(0x7ff00000, 0), // inf
  pair(0xfff00000, 0), // -inf
  pair(0x7ff80000, 0), // quiet NaN
  pair(0xfff80000, 0x123), // quiet NaN with a payload
  pair(0x7ff00000, 1), // signaling NaN
  pair(0, 1), // smallest
  pair(0x80000000, 1),
  pair(0x000fffff, 0xffffffff), // greatest subnormal
  pair(0x00100000, 0), // smallest normal
  pair(0x80100000, 1),
  pair(0x7fefffff, 0xffffffff), // greatest
  pair(0xffefffff, 0xffffffff),
  pair(0x41e00000, 0), // 2^31
  pair(0x41dfffff, 0xffe00000), // 2^31 - 0.5
  pair(0x41f00000, 0), // 2^32
  pair(0xc1e00000, 0x00100000), // -(2^31 + 0.5)
  pair(0x43e00000, 0), // 2^63
  pair(0xc3e00000, 0),
  pair(0x43f00000, 0), // 2^64
  pair(0x43efffff, 0xffffffff),
  pair(0x47efffff, 0xe0000000), // greatest single
  pair(0x47efffff, 0xf0000000), // half way past it
  pair(0x36a00000, 0), // smallest single
  pair(0x36900000, 1), // just over half of it
  pair(0x380fffff, 0xe0000001), // about the smallest normal single
  pair(0x5fe12345, 0x6789abcd),
  pair(0x20051234, 0x56789abc),
];

export const singleCorners: readonly Pair[] = [
  ...[
    0, 0x80000000, 0x3f800000, 0xbf800000, 0x3f800001, 0x3f7fffff, 0x3f000000, 0x3fc00000, 0xc0200000,
    0x40400000, 0x3eaaaaab, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc12345, 0x7f800001, 0xff900000, 1,
    0x80000001, 0x007fffff, 0x00800000, 0x80800001, 0x7f7fffff, 0xff7fffff, 0x4f000000, 0x4effffff,
    0x4f800000, 0xcf000001, 0x5f000000, 0xdf000000, 0x5f800000, 0x5f7fffff, 0x6012abcd, 0x2012abcd,
    0x1f800000, 0x33800000,
  ].map((bits) => pair(-1, bits)),
  // Not boxed: counts as NaN.
  pair(0, 0x3f800000),
  pair(0x3ff00000, 0),
];

export function randomInteger(random: Random): Pair {
  switch (random.below(4)) {
    case 0:
      return random.pick(integerCorners);
    case 1: {
      const lo = random.word() >> random.below(32);
      return { lo, hi: lo >> 31 };
    }
    default:
      return { lo: random.word() >> random.below(32), hi: random.word() >> random.below(32) };
  }
}

/** A register's worth of float: corners and random bits of both formats. */
export function randomFloat(random: Random): Pair {
  switch (random.below(6)) {
    case 0:
      return random.pick(doubleCorners);
    case 1:
      return random.pick(singleCorners);
    case 2: // a double of moderate size
      return { lo: random.word(), hi: (random.word() & 0x800fffff) | ((1023 - 40 + random.below(80)) << 20) };
    case 3: // a single of moderate size
      return { lo: (random.word() & 0x807fffff) | ((127 - 20 + random.below(40)) << 23), hi: -1 };
    case 4: // few bits, so that results are often exact
      return { lo: 0, hi: (random.word() & 0x800f8000) | ((1023 - 4 + random.below(8)) << 20) };
    default:
      return { lo: random.word(), hi: random.oneIn(2) ? -1 : random.word() };
  }
}
