// User memory for formats: some bytes at 0x1000, nothing elsewhere.

import { EFAULT } from "@keel/abi";
import type { TracedCall, UserMemory } from "../../src/strace/arg-format.ts";

export const BASE = 0x1000;

export class FakeMemory implements UserMemory {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;

  constructor(size: number = 256) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  copyIn(va: number, dst: Uint8Array): number {
    const at = va - BASE;
    if (at < 0 || at + dst.length > this.bytes.length) return -EFAULT;
    dst.set(this.bytes.subarray(at, at + dst.length));
    return 0;
  }

  /** Puts text with its 0 at `offset`; its address. */
  text(offset: number, text: string): number {
    this.bytes.set(new TextEncoder().encode(`${text}\0`), offset);
    return BASE + offset;
  }

  call(args: readonly number[], result: number = 0): TracedCall {
    return { memory: this, args, result };
  }
}
