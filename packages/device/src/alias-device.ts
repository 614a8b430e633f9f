// A device that stands for another one, which may change: /dev/console, /dev/tty. A file system that opens it
// goes straight to `target()`; whoever reads and writes it by name is passed on each time.

import { RT_DEVICE_CLASS_CHAR } from "@keel/abi";
import type { Kernel, MayBlock, WaitQueue } from "@keel/kernel";
import { Device } from "./device.ts";
import type { IoctlArg } from "./ioctl-arg.ts";

export class AliasDevice extends Device {
  readonly #resolve: () => Device | number;

  /** `resolve` says what it stands for right now, or -errno (ENXIO) if for nothing. */
  constructor(kernel: Kernel, major: number, minor: number, resolve: () => Device | number) {
    super(kernel, { cls: RT_DEVICE_CLASS_CHAR, major, minor });
    this.#resolve = resolve;
  }

  override target(): Device | number {
    return this.#resolve();
  }

  override get waitQueue(): WaitQueue {
    const target = this.#resolve();
    return typeof target === "number" ? super.waitQueue : target.waitQueue;
  }

  override open(oflag: number): number {
    const target = this.#resolve();
    return typeof target === "number" ? target : target.open(oflag);
  }

  override close(): number {
    const target = this.#resolve();
    return typeof target === "number" ? target : target.close();
  }

  override read(pos: number, buf: Uint8Array): MayBlock<number> {
    const target = this.#resolve();
    return typeof target === "number" ? target : target.read(pos, buf);
  }

  override readNow(pos: number, buf: Uint8Array): number {
    const target = this.#resolve();
    return typeof target === "number" ? target : target.readNow(pos, buf);
  }

  override write(pos: number, buf: Uint8Array): MayBlock<number> {
    const target = this.#resolve();
    return typeof target === "number" ? target : target.write(pos, buf);
  }

  override writeNow(pos: number, buf: Uint8Array): number {
    const target = this.#resolve();
    return typeof target === "number" ? target : target.writeNow(pos, buf);
  }

  override control(cmd: number, arg: IoctlArg): MayBlock<number> {
    const target = this.#resolve();
    return typeof target === "number" ? target : target.control(cmd, arg);
  }

  override poll(): number {
    const target = this.#resolve();
    return typeof target === "number" ? 0 : target.poll();
  }

  override kernelWrite(bytes: Uint8Array): void {
    const target = this.#resolve();
    if (typeof target !== "number") target.kernelWrite(bytes);
  }
}
