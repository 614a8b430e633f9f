// EventFile: the counter behind eventfd. Writing adds to it, reading takes all of it (or one, as a
// semaphore) and waits while it is zero. man 2 eventfd.

import { EAGAIN, EINVAL, O_RDWR, POLLIN, POLLOUT, POLLRDNORM, POLLWRNORM } from "@keel/abi";
import { File } from "@keel/dfs";
import { type Blocking, type Kernel, type MayBlock, WAIT_INTERRUPTIBLE, WaitQueue } from "@keel/kernel";
import { getUint64, setInt64 } from "../codec/int64.ts";

/**
 * DEVIATION: Linux counts to 2^64 - 2; this counter blocks writers above 2^53 - 1, the largest
 * number it can hold exactly.
 */
const COUNT_MAX: number = Number.MAX_SAFE_INTEGER;

export class EventFile extends File {
  private readonly isSemaphore: boolean;
  private readonly queue: WaitQueue;
  private count: number;

  constructor(kernel: Kernel, count: number, isSemaphore: boolean, flags: number) {
    super(null, O_RDWR | flags);
    this.isSemaphore = isSemaphore;
    this.queue = new WaitQueue(kernel);
    this.count = count;
  }

  override get isSeekable(): boolean {
    return false;
  }

  /** There is no position; asking for it is no error. */
  override seek(_offset: number, _whence: number): number {
    return 0;
  }

  override get path(): string {
    return "anon_inode:[eventfd]";
  }

  override read(buf: Uint8Array): MayBlock<number> {
    if (buf.length < 8) return -EINVAL;
    if (this.count > 0) return this.take(buf);
    return this.isNonblocking ? -EAGAIN : this.readSlow(buf);
  }

  private *readSlow(buf: Uint8Array): Blocking<number> {
    while (this.count === 0) {
      const woken = yield* this.queue.wait(WAIT_INTERRUPTIBLE);
      if (woken < 0) return woken;
    }
    return this.take(buf);
  }

  private take(buf: Uint8Array): number {
    const taken = this.isSemaphore ? 1 : this.count;
    setInt64(new DataView(buf.buffer, buf.byteOffset, 8), 0, taken);
    this.count -= taken;
    this.queue.wakeupAll();
    return 8;
  }

  override write(buf: Uint8Array): MayBlock<number> {
    if (buf.length < 8) return -EINVAL;
    const view = new DataView(buf.buffer, buf.byteOffset, 8);
    if (view.getInt32(0, true) === -1 && view.getInt32(4, true) === -1) return -EINVAL;
    const added = getUint64(view, 0);
    if (added <= COUNT_MAX - this.count) return this.put(added);
    return this.isNonblocking ? -EAGAIN : this.writeSlow(added);
  }

  private *writeSlow(added: number): Blocking<number> {
    while (added > COUNT_MAX - this.count) {
      const woken = yield* this.queue.wait(WAIT_INTERRUPTIBLE);
      if (woken < 0) return woken;
    }
    return this.put(added);
  }

  private put(added: number): number {
    this.count += added;
    if (added > 0) this.queue.wakeupAll();
    return 8;
  }

  override poll(): number {
    const reading = this.count > 0 ? POLLIN | POLLRDNORM : 0;
    return this.count < COUNT_MAX ? reading | POLLOUT | POLLWRNORM : reading;
  }

  override waitQueues(): readonly WaitQueue[] {
    return [this.queue];
  }
}
