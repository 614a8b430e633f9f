// A name for something that is not stored: a FIFO, a socket, or a device. A device is found by
// its number when it is opened, unless the node was made for one device (devfs).

import { ENXIO, S_IFIFO, S_IFMT, S_IFSOCK } from "@keel/abi";
import type { Device } from "@keel/device";
import type { MayBlock } from "@keel/kernel";
import type { Owner } from "./attributes.ts";
import { openDevice, openDeviceFile } from "./device-file.ts";
import type { File } from "./file.ts";
import { openFifo } from "./pipe.ts";
import { PipeBuffer } from "./pipe-buffer.ts";
import type { Superblock } from "./superblock.ts";
import { Vnode } from "./vnode.ts";

export class SpecialVnode extends Vnode {
  readonly device: Device | null;
  #buffer: PipeBuffer | null = null;

  /** `mode` has the type; `rdev` counts for devices. */
  constructor(
    fs: Superblock,
    ino: number,
    mode: number,
    rdev: number,
    owner: Owner,
    device: Device | null = null,
  ) {
    super(fs, ino, mode, owner);
    this.rdev = rdev;
    this.device = device;
  }

  override open(flags: number): MayBlock<File | number> {
    switch (this.mode & S_IFMT) {
      case S_IFIFO:
        this.#buffer ??= new PipeBuffer(this.fs.kernel);
        return openFifo(this, this.#buffer, flags);
      case S_IFSOCK:
        return -ENXIO;
      default:
        return this.device === null ? openDevice(this, flags) : openDeviceFile(this, this.device, flags);
    }
  }
}
