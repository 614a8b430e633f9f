// The user's terminal as a board's console: raw mode while the board runs, so that every key (Ctrl-C too)
// reaches the guest, and QEMU's escape to get out: Ctrl-A X leaves, Ctrl-A Ctrl-A sends one Ctrl-A.

import type { ReadStream, WriteStream } from "node:tty";
import type { ConsoleInput } from "./run-loop.ts";

const CTRL_A = 0x01;

/** Splits what the user types into the guest's bytes and the command to leave. */
export class EscapeFilter {
  private isArmed = false;

  /** Returns the bytes for the guest; `leave` is true once Ctrl-A X was typed. */
  filter(bytes: Uint8Array): { bytes: Uint8Array; leave: boolean } {
    const out: number[] = [];
    for (const byte of bytes) {
      if (!this.isArmed) {
        if (byte === CTRL_A) this.isArmed = true;
        else out.push(byte);
        continue;
      }
      this.isArmed = false;
      if (byte === 0x78 || byte === 0x58) return { bytes: Uint8Array.from(out), leave: true };
      if (byte !== CTRL_A) out.push(CTRL_A);
      out.push(byte);
    }
    return { bytes: Uint8Array.from(out), leave: false };
  }
}

export interface TerminalPort {
  /** Bytes typed by the user. */
  feed(bytes: Uint8Array): void;
  /** The user left with Ctrl-A X. */
  leave(): void;
  /** The window's size in characters, at the start and whenever it changes. */
  resize(rows: number, columns: number): void;
}

/** Console input from an interactive terminal. Call `close` before the process ends: it leaves raw mode. */
export class Terminal implements ConsoleInput {
  isEnded = false;
  private readonly escape = new EscapeFilter();
  private readonly stdin: ReadStream;
  private readonly stdout: WriteStream;
  private readonly port: TerminalPort;
  private hasNews = false;
  private wake: (() => void) | null = null;
  private readonly onData: (chunk: Buffer) => void;
  private readonly onEnd: () => void;
  private readonly onResize: () => void;

  constructor(stdin: ReadStream, stdout: WriteStream, port: TerminalPort) {
    this.stdin = stdin;
    this.stdout = stdout;
    this.port = port;
    this.onData = (chunk) => {
      const { bytes, leave } = this.escape.filter(chunk);
      if (bytes.length > 0) this.port.feed(bytes);
      if (leave) this.port.leave();
      this.news();
    };
    this.onEnd = () => {
      this.isEnded = true;
      this.news();
    };
    this.onResize = () => {
      this.port.resize(this.stdout.rows ?? 24, this.stdout.columns ?? 80);
      this.news();
    };
    stdin.setRawMode(true);
    stdin.on("data", this.onData);
    stdin.on("end", this.onEnd);
    stdin.resume();
    if (stdout.isTTY) {
      this.onResize();
      stdout.on("resize", this.onResize);
    }
  }

  pump(): boolean {
    const had = this.hasNews;
    this.hasNews = false;
    return had;
  }

  wait(timeoutMs: number | null): Promise<void> {
    if (this.hasNews) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = timeoutMs === null ? undefined : setTimeout(() => this.wake?.(), timeoutMs);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
    });
  }

  close(): void {
    this.stdin.off("data", this.onData);
    this.stdin.off("end", this.onEnd);
    this.stdout.off("resize", this.onResize);
    this.stdin.setRawMode(false);
    this.stdin.pause();
  }

  private news(): void {
    this.hasNews = true;
    this.wake?.();
  }
}
