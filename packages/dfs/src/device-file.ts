// An open device: read, write, ioctl and poll go straight to the device framework. Terminals
// and other streams have no position; null, zero and random let one seek and ignore it.
//
// DEVIATION: block devices cannot be opened yet, since they count in blocks and files in bytes.

import {
  EINVAL,
  EIO,
  ENOSYS,
  ENOTTY,
  ENXIO,
  ERROR,
  O_ACCMODE,
  RT_DEVICE_CLASS_CHAR,
  RT_DEVICE_CLASS_PIPE,
  S_IFBLK,
  S_IFMT,
} from "@keel/abi";
import { type Device, DEVICES, type IoctlArg } from "@keel/device";
import { type Blocking, isBlocking, type MayBlock, type WaitQueue } from "@keel/kernel";
import { majorOf, minorOf } from "./attributes.ts";
import { File } from "./file.ts";
import type { Vnode } from "./vnode.ts";

export class DeviceFile extends File {
  /** What was opened; for an alias (/dev/tty) the device it stood for. */
  readonly device: Device;
  readonly #queues: readonly WaitQueue[];

  constructor(vnode: Vnode, device: Device, flags: number) {
    super(vnode, flags);
    this.device = device;
    this.#queues = [device.waitQueue];
  }

  override get isSeekable(): boolean {
    return this.device.cls !== RT_DEVICE_CLASS_CHAR && this.device.cls !== RT_DEVICE_CLASS_PIPE;
  }

  override seek(offset: number, whence: number): number {
    return this.isSeekable ? 0 : super.seek(offset, whence);
  }

  override read(buf: Uint8Array): MayBlock<number> {
    return this.isReadable ? this.readAt(0, buf) : super.read(buf);
  }

  override write(buf: Uint8Array): MayBlock<number> {
    return this.isWritable ? this.writeAt(0, buf) : super.write(buf);
  }

  protected override readAt(pos: number, buf: Uint8Array): MayBlock<number> {
    if (this.isNonblocking) return fileError(this.device.readNow(pos, buf), EINVAL);
    const result = this.device.read(pos, buf);
    return typeof result === "number" ? fileError(result, EINVAL) : result;
  }

  protected override writeAt(pos: number, buf: Uint8Array): MayBlock<number> {
    if (this.isNonblocking) return fileError(this.device.writeNow(pos, buf), EINVAL);
    const result = this.device.write(pos, buf);
    return typeof result === "number" ? fileError(result, EINVAL) : result;
  }

  override ioctl(cmd: number, arg: IoctlArg): MayBlock<number> {
    const result = this.device.control(cmd, arg);
    return isBlocking(result) ? ioctlResult(result) : fileError(result, ENOTTY);
  }

  override sync(): MayBlock<number> {
    return -EINVAL;
  }

  override poll(): number {
    return this.device.poll();
  }

  override waitQueues(): readonly WaitQueue[] {
    return this.#queues;
  }

  protected override onClose(): void {
    this.device.close();
  }
}

function* ioctlResult(running: Blocking<number>): Blocking<number> {
  return fileError(yield* running, ENOTTY);
}

/** A device's result in the words of files: what it does not know is `unknown`, ERROR is EIO. */
function fileError(result: number, unknown: number): number {
  if (result >= 0) return result;
  if (result === -ENOSYS) return -unknown;
  return result === -ERROR ? -EIO : result;
}

/** Opens the device itself. */
export function openDeviceFile(vnode: Vnode, device: Device, flags: number): File | number {
  if (device.isBlock) return -ENXIO;
  const target = device.target();
  if (typeof target === "number") return target;
  // RT-Thread counts read, write, both as 1, 2, 3 where POSIX has 0, 1, 2.
  const opened = target.open((flags & O_ACCMODE) + 1);
  return opened < 0 ? fileError(opened, ENXIO) : new DeviceFile(vnode, target, flags);
}

/** Opens the device that a node's number stands for; -ENXIO if there is none. */
export function openDevice(vnode: Vnode, flags: number): File | number {
  const isBlock = (vnode.mode & S_IFMT) === S_IFBLK;
  const table = vnode.fs.kernel.findService(DEVICES);
  const device = table?.findByNumber(majorOf(vnode.rdev), minorOf(vnode.rdev), isBlock) ?? null;
  return device === null ? -ENXIO : openDeviceFile(vnode, device, flags);
}
