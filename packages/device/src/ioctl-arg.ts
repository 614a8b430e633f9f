// The argument of a control call. What it means is the command's affair: a number, or memory of the caller that
// is copied in and out. A user program's memory comes with a check, so that a device never sees a pointer.

import { EFAULT } from "@keel/abi";

export interface IoctlArg {
  /** The argument as a number (for memory, its address). */
  readonly value: number;
  /** Copies from the caller's memory; 0 or -EFAULT. */
  get(target: Uint8Array): number;
  /** Copies to the caller's memory; 0 or -EFAULT. */
  put(source: Uint8Array): number;
}

/** A plain number, from kernel code; it points at nothing. */
export class NumberArg implements IoctlArg {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  get(_target: Uint8Array): number {
    return -EFAULT;
  }

  put(_source: Uint8Array): number {
    return -EFAULT;
  }
}

/** Memory of kernel code. */
export class BufferArg implements IoctlArg {
  readonly value: number = 0;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get(target: Uint8Array): number {
    if (target.length > this.bytes.length) return -EFAULT;
    target.set(this.bytes.subarray(0, target.length));
    return 0;
  }

  put(source: Uint8Array): number {
    if (source.length > this.bytes.length) return -EFAULT;
    this.bytes.set(source);
    return 0;
  }
}

/** Copies a 32-bit number to the caller: what FIONREAD and TIOCGPGRP do. */
export function putInt(arg: IoctlArg, value: number): number {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return arg.put(bytes);
}

/** Copies a 32-bit number from the caller and hands it to `use`, whose result it returns; or -EFAULT. */
export function withInt(arg: IoctlArg, use: (value: number) => number): number {
  const bytes = new Uint8Array(4);
  const fault = arg.get(bytes);
  return fault < 0 ? fault : use(new DataView(bytes.buffer).getInt32(0, true));
}
