// The host's standard streams as files of a guest process (`keel run`): bytes pass through unchanged. A read
// waits for the host while the board's time stands still, so that a slow pipe does not change what happens.

import { readSync, writeSync } from "node:fs";
import { EBADF, EIO, EPIPE } from "@keel/abi";
import { File } from "@keel/dfs";

/** Reads up to `buf.length` bytes of host file `fd`; waits for them. Returns the count, 0 at the end, or -EIO. */
export function readInput(fd: number, buf: Uint8Array): number {
  for (;;) {
    try {
      return readSync(fd, buf);
    } catch (error) {
      const code = hostCode(error);
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") return -EIO;
      pause();
    }
  }
}

/** Writes all of `buf` to host file `fd`. Returns its length, -EPIPE when the reader has gone, or -EIO. */
export function writeOutput(fd: number, buf: Uint8Array): number {
  let done = 0;
  while (done < buf.length) {
    try {
      done += writeSync(fd, buf, done);
    } catch (error) {
      const code = hostCode(error);
      if (code === "EPIPE" || code === "EOF") return -EPIPE;
      if (code !== "EAGAIN") return -EIO;
      pause();
    }
  }
  return done;
}

function hostCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

const sleepCell = new Int32Array(new SharedArrayBuffer(4));

/** A pipe that another process has made non-blocking is not ready: give that process a millisecond. */
function pause(): void {
  Atomics.wait(sleepCell, 0, 0, 1);
}

/** One of the host's standard streams, as an open file of a guest process. */
export class HostStream extends File {
  private readonly hostFd: number;

  /** `flags`: O_RDONLY for input, O_WRONLY for output. */
  constructor(hostFd: number, flags: number) {
    super(null, flags);
    this.hostFd = hostFd;
  }

  override get isSeekable(): boolean {
    return false;
  }

  override read(buf: Uint8Array): number {
    return this.isReadable ? readInput(this.hostFd, buf) : -EBADF;
  }

  override write(buf: Uint8Array): number {
    return this.isWritable ? writeOutput(this.hostFd, buf) : -EBADF;
  }

  override get path(): string {
    return `pipe:[${this.hostFd}]`;
  }
}
