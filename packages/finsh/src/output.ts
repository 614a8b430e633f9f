// Where a command's output goes: the terminal, or the file behind `>`. Commands print without blocking; the
// bytes wait here until the shell flushes them, which may block. A command that prints much flushes in between.

import { EIO } from "@keel/abi";
import { type Blocking, type MayBlock, settle } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";

/** Takes bytes; returns how many it took, or -errno. */
export type Sink = (bytes: Uint8Array) => MayBlock<number>;

export class Output {
  readonly #sink: Sink;
  #pending: Uint8Array[] = [];
  #text = "";

  constructor(sink: Sink) {
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
      const count = yield* settle(this.#sink(bytes.subarray(sent)));
      if (count < 0) return count;
      if (count === 0) return -EIO;
      sent += count;
    }
    return 0;
  }
}
