// TimerFile: a timer as a descriptor; reading yields the number of expiries since the last read.
// man 2 timerfd_create.

import { EAGAIN, EINVAL, O_RDWR, POLLIN, POLLRDNORM } from "@keel/abi";
import { File } from "@keel/dfs";
import { type Blocking, type Kernel, type MayBlock, WAIT_INTERRUPTIBLE, WaitQueue } from "@keel/kernel";
import { setInt64 } from "../codec/int64.ts";
import { IntervalTimer } from "../interval-timer.ts";

export class TimerFile extends File {
  /** CLOCK_REALTIME or CLOCK_MONOTONIC: what absolute settings are measured by. */
  readonly clock: number;
  readonly timer: IntervalTimer;
  private readonly queue: WaitQueue;
  private expiries: number = 0;

  constructor(kernel: Kernel, clock: number, flags: number) {
    super(null, O_RDWR | flags);
    this.clock = clock;
    this.queue = new WaitQueue(kernel);
    this.timer = new IntervalTimer(kernel, (periods) => {
      this.expiries += periods;
      this.queue.wakeupAll();
    });
  }

  override get isSeekable(): boolean {
    return false;
  }

  /** There is no position; asking for it is no error. */
  override seek(_offset: number, _whence: number): number {
    return 0;
  }

  override get path(): string {
    return "anon_inode:[timerfd]";
  }

  /** A new setting: expiries of the old one are forgotten. */
  set(firstNs: number, intervalNs: number): void {
    this.expiries = 0;
    if (firstNs === Infinity) this.timer.disarm();
    else this.timer.arm(firstNs, intervalNs);
  }

  override read(buf: Uint8Array): MayBlock<number> {
    if (buf.length < 8) return -EINVAL;
    if (this.expiries > 0) return this.take(buf);
    return this.isNonblocking ? -EAGAIN : this.readSlow(buf);
  }

  private *readSlow(buf: Uint8Array): Blocking<number> {
    while (this.expiries === 0) {
      const woken = yield* this.queue.wait(WAIT_INTERRUPTIBLE);
      if (woken < 0) return woken;
    }
    return this.take(buf);
  }

  private take(buf: Uint8Array): number {
    setInt64(new DataView(buf.buffer, buf.byteOffset, 8), 0, this.expiries);
    this.expiries = 0;
    return 8;
  }

  override write(_buf: Uint8Array): number {
    return -EINVAL;
  }

  override poll(): number {
    return this.expiries > 0 ? POLLIN | POLLRDNORM : 0;
  }

  override waitQueues(): readonly WaitQueue[] {
    return [this.queue];
  }

  protected override onClose(): void {
    this.timer.disarm();
  }
}
