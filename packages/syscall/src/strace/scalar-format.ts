// Arguments that are nothing but their register: numbers, addresses, descriptors, modes.

import { AT_FDCWD } from "@keel/abi";
import { address, hexadecimal, input, type ArgFormat } from "./arg-format.ts";

/** A C int. */
export const int: ArgFormat = input((value) => String(value | 0));

/** An unsigned int. */
export const uint: ArgFormat = input((value) => String(value >>> 0));

/** A long, an offset or a size. */
export const long: ArgFormat = input((value) => String(value));

/** A 32-bit word of bits nobody has named. */
export const hex: ArgFormat = input((value) => hexadecimal(value >>> 0));

/** A user address whose target is of no interest. */
export const pointer: ArgFormat = input(address);

/** A file descriptor. */
export const fd: ArgFormat = int;

/** A descriptor that may stand for the working directory. */
export const dirfd: ArgFormat = input((value) => ((value | 0) === AT_FDCWD ? "AT_FDCWD" : String(value | 0)));

/** Permission bits, in octal. */
export const mode: ArgFormat = input((value) => octal(value >>> 0));

/** A device number. */
export const device: ArgFormat = input(
  (value) => `makedev(0x${((value >>> 8) & 0xfff).toString(16)}, 0x${(value & 0xff).toString(16)})`,
);

/** A number in C's octal notation, with at least three digits as permissions are written. */
export function octal(value: number): string {
  return `0${value.toString(8).padStart(3, "0")}`;
}
