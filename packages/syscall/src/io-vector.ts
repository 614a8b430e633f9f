// IoVector: the iovec array of readv and writev, copied in and checked as a whole before anything
// moves. Data pass through one kernel buffer, so that a vector is one read or one write of the
// file: writes to pipes stay in one piece.

import { EFAULT, EINVAL, IOV_MAX } from "@keel/abi";
import { getInt64, getUint64 } from "./codec/int64.ts";
import type { SyscallContext } from "./syscall-context.ts";
import { MAX_TRANSFER } from "./user-io.ts";

const IOVEC_SIZE = 16;

export class IoVector {
  private readonly bases: readonly number[];
  private readonly lengths: readonly number[];
  /** Bytes in all, at most MAX_TRANSFER. */
  readonly total: number;

  private constructor(bases: readonly number[], lengths: readonly number[], total: number) {
    this.bases = bases;
    this.lengths = lengths;
    this.total = total;
  }

  /** The array of `count` iovecs at `va`, or -EINVAL, -EFAULT. */
  static read(ctx: SyscallContext, va: number, count: number): IoVector | number {
    if (count < 0 || count > IOV_MAX) return -EINVAL;
    const bytes = new Uint8Array(count * IOVEC_SIZE);
    if (ctx.aspace.copyIn(va, bytes) < 0) return -EFAULT;
    const view = new DataView(bytes.buffer);
    const bases: number[] = [];
    const lengths: number[] = [];
    let total = 0;
    for (let offset = 0; offset < bytes.length; offset += IOVEC_SIZE) {
      const length = getInt64(view, offset + 8);
      if (length < 0) return -EINVAL;
      const used = Math.min(length, MAX_TRANSFER - total);
      bases.push(getUint64(view, offset));
      lengths.push(used);
      total += used;
    }
    return new IoVector(bases, lengths, total);
  }

  /** How many bytes from the start can be written to without a fault. */
  writable(ctx: SyscallContext): number {
    return this.reach((va, length) => ctx.writable(va, length));
  }

  /** The user's bytes in one piece, up to the first that cannot be read; null: not even the first. */
  gather(ctx: SyscallContext): Uint8Array | null {
    const length = this.reach((va, part) => ctx.readable(va, part));
    if (length === 0 && this.total > 0) return null;
    const bytes = new Uint8Array(length);
    const isDone = this.forEach(
      length,
      (va, from, to) => ctx.aspace.copyIn(va, bytes.subarray(from, to)) === 0,
    );
    return isDone ? bytes : null;
  }

  /** Spreads `bytes` over the buffers: 0 or -EFAULT. */
  scatter(ctx: SyscallContext, bytes: Uint8Array): number {
    const isDone = this.forEach(
      bytes.length,
      (va, from, to) => ctx.aspace.copyOut(va, bytes.subarray(from, to)) === 0,
    );
    return isDone ? 0 : -EFAULT;
  }

  private reach(probe: (va: number, length: number) => number): number {
    let sum = 0;
    for (let i = 0; i < this.bases.length; i++) {
      const length = this.lengths[i] as number;
      const good = length === 0 ? 0 : probe(this.bases[i] as number, length);
      sum += good;
      if (good < length) break;
    }
    return sum;
  }

  /** Calls `move` for each buffer's part [from, to) of the first `limit` bytes, until one fails. */
  private forEach(limit: number, move: (va: number, from: number, to: number) => boolean): boolean {
    let from = 0;
    for (let i = 0; i < this.bases.length && from < limit; i++) {
      const to = Math.min(limit, from + (this.lengths[i] as number));
      if (to > from && !move(this.bases[i] as number, from, to)) return false;
      from = to;
    }
    return true;
  }
}
