// Console input that is not typed by a person: a pipe or a file. The board gets it line by line, each when
// a reader waits for it, so that the run depends on what the input says and not on when the host sends it.

import { readInput } from "./stdio.ts";
import type { ConsoleInput } from "./run-loop.ts";

const NEWLINE = 0x0a;
const CHUNK = 65536;

export interface ScriptPort {
  /** Some thread is waiting to read the console. */
  hasReader(): boolean;
  feed(bytes: Uint8Array): void;
}

/** Reads host file `fd` synchronously whenever the board waits for input: its time stands still meanwhile. */
export class ScriptInput implements ConsoleInput {
  isEnded = false;
  private pending: Uint8Array = new Uint8Array(0);
  private readonly fd: number;
  private readonly port: ScriptPort;

  constructor(fd: number, port: ScriptPort) {
    this.fd = fd;
    this.port = port;
  }

  pump(): boolean {
    if (this.isEnded || !this.port.hasReader()) return false;
    const line = this.nextLine();
    if (line === null) {
      this.isEnded = true;
      return false;
    }
    this.port.feed(line);
    return true;
  }

  wait(): Promise<void> {
    return Promise.resolve();
  }

  private nextLine(): Uint8Array | null {
    for (;;) {
      const end = this.pending.indexOf(NEWLINE);
      if (end >= 0) return this.take(end + 1);
      const chunk = new Uint8Array(CHUNK);
      const count = readInput(this.fd, chunk);
      if (count <= 0) return this.pending.length > 0 ? this.take(this.pending.length) : null;
      const joined = new Uint8Array(this.pending.length + count);
      joined.set(this.pending);
      joined.set(chunk.subarray(0, count), this.pending.length);
      this.pending = joined;
    }
  }

  private take(count: number): Uint8Array {
    const line = this.pending.slice(0, count);
    this.pending = this.pending.subarray(count);
    return line;
  }
}
