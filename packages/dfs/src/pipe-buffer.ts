// The bytes on their way through a pipe or FIFO, and who is at its ends (man 7 pipe).
// A write of at most PIPE_BUF bytes goes in whole or not at all; a longer one goes in pieces.
// SIGPIPE is the caller's: it sends it when a write returns -EPIPE.

import {
  EAGAIN,
  EPIPE,
  PIPE_BUF,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  POLLRDNORM,
  POLLWRNORM,
} from "@keel/abi";
import { type Blocking, type Kernel, type MayBlock, WAIT_INTERRUPTIBLE, WaitQueue } from "@keel/kernel";
import { RingBuffer } from "@keel/klib";

export const PIPE_CAPACITY = 65536;

export class PipeBuffer {
  /** Open descriptions that may read, and that may write. */
  readers = 0;
  writers = 0;
  /** How often either end was ever opened: who waits for a peer sees one that came and went. */
  readerOpens = 0;
  writerOpens = 0;
  /** Woken when bytes arrive or the last writer leaves. */
  readonly readable: WaitQueue;
  /** Woken when space appears or the last reader leaves. */
  readonly writable: WaitQueue;
  #ring: RingBuffer | null = null;

  constructor(kernel: Kernel) {
    this.readable = new WaitQueue(kernel);
    this.writable = new WaitQueue(kernel);
  }

  /** Bytes waiting to be read. */
  get length(): number {
    return this.#ring === null ? 0 : this.#ring.length;
  }

  get #space(): number {
    return PIPE_CAPACITY - this.length;
  }

  addReader(): void {
    this.readers++;
    this.readerOpens++;
    this.writable.wakeupAll();
  }

  addWriter(): void {
    this.writers++;
    this.writerOpens++;
    this.readable.wakeupAll();
  }

  dropReader(): void {
    this.readers--;
    if (this.readers === 0) this.writable.wakeupAll();
    this.#forgetIfUnused();
  }

  dropWriter(): void {
    this.writers--;
    if (this.writers === 0) this.readable.wakeupAll();
    this.#forgetIfUnused();
  }

  /** What nobody has read is gone when both ends are closed. */
  #forgetIfUnused(): void {
    if (this.readers === 0 && this.writers === 0) this.#ring = null;
  }

  /** Bytes read, 0 at the end (no writer left), -EAGAIN, -EINTR. */
  read(buf: Uint8Array, isNonblocking: boolean): MayBlock<number> {
    if (buf.length === 0) return 0;
    if (this.length > 0) return this.#take(buf);
    if (this.writers === 0) return 0;
    return isNonblocking ? -EAGAIN : this.#readSlow(buf);
  }

  *#readSlow(buf: Uint8Array): Blocking<number> {
    while (this.length === 0) {
      if (this.writers === 0) return 0;
      const woken = yield* this.readable.wait(WAIT_INTERRUPTIBLE);
      if (woken < 0) return woken;
    }
    return this.#take(buf);
  }

  #take(buf: Uint8Array): number {
    const count = this.#ring === null ? 0 : this.#ring.get(buf);
    if (count > 0) this.writable.wakeupAll();
    return count;
  }

  /** Bytes written, -EPIPE when nobody can read them, -EAGAIN, -EINTR. */
  write(buf: Uint8Array, isNonblocking: boolean): MayBlock<number> {
    if (buf.length === 0) return 0;
    if (this.readers === 0) return -EPIPE;
    if (buf.length <= this.#space) return this.#put(buf);
    if (!isNonblocking) return this.#writeSlow(buf);
    return buf.length <= PIPE_BUF || this.#space === 0 ? -EAGAIN : this.#put(buf);
  }

  *#writeSlow(buf: Uint8Array): Blocking<number> {
    const isAtomic = buf.length <= PIPE_BUF;
    let done = 0;
    while (done < buf.length) {
      if (this.readers === 0) return done > 0 ? done : -EPIPE;
      const wanted = isAtomic ? buf.length : 1;
      if (this.#space >= wanted) done += this.#put(buf.subarray(done));
      else {
        const woken = yield* this.writable.wait(WAIT_INTERRUPTIBLE);
        if (woken < 0) return done > 0 ? done : woken;
      }
    }
    return done;
  }

  #put(buf: Uint8Array): number {
    this.#ring ??= new RingBuffer(PIPE_CAPACITY);
    const count = this.#ring.put(buf);
    if (count > 0) this.readable.wakeupAll();
    return count;
  }

  /** POLL… bits for a description that may read. */
  pollRead(): number {
    const ready = this.length > 0 ? POLLIN | POLLRDNORM : 0;
    return this.writers === 0 && this.writerOpens > 0 ? ready | POLLHUP : ready;
  }

  /** POLL… bits for a description that may write: ready when an atomic write fits. */
  pollWrite(): number {
    const ready = this.#space >= PIPE_BUF ? POLLOUT | POLLWRNORM : 0;
    return this.readers === 0 ? ready | POLLERR : ready;
  }
}
