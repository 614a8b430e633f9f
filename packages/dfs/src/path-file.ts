// What open(2) with O_PATH yields: a place in the tree to start *at calls from, to fstat and to
// fchdir to. Every use of its contents is refused with EBADF.

import { EBADF } from "@keel/abi";
import type { IoctlArg } from "@keel/device";
import type { MayBlock } from "@keel/kernel";
import { File } from "./file.ts";
import type { PageSource } from "./page-source.ts";

export class PathFile extends File {
  override seek(_offset: number, _whence: number): number {
    return -EBADF;
  }

  override truncate(_size: number): MayBlock<number> {
    return -EBADF;
  }

  override sync(): MayBlock<number> {
    return -EBADF;
  }

  override readdir(): number {
    return -EBADF;
  }

  override ioctl(_cmd: number, _arg: IoctlArg): MayBlock<number> {
    return -EBADF;
  }

  override poll(): number {
    return 0;
  }

  override memObject(): PageSource | null {
    return null;
  }
}
