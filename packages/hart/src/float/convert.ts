// Conversions between integers and floating point. Out-of-range values and NaNs give the nearest
// representable integer (NaN: the greatest) and raise invalid, as RISC-V defines.

import { FLAG_NV, FLAG_NX, type Rounder, roundsUp } from "./rounder.ts";
import { type Format, KIND_FINITE, KIND_ZERO, type Unpacked } from "./unpacked.ts";

export interface IntegerType {
  readonly isSigned: boolean;
  readonly bits: 32 | 64;
}

export const INT32: IntegerType = { isSigned: true, bits: 32 };
export const UINT32: IntegerType = { isSigned: false, bits: 32 };
export const INT64: IntegerType = { isSigned: true, bits: 64 };
export const UINT64: IntegerType = { isSigned: false, bits: 64 };

/** Rounds the number to an integer, left in `rounder.hi:lo`, 32 bits sign-extended. */
export function toInteger(rounder: Rounder, u: Unpacked, type: IntegerType, rm: number): void {
  if (u.kind === KIND_ZERO) {
    rounder.lo = 0;
    rounder.hi = 0;
    return;
  }
  const negative = !u.isNan && u.sign !== 0;
  if (u.kind !== KIND_FINITE || u.exponent > 63) {
    saturate(rounder, type, negative);
    return;
  }
  // Magnitude and what lies below the binary point.
  let hi = 0;
  let lo = 0;
  let guard = false;
  let rest = true;
  if (u.exponent >= 0) {
    const drop = 63 - u.exponent;
    if (drop === 0) {
      hi = u.hi;
      lo = u.lo;
      rest = false;
    } else if (drop < 32) {
      hi = u.hi >>> drop;
      lo = (u.hi << (32 - drop)) | (u.lo >>> drop);
      guard = ((u.lo >>> (drop - 1)) & 1) !== 0;
      rest = drop > 1 && u.lo << (33 - drop) !== 0;
    } else if (drop === 32) {
      lo = u.hi;
      guard = u.lo < 0;
      rest = u.lo << 1 !== 0;
    } else {
      lo = u.hi >>> (drop - 32);
      guard = ((u.hi >>> (drop - 33)) & 1) !== 0;
      rest = u.lo !== 0 || (drop > 33 && u.hi << (65 - drop) !== 0);
    }
  } else if (u.exponent === -1) {
    guard = true;
    rest = u.hi << 1 !== 0 || u.lo !== 0;
  }
  hi |= 0;
  lo |= 0;
  if (roundsUp(rm, negative ? 1 : 0, (lo & 1) !== 0, guard, rest)) {
    lo = (lo + 1) | 0;
    if (lo === 0) {
      if (hi === -1) {
        saturate(rounder, type, negative);
        return;
      }
      hi = (hi + 1) | 0;
    }
  }
  if (!fits(type, negative, hi, lo)) {
    saturate(rounder, type, negative);
    return;
  }
  if (guard || rest) rounder.flags |= FLAG_NX;
  if (negative) {
    hi = lo === 0 ? -hi | 0 : ~hi;
    lo = -lo | 0;
  }
  rounder.lo = lo;
  rounder.hi = type.bits === 32 ? lo >> 31 : hi;
}

function fits(type: IntegerType, negative: boolean, hi: number, lo: number): boolean {
  if (!type.isSigned && negative) return (hi | lo) === 0;
  if (type.bits === 64) {
    if (!type.isSigned || hi >= 0) return true;
    return negative && hi === -0x80000000 && lo === 0;
  }
  if (hi !== 0) return false;
  if (!type.isSigned || lo >= 0) return true;
  return negative && lo === -0x80000000;
}

function saturate(rounder: Rounder, type: IntegerType, negative: boolean): void {
  rounder.flags |= FLAG_NV;
  const least = type.isSigned ? -0x80000000 : 0;
  const greatest = type.isSigned ? 0x7fffffff : -1;
  if (type.bits === 32) {
    rounder.lo = negative ? least : greatest;
    rounder.hi = rounder.lo >> 31;
  } else {
    rounder.lo = negative ? 0 : -1;
    rounder.hi = negative ? least : greatest;
  }
}

/** Rounds the integer in hi:lo to `format`. `u` is room to work in. */
export function fromInteger(
  rounder: Rounder,
  u: Unpacked,
  format: Format,
  type: IntegerType,
  lo: number,
  hi: number,
  rm: number,
): void {
  u.lo = lo;
  u.hi = type.bits === 64 ? hi : type.isSigned ? lo >> 31 : 0;
  u.sign = type.isSigned && u.hi < 0 ? 1 : 0;
  if (u.sign !== 0) {
    u.hi = u.lo === 0 ? -u.hi | 0 : ~u.hi;
    u.lo = -u.lo | 0;
  }
  if ((u.lo | u.hi) === 0) {
    rounder.zero(format, 0);
    return;
  }
  u.exponent = 63;
  u.normalize();
  rounder.pack(format, u.sign, u.exponent, u.hi, u.lo, false, rm);
}
