// UserMemory: how the kernel reads and writes what user pointers name. A pointer is a claim: each page is looked
// up in the page table, with the rights the hart would ask for, and paged in when it is not there yet.
// A copy that fails may have moved the pages before the bad one, as on Linux. @hotpath: copyIn, copyOut.

import { EFAULT, ENAMETOOLONG, ENOMEM, PAGE_SIZE, PROT_READ, PROT_WRITE } from "@keel/abi";
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_V, PTE_W } from "@keel/hart";
import { utf8Decode } from "@keel/klib";
import { USER_TOP } from "./layout.ts";
import type { MemorySystem } from "./memory-system.ts";
import type { PageTable } from "./page-table.ts";

const READABLE: number = PTE_V | PTE_U | PTE_R | PTE_A;
const WRITABLE: number = READABLE | PTE_W | PTE_D;
const READ = PROT_READ;
const WRITE = PROT_WRITE;

export abstract class UserMemory {
  private readonly memory: MemorySystem;
  private readonly pages: PageTable;
  private readonly scratch: Uint8Array = new Uint8Array(8);
  private readonly scratchView: DataView = new DataView(this.scratch.buffer);

  constructor(memory: MemorySystem, pages: PageTable) {
    this.memory = memory;
    this.pages = pages;
  }

  /** Brings the page in: 0 or -errno. See Aspace. */
  abstract fault(va: number, access: number): number;

  /** Copies user memory into `dst`: 0, -EFAULT or -ENOMEM. */
  copyIn(va: number, dst: Uint8Array): number {
    const { bytes } = this.memory;
    let done = 0;
    while (done < dst.length) {
      const offset = this.locate(va + done, READ);
      if (offset < 0) return offset;
      const count = Math.min(dst.length - done, PAGE_SIZE - (offset % PAGE_SIZE));
      dst.set(bytes.subarray(offset, offset + count), done);
      done += count;
    }
    return 0;
  }

  /** Copies `src` into user memory: 0, -EFAULT or -ENOMEM. */
  copyOut(va: number, src: Uint8Array): number {
    const { bytes } = this.memory;
    let done = 0;
    while (done < src.length) {
      const offset = this.locate(va + done, WRITE);
      if (offset < 0) return offset;
      const count = Math.min(src.length - done, PAGE_SIZE - (offset % PAGE_SIZE));
      bytes.set(count === src.length ? src : src.subarray(done, done + count), offset);
      this.memory.wrote(offset, count);
      done += count;
    }
    return 0;
  }

  /** Sets `length` bytes of user memory to `value`: 0, -EFAULT or -ENOMEM. */
  fill(va: number, length: number, value: number): number {
    let done = 0;
    while (done < length) {
      const offset = this.locate(va + done, WRITE);
      if (offset < 0) return offset;
      const count = Math.min(length - done, PAGE_SIZE - (offset % PAGE_SIZE));
      this.memory.bytes.fill(value, offset, offset + count);
      this.memory.wrote(offset, count);
      done += count;
    }
    return 0;
  }

  /** Whether the whole range may be read or written (PROT_READ, PROT_WRITE), bringing it in: 0, -EFAULT or -ENOMEM. */
  touch(va: number, length: number, access: number): number {
    for (let at = va; at < va + length; at += PAGE_SIZE - (at % PAGE_SIZE)) {
      const offset = this.locate(at, access);
      if (offset < 0) return offset;
    }
    return 0;
  }

  /** The bytes before a NUL, or -EFAULT, -ENAMETOOLONG (no NUL within `max` bytes). */
  readBytes(va: number, max: number): Uint8Array | number {
    const { bytes } = this.memory;
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < max) {
      const offset = this.locate(va + length, READ);
      if (offset < 0) return offset;
      const end = Math.min(offset + max - length, offset + PAGE_SIZE - (offset % PAGE_SIZE));
      const page = bytes.subarray(offset, end);
      const nul = page.indexOf(0);
      parts.push(nul < 0 ? page : page.subarray(0, nul));
      length += nul < 0 ? page.length : nul;
      if (nul >= 0) return joined(parts, length);
    }
    return -ENAMETOOLONG;
  }

  /** As readBytes, as text. */
  readString(va: number, max: number): string | number {
    const bytes = this.readBytes(va, max);
    return typeof bytes === "number" ? bytes : utf8Decode(bytes);
  }

  /** The word at `va`, 0 to 2^32 - 1, or -EFAULT. */
  read32(va: number): number {
    const error = this.copyIn(va, this.scratch.subarray(0, 4));
    return error < 0 ? error : this.scratchView.getUint32(0, true);
  }

  /** The doubleword at `va`, unsigned, exact below 2^53; or -EFAULT. */
  read64(va: number): number {
    const error = this.copyIn(va, this.scratch);
    if (error < 0) return error;
    return this.scratchView.getUint32(4, true) * 0x1_0000_0000 + this.scratchView.getUint32(0, true);
  }

  /** The doubleword at `va` as a signed number, exact below 2^53 in magnitude; null for -EFAULT. */
  readSigned64(va: number): number | null {
    if (this.copyIn(va, this.scratch) < 0) return null;
    return this.scratchView.getInt32(4, true) * 0x1_0000_0000 + this.scratchView.getUint32(0, true);
  }

  /** 0 or -EFAULT. Any number of 32 bits, signed or not. */
  write32(va: number, value: number): number {
    this.scratchView.setInt32(0, value | 0, true);
    return this.copyOut(va, this.scratch.subarray(0, 4));
  }

  /** 0 or -EFAULT. Negative values as two's complement. */
  write64(va: number, value: number): number {
    this.scratchView.setInt32(0, value | 0, true);
    this.scratchView.setInt32(4, Math.floor(value / 0x1_0000_0000) | 0, true);
    return this.copyOut(va, this.scratch);
  }

  /** Physical address of `va` once it may be accessed so, or -EFAULT, -ENOMEM: what shared futexes are known by. */
  physical(va: number, access: number): number {
    const offset = this.locate(va, access);
    return offset < 0 ? offset : offset + this.memory.ramBase;
  }

  /** Offset in guest RAM of the byte at `va`, or -EFAULT, -ENOMEM. */
  private locate(va: number, access: number): number {
    const needed = access === WRITE ? WRITABLE : READABLE;
    const found = this.translate(va, needed);
    if (found >= 0) return found;
    const error = this.fault(va, access);
    if (error < 0) return error === -ENOMEM ? error : -EFAULT;
    return this.translate(va, needed);
  }

  private translate(va: number, needed: number): number {
    if (!(va >= 0 && va < USER_TOP)) return -EFAULT;
    const index = this.pages.find(va);
    if (index < 0 || ((this.memory.words[index] as number) & needed) !== needed) return -EFAULT;
    return this.pages.paOf(index) - this.memory.ramBase + (va % PAGE_SIZE);
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
