// Text and bytes: quoted and escaped as C would, cut after 32 bytes like strace's default.

import { address, input, output, type ArgFormat, type TracedCall, type UserMemory } from "./arg-format.ts";

/** Bytes shown of a buffer before the dots. */
const SHOWN_BYTES = 32;

/** Paths are shown whole, up to this length. */
const SHOWN_PATH = 4096;

const ESCAPES: readonly (readonly [number, string])[] = [
  [0x09, "\\t"],
  [0x0a, "\\n"],
  [0x0b, "\\v"],
  [0x0c, "\\f"],
  [0x0d, "\\r"],
  [0x22, '\\"'],
  [0x5c, "\\\\"],
];

/** `bytes` between quotes; what is no printable ASCII in its shortest escape. */
export function quote(bytes: Uint8Array): string {
  let text = '"';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    const named = ESCAPES.find((row) => row[0] === byte);
    if (named !== undefined) text += named[1];
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else {
      // A digit after the escape would be read as part of it: then all three are written.
      const next = bytes[i + 1] ?? 0;
      const isDigit = next >= 0x30 && next <= 0x39;
      text += `\\${byte.toString(8).padStart(isDigit ? 3 : 1, "0")}`;
    }
  }
  return `${text}"`;
}

/** The first `length` bytes at `va`, quoted, with dots when they are not all shown. */
export function quoteMemory(memory: UserMemory, va: number, length: number): string {
  const bytes = new Uint8Array(Math.min(length, SHOWN_BYTES));
  if (memory.copyIn(va, bytes) !== 0) return address(va);
  return quote(bytes) + (length > SHOWN_BYTES ? "..." : "");
}

/** The user string at `va`, quoted, at most `limit` bytes of it. */
export function quoteString(memory: UserMemory, va: number, limit: number): string {
  if (va === 0) return "NULL";
  const bytes: number[] = [];
  const byte = new Uint8Array(1);
  while (bytes.length < limit) {
    if (memory.copyIn(va + bytes.length, byte) !== 0) return address(va);
    if (byte[0] === 0) return quote(Uint8Array.from(bytes));
    bytes.push(byte[0] as number);
  }
  return `${quote(Uint8Array.from(bytes))}...`;
}

/** A path. */
export const path: ArgFormat = input((value, call) => quoteString(call.memory, value, SHOWN_PATH));

/** A string that is no path. */
export const string: ArgFormat = input((value, call) => quoteString(call.memory, value, SHOWN_BYTES));

/** A buffer that the call reads; argument `lengthArg` says how much of it. */
export function bytesIn(lengthArg: number): ArgFormat {
  return input((value, call) => quoteMemory(call.memory, value, Math.max(0, call.args[lengthArg] ?? 0)));
}

/** A buffer that the call fills with as many bytes as it returns. */
export const bytesOut: ArgFormat = output((value, call) => quoteMemory(call.memory, value, call.result));

/** A buffer that the call fills with a string of its own. */
export const stringOut: ArgFormat = output((value, call) => quoteString(call.memory, value, SHOWN_PATH));

/** argv: the strings; the environment is only counted, as strace does. */
export const argumentVector: ArgFormat = input((value, call) => {
  const pointers = pointerVector(value, call);
  if (pointers === null) return address(value);
  return `[${pointers.map((va) => quoteString(call.memory, va, SHOWN_BYTES)).join(", ")}]`;
});

export const environment: ArgFormat = input((value, call) => {
  const pointers = pointerVector(value, call);
  if (pointers === null) return address(value);
  return `${address(value)} /* ${pointers.length} var${pointers.length === 1 ? "" : "s"} */`;
});

/** The non-null pointers at `va`, at most 1,000. */
function pointerVector(va: number, call: TracedCall): number[] | null {
  const pointers: number[] = [];
  const word = new Uint8Array(8);
  const view = new DataView(word.buffer);
  if (va === 0) return null;
  while (pointers.length < 1000) {
    if (call.memory.copyIn(va + 8 * pointers.length, word) !== 0) return null;
    const pointer = view.getUint32(4, true) * 0x1_0000_0000 + view.getUint32(0, true);
    if (pointer === 0) break;
    pointers.push(pointer);
  }
  return pointers;
}
