// Standard input and output of a command under test: bytes in memory instead of a terminal.

import { EBADF, O_RDONLY, O_WRONLY } from "@keel/abi";
import { File } from "@keel/dfs";

/** Reads as `bytes`, then as the end of the file. */
export class MemoryInput extends File {
  #rest: Uint8Array;

  constructor(bytes: Uint8Array) {
    super(null, O_RDONLY);
    this.#rest = bytes;
  }

  override get isSeekable(): boolean {
    return false;
  }

  override read(buf: Uint8Array): number {
    const count = Math.min(buf.length, this.#rest.length);
    buf.set(this.#rest.subarray(0, count));
    this.#rest = this.#rest.subarray(count);
    return count;
  }
}

/** Hands all that is written to `onWrite`, which copies what it keeps. */
export class MemoryOutput extends File {
  readonly #onWrite: (bytes: Uint8Array) => void;

  constructor(onWrite: (bytes: Uint8Array) => void) {
    super(null, O_WRONLY);
    this.#onWrite = onWrite;
  }

  override get isSeekable(): boolean {
    return false;
  }

  override read(): number {
    return -EBADF;
  }

  override write(buf: Uint8Array): number {
    this.#onWrite(buf);
    return buf.length;
  }
}
