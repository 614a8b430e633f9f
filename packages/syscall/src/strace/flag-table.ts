// Named bits and named values: `O_RDWR|O_CREAT`, `SEEK_END`.

import { hexadecimal, input, type ArgFormat } from "./arg-format.ts";

/** Names with their numbers, in the order in which they are tried and printed. */
export type NameTable = readonly (readonly [name: string, value: number])[];

/** `value` as the name of an enumerated constant; an unknown one in hexadecimal with the family's name. */
export function nameOf(table: NameTable, value: number, family: string): string {
  for (const [name, number] of table) if (number === value) return name;
  return `${hexadecimal(value)} /* ${family} */`;
}

/** `value` as names joined by `|`; bits nobody has named follow in hexadecimal, nothing at all is `0`. */
export function namesOfBits(table: NameTable, value: number): string {
  const parts: string[] = [];
  let rest = value;
  for (const [name, bits] of table) {
    if (bits === 0 ? value === 0 : hasBits(rest, bits)) {
      parts.push(name);
      rest -= bits;
    }
  }
  if (rest !== 0 || parts.length === 0) parts.push(rest === 0 ? "0" : hexadecimal(rest));
  return parts.join("|");
}

/** Bit tests on numbers that may have more than 32 bits (clone flags). */
function hasBits(value: number, bits: number): boolean {
  if (value < 0) return false;
  if (bits > 0xffff_ffff) return Math.floor(value / bits) % 2 === 1;
  return (value & bits) >>> 0 === bits >>> 0;
}

/** An int argument holding one of the table's values. */
export function oneOf(table: NameTable, family: string): ArgFormat {
  return input((value) => nameOf(table, value | 0, family));
}

/** An int argument holding a combination of the table's bits. */
export function bits(table: NameTable): ArgFormat {
  return input((value) => namesOfBits(table, value >>> 0));
}
