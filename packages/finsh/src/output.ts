// Where a command's output goes: the terminal, or the file behind `>`. Commands print without blocking; the
// bytes wait here until the shell flushes them, which may block. A command that prints much flushes in between.
//
// Sending costs computing time (`Kernel.spend`), as it does on a real processor: without it, a command that prints
// for ever would hold the clock, and with it everything else, still.

import { EIO } from "@keel/abi";
import { type Blocking, type Kernel, type MayBlock, settle } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";

/** Takes bytes; returns how many it took, or -errno. */
export type Sink = (bytes: Uint8Array) => MayBlock<number>;

/** Computing time that a byte costs on its way through a terminal, and into memory. */
export const TERMINAL_NS_PER_BYTE = 1000;
export const MEMORY_NS_PER_BYTE = 1;

/** Bytes sent, and paid for, at a time. */
const PIECE_SIZE = 4096;

export class Output {
  readonly #kernel: Kernel;
  readonly #nsPerByte: number;
  readonly #sink: Sink;
  #pending: Uint8Array[] = [];
  #text = "";

  constructor(kernel: Kernel, nsPerByte: number, sink: Sink) {
    this.#kernel = kernel;
    this.#nsPerByte = nsPerByte;
    this.#sink = sink;
  }

  /** Adds text; "\n" ends a line. Any context that runs in the shell's thread. */
  print(text: string): void {
    this.#text += text;
  }

  /** Adds bytes as they are. The array must not change before the next `flush`. */
  write(bytes: Uint8Array): void {
    this.#sealText();
    this.#pending.push(bytes);
  }

  /** Sends what waits. 0, or the -errno that the sink gave; what it did not take is dropped. */
  *flush(): Blocking<number> {
    this.#sealText();
    const pending = this.#pending;
    this.#pending = [];
    for (const bytes of pending) {
      const error = yield* this.#send(bytes);
      if (error < 0) return error;
    }
    return 0;
  }

  #sealText(): void {
    if (this.#text === "") return;
    this.#pending.push(utf8Encode(this.#text));
    this.#text = "";
  }

  *#send(bytes: Uint8Array): Blocking<number> {
    let sent = 0;
    while (sent < bytes.length) {
      const count = yield* settle(this.#sink(bytes.subarray(sent, sent + PIECE_SIZE)));
      if (count < 0) return count;
      if (count === 0) return -EIO;
      sent += count;
      yield* this.#kernel.spend(count * this.#nsPerByte);
    }
    return 0;
  }
}
