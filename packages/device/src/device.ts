// A device: something with a name that can be opened, read, written and controlled. RT-Thread: struct rt_device,
// rt_device_ops, components/drivers/core/device.c.
//
// A subclass fills in the `op` methods; the public ones keep the rules (initialised at first open, counted,
// STANDALONE opened once) and do the waiting. opRead and opWrite never block: they return -EAGAIN instead and
// wake `waitQueue` when it is worth another try, be it from an interrupt.

import {
  EAGAIN,
  EBUSY,
  ENOSYS,
  ERROR,
  POLLIN,
  POLLOUT,
  POLLRDNORM,
  POLLWRNORM,
  RT_DEVICE_FLAG_ACTIVATED,
  RT_DEVICE_FLAG_STANDALONE,
  RT_DEVICE_OFLAG_CLOSE,
  RT_DEVICE_OFLAG_MASK,
  RT_DEVICE_OFLAG_OPEN,
  RT_OBJECT_CLASS_DEVICE,
} from "@keel/abi";
import {
  type Blocking,
  type Kernel,
  KObject,
  type MayBlock,
  WAIT_INTERRUPTIBLE,
  WaitQueue,
} from "@keel/kernel";
import type { IoctlArg } from "./ioctl-arg.ts";

export interface DeviceOptions {
  /** RT_DEVICE_CLASS_* */
  readonly cls: number;
  /** Device number as Linux gives it; 0, 0 for a device without a node of its own. */
  readonly major?: number;
  readonly minor?: number;
  /** Addressed in blocks, with a node of type b. */
  readonly isBlock?: boolean;
}

export abstract class Device extends KObject {
  readonly kernel: Kernel;
  /** RT_DEVICE_CLASS_* */
  readonly cls: number;
  readonly major: number;
  readonly minor: number;
  readonly isBlock: boolean;
  /** RT_DEVICE_OFLAG_* and how it was opened (INT_RX...); 0 while closed. */
  openFlag: number;
  refCount: number;
  /** Data has come in: `size` bytes can be read. Called in interrupt context. Belongs to one owner. */
  rxIndicate: ((device: Device, size: number) => void) | null;
  /** What was written has left. Called in interrupt context. Belongs to one owner. */
  txComplete: ((device: Device) => void) | null;
  readonly #waitQueue: WaitQueue;

  constructor(kernel: Kernel, options: DeviceOptions) {
    super(RT_OBJECT_CLASS_DEVICE, "");
    this.kernel = kernel;
    this.cls = options.cls;
    this.major = options.major ?? 0;
    this.minor = options.minor ?? 0;
    this.isBlock = options.isBlock ?? false;
    this.openFlag = RT_DEVICE_OFLAG_CLOSE;
    this.refCount = 0;
    this.rxIndicate = null;
    this.txComplete = null;
    this.#waitQueue = new WaitQueue(kernel);
  }

  /** Woken when a read, a write or poll may have a different answer. */
  get waitQueue(): WaitQueue {
    return this.#waitQueue;
  }

  /** st_rdev of the device's node, as Linux packs it. */
  get devNumber(): number {
    return (this.minor & 0xff) | ((this.major & 0xfff) << 8) | ((this.minor & ~0xff) << 12);
  }

  /** What an open of this device opens: itself, but for aliases (console, tty). -errno if there is nothing. */
  target(): Device | number {
    return this;
  }

  // ---- the device as its users see it

  /** Initialises the device, once. 0 or -errno. */
  init(): number {
    if ((this.flag & RT_DEVICE_FLAG_ACTIVATED) !== 0) return 0;
    const result = this.opInit();
    if (result === 0) this.flag |= RT_DEVICE_FLAG_ACTIVATED;
    return result;
  }

  /** Opens with RT_DEVICE_OFLAG_* and RT_DEVICE_FLAG_INT_*. -EBUSY: STANDALONE and open already. */
  open(oflag: number): number {
    const ready = this.init();
    if (ready < 0) return ready;
    const isOpen = (this.openFlag & RT_DEVICE_OFLAG_OPEN) !== 0;
    if (isOpen && (this.flag & RT_DEVICE_FLAG_STANDALONE) !== 0) return -EBUSY;
    const wanted = (oflag & RT_DEVICE_OFLAG_MASK) | RT_DEVICE_OFLAG_OPEN;
    if (!isOpen || (this.openFlag & RT_DEVICE_OFLAG_MASK) !== wanted) {
      const result = this.opOpen(oflag);
      if (result < 0) return result;
    }
    this.openFlag |= RT_DEVICE_OFLAG_OPEN;
    this.refCount += 1;
    return 0;
  }

  /** Gives one open back; the last closes. -ERROR when it is not open. */
  close(): number {
    if (this.refCount === 0) return -ERROR;
    this.refCount -= 1;
    if (this.refCount > 0) return 0;
    const result = this.opClose();
    this.openFlag = RT_DEVICE_OFLAG_CLOSE;
    return result;
  }

  /**
   * Reads up to `buf.length` bytes (blocks for a block device) at `pos`, which streams ignore; waits for at
   * least one. The number read, 0 at the end, -EINTR, -ERROR when it is not open, -ENOSYS.
   * DEVIATION: RT-Thread returns 0 and sets errno; here the error is the result.
   */
  read(pos: number, buf: Uint8Array): MayBlock<number> {
    const count = this.readNow(pos, buf);
    return count === -EAGAIN ? this.#waitToRead(pos, buf) : count;
  }

  /** As `read`, but returns -EAGAIN where that would wait. */
  readNow(pos: number, buf: Uint8Array): number {
    return this.refCount === 0 ? -ERROR : this.opRead(pos, buf);
  }

  /** Writes all of `buf`, waiting where it must; fewer only when interrupted or at the end of the device. */
  write(pos: number, buf: Uint8Array): MayBlock<number> {
    const count = this.writeNow(pos, buf);
    if (count === buf.length || (count < 0 && count !== -EAGAIN)) return count;
    return this.#waitToWrite(pos, buf, Math.max(count, 0));
  }

  /** Writes what goes without waiting; -EAGAIN when that is nothing. */
  writeNow(pos: number, buf: Uint8Array): number {
    return this.refCount === 0 ? -ERROR : this.opWrite(pos, buf);
  }

  /** Device-specific command: RT_DEVICE_CTRL_*, or an ioctl number. -ENOSYS when the device knows none. */
  control(cmd: number, arg: IoctlArg): MayBlock<number> {
    return this.opControl(cmd, arg);
  }

  /** POLL* bits that hold now. */
  poll(): number {
    return POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;
  }

  /** Output of the kernel itself: never waits, from any context. What the device cannot take is lost. */
  kernelWrite(bytes: Uint8Array): void {
    this.opWrite(0, bytes);
  }

  // ---- what a device is made of

  protected opInit(): number {
    return 0;
  }

  protected opOpen(oflag: number): number {
    this.openFlag = oflag & RT_DEVICE_OFLAG_MASK;
    return 0;
  }

  protected opClose(): number {
    return 0;
  }

  protected opRead(_pos: number, _buf: Uint8Array): number {
    return -ENOSYS;
  }

  protected opWrite(_pos: number, _buf: Uint8Array): number {
    return -ENOSYS;
  }

  protected opControl(_cmd: number, _arg: IoctlArg): MayBlock<number> {
    return -ENOSYS;
  }

  *#waitToRead(pos: number, buf: Uint8Array): Blocking<number> {
    for (;;) {
      const woken = yield* this.waitQueue.wait(WAIT_INTERRUPTIBLE);
      if (woken < 0) return woken;
      const count = this.readNow(pos, buf);
      if (count !== -EAGAIN) return count;
    }
  }

  *#waitToWrite(pos: number, buf: Uint8Array, written: number): Blocking<number> {
    let done = written;
    for (;;) {
      const count = this.writeNow(pos + done, buf.subarray(done));
      if (count > 0) done += count;
      if (done === buf.length) return done;
      if (count > 0) continue;
      if (count !== -EAGAIN) return done > 0 ? done : count;
      const woken = yield* this.waitQueue.wait(WAIT_INTERRUPTIBLE);
      if (woken < 0) return done > 0 ? done : woken;
    }
  }
}
