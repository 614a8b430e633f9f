// A terminal: a line discipline over a byte line, as a device. Input is edited, echoed and turned into signals
// in the receive interrupt; readers and writers wait here. Who may use it is the process layer's affair
// (TtyJobControl, onSignal). man 3 termios, man 4 tty_ioctl, POSIX.1-2024 chapter 11.

import {
  EAGAIN,
  EIO,
  ERROR,
  ETIMEDOUT,
  IUTF8,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  POLLRDNORM,
  POLLWRNORM,
  RT_DEVICE_CLASS_CHAR,
  SIGCONT,
  SIGHUP,
  SIGWINCH,
  TOSTOP,
  VMIN,
  VTIME,
} from "@keel/abi";
import { type Blocking, type Kernel, type MayBlock, WAIT_INTERRUPTIBLE } from "@keel/kernel";
import { RingBuffer } from "@keel/klib";
import { Device } from "./device.ts";
import type { IoctlArg } from "./ioctl-arg.ts";
import { LineDiscipline } from "./line-discipline.ts";
import { OUTPUT_EXPANSION_MAX, OutputProcessor } from "./output-processor.ts";
import { copyTermios, defaultTermios, type Termios } from "./termios.ts";
import { controlTty } from "./tty-control.ts";
import type { TtyPort } from "./tty-port.ts";

/** What the process layer decides about the calling thread and a terminal. Results are 0 or -errno. */
export interface TtyJobControl {
  /** Before a read: a background group gets SIGTTIN. */
  checkRead(tty: Tty): number;
  /** Before a change of settings, and before a write when TOSTOP is set: a background group gets SIGTTOU. */
  checkChange(tty: Tty): number;
  /** TIOCGPGRP: the foreground group. */
  foregroundGroup(tty: Tty): number;
  /** TIOCSPGRP. */
  setForegroundGroup(tty: Tty, pgid: number): number;
  /** TIOCSCTTY; `force` steals it from another session. */
  acquire(tty: Tty, force: number): number;
  /** TIOCNOTTY. */
  release(tty: Tty): number;
}

/** struct winsize: characters, and pixels if known. */
export interface WindowSize {
  readonly rows: number;
  readonly columns: number;
  readonly widthPixels: number;
  readonly heightPixels: number;
}

export interface TtyOptions {
  readonly port: TtyPort;
  /** Linux device number; a serial line is 4, 64 and up. */
  readonly major: number;
  readonly minor: number;
}

/** Bytes of output handled at a time, and of processed output that wait for the line. */
const CHUNK = 256;
const PENDING_SIZE = 2 * CHUNK * OUTPUT_EXPANSION_MAX;
const DECISECOND_NS = 100_000_000;

export class Tty extends Device {
  readonly port: TtyPort;
  /** Process group that signals from keys go to; 0: none. */
  foregroundGroup: number;
  /** Session whose controlling terminal this is; 0: none. */
  sessionId: number;
  /** A key, a hang-up or a change of size asks for a signal to a process group. May come from an interrupt. */
  onSignal: ((sig: number, pgid: number) => void) | null;
  /** Set by the process layer; null: everybody may do everything. */
  jobControl: TtyJobControl | null;
  readonly #discipline: LineDiscipline;
  readonly #output: OutputProcessor;
  #termios: Termios;
  #windowSize: WindowSize;
  #isStopped: boolean;
  #isHungUp: boolean;
  /** Processed output that the line has not taken. */
  readonly #pending: RingBuffer;
  readonly #scratch: Uint8Array;
  readonly #echo: Uint8Array;
  #echoLength: number;
  readonly #received: Uint8Array;
  #lastInputNs: number;

  constructor(kernel: Kernel, options: TtyOptions) {
    super(kernel, { cls: RT_DEVICE_CLASS_CHAR, major: options.major, minor: options.minor });
    this.port = options.port;
    this.foregroundGroup = 0;
    this.sessionId = 0;
    this.onSignal = null;
    this.jobControl = null;
    this.#termios = defaultTermios();
    this.#windowSize = { rows: 24, columns: 80, widthPixels: 0, heightPixels: 0 };
    this.#isStopped = false;
    this.#isHungUp = false;
    this.#pending = new RingBuffer(PENDING_SIZE);
    this.#scratch = new Uint8Array(CHUNK * OUTPUT_EXPANSION_MAX);
    this.#echo = new Uint8Array(CHUNK);
    this.#echoLength = 0;
    this.#received = new Uint8Array(CHUNK);
    this.#lastInputNs = 0;
    this.#output = new OutputProcessor(this.#termios.oflag);
    this.#discipline = new LineDiscipline(
      {
        echo: (byte) => this.#echoByte(byte),
        column: () => this.#output.column,
        signal: (sig) => this.#signal(sig),
        discardOutput: () => this.discardOutput(),
        stopOutput: () => this.stopOutput(),
        startOutput: () => this.startOutput(),
        isOutputStopped: () => this.#isStopped,
      },
      this.#termios,
    );
  }

  // ---- settings

  /** The settings; a copy. */
  getTermios(): Termios {
    return copyTermios(this.#termios);
  }

  /** New settings, from now on: no waiting for output, no dropping of input. */
  setTermios(termios: Termios): void {
    this.#termios = copyTermios(termios);
    this.#output.flags = termios.oflag;
    this.#output.isUtf8 = (termios.iflag & IUTF8) !== 0;
    this.#discipline.configure(this.#termios);
    this.#takeInput();
    this.waitQueue.wakeupAll();
  }

  get windowSize(): WindowSize {
    return this.#windowSize;
  }

  /** The window has another size; the foreground group gets SIGWINCH if it is really another. */
  resize(rows: number, columns: number, widthPixels = 0, heightPixels = 0): void {
    const old = this.#windowSize;
    this.#windowSize = { rows, columns, widthPixels, heightPixels };
    if (old.rows !== rows || old.columns !== columns) this.#signal(SIGWINCH);
  }

  // ---- state

  /** Some thread waits for this terminal, be it in a read or in poll. */
  get hasReader(): boolean {
    return !this.waitQueue.isEmpty;
  }

  /** Bytes that a read could get now. */
  get available(): number {
    return this.#discipline.available;
  }

  /** Bytes written that are not out yet. */
  get unsent(): number {
    return this.#pending.length + this.port.unsent;
  }

  get isHungUp(): boolean {
    return this.#isHungUp;
  }

  /** Drops what was typed and not read. */
  discardInput(): void {
    this.#discipline.discardInput();
    this.port.discardInput();
  }

  /** Drops what was written and not sent. */
  discardOutput(): void {
    this.#pending.reset();
    this.port.discardOutput();
    this.waitQueue.wakeupAll();
  }

  /** Holds output back (VSTOP, tcflow). */
  stopOutput(): void {
    this.#isStopped = true;
  }

  startOutput(): void {
    this.#isStopped = false;
    this.#sendPending();
  }

  /** The line is gone: readers are at the end, writers fail, the foreground group is told. */
  hangup(): void {
    this.#isHungUp = true;
    this.#discipline.discardInput();
    this.#pending.reset();
    this.#signal(SIGHUP);
    this.#signal(SIGCONT);
    this.waitQueue.wakeupAll();
  }

  // ---- device

  protected override opOpen(oflag: number): number {
    if (this.refCount > 0) return 0;
    this.#isHungUp = false;
    this.port.onReceive = () => this.#takeInput();
    this.port.onTransmit = () => this.#sendPending();
    this.port.onHangup = () => this.hangup();
    this.openFlag = oflag;
    return this.port.connect();
  }

  protected override opClose(): number {
    this.port.onReceive = null;
    this.port.onTransmit = null;
    this.port.onHangup = null;
    this.port.disconnect();
    return 0;
  }

  override read(_pos: number, buf: Uint8Array): MayBlock<number> {
    const error = this.#checkRead();
    if (error < 0 || buf.length === 0) return error;
    const count = this.#readWhenReady(buf);
    return count === -EAGAIN ? this.#waitForInput(buf) : count;
  }

  /** With VMIN and VTIME off the table, as O_NONBLOCK has it: what is there, or -EAGAIN. */
  override readNow(_pos: number, buf: Uint8Array): number {
    const error = this.#checkRead();
    if (error < 0 || buf.length === 0 || this.#isHungUp) return error;
    if (this.#discipline.hasInput) return this.#take(buf);
    return !this.#discipline.isCanonical && this.#termios.cc[VMIN] === 0 ? 0 : -EAGAIN;
  }

  protected override opWrite(_pos: number, buf: Uint8Array): number {
    if (this.#isHungUp) return -EIO;
    if ((this.#termios.lflag & TOSTOP) !== 0 && this.jobControl !== null) {
      const error = this.jobControl.checkChange(this);
      if (error < 0) return error;
    }
    let done = 0;
    while (done < buf.length && this.#pending.space >= this.#scratch.length) {
      const chunk = buf.subarray(done, done + CHUNK);
      const end = this.#output.putAll(chunk, this.#scratch, 0);
      this.#send(this.#scratch.subarray(0, end));
      done += chunk.length;
    }
    return done > 0 || buf.length === 0 ? done : -EAGAIN;
  }

  protected override opControl(cmd: number, arg: IoctlArg): MayBlock<number> {
    return controlTty(this, cmd, arg);
  }

  /** Everything that was written is out: 0, or -EINTR. */
  *drain(): Blocking<number> {
    while (this.unsent > 0) {
      const woken = yield* this.waitQueue.wait(WAIT_INTERRUPTIBLE);
      if (woken < 0) return woken;
    }
    return 0;
  }

  override poll(): number {
    if (this.#isHungUp) return POLLIN | POLLRDNORM | POLLHUP | POLLERR;
    const canWrite = this.#pending.space >= this.#scratch.length;
    return (this.#isReadable() ? POLLIN | POLLRDNORM : 0) | (canWrite ? POLLOUT | POLLWRNORM : 0);
  }

  /** The kernel's own output passes stopped and waiting output by. */
  override kernelWrite(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; done += CHUNK) {
      const end = this.#output.putAll(bytes.subarray(done, done + CHUNK), this.#scratch, 0);
      this.port.transmitNow(this.#scratch.subarray(0, end));
    }
  }

  /** As if `byte` had come in on the line (TIOCSTI). */
  inject(byte: number): void {
    this.#discipline.receive(byte);
    this.#inputArrived();
  }

  // ---- input

  #checkRead(): number {
    if (this.refCount === 0) return -ERROR;
    return this.jobControl === null ? 0 : this.jobControl.checkRead(this);
  }

  /** The receive interrupt: hands the line's bytes to the discipline as far as it has room. */
  #takeInput(): void {
    const received = this.#received;
    for (;;) {
      const room = Math.min(this.#discipline.room, received.length);
      const count = room > 0 ? this.port.receive(received, room) : 0;
      if (count === 0) break;
      for (let i = 0; i < count; i++) this.#discipline.receive(received[i]);
      this.#inputArrived();
    }
  }

  #inputArrived(): void {
    this.#lastInputNs = this.kernel.now();
    this.#flushEcho();
    if (this.#discipline.hasInput) this.waitQueue.wakeupAll();
  }

  /** Takes input out, and lets in what had to wait on the line. */
  #take(buf: Uint8Array): number {
    const count = this.#discipline.read(buf);
    this.#takeInput();
    return count;
  }

  #isReadable(): boolean {
    if (this.#discipline.isCanonical) return this.#discipline.hasInput;
    const { cc } = this.#termios;
    return this.#discipline.available >= (cc[VTIME] === 0 ? Math.max(cc[VMIN], 1) : 1);
  }

  /** A read that VMIN lets return now; -EAGAIN if it has to wait. */
  #readWhenReady(buf: Uint8Array): number {
    if (this.#isHungUp) return 0;
    if (this.#discipline.isCanonical) return this.#discipline.hasInput ? this.#take(buf) : -EAGAIN;
    const { cc } = this.#termios;
    if (cc[VMIN] === 0 && cc[VTIME] === 0) return this.#take(buf);
    const wanted = Math.min(Math.max(cc[VMIN], 1), buf.length);
    return this.#discipline.available >= wanted ? this.#take(buf) : -EAGAIN;
  }

  *#waitForInput(buf: Uint8Array): Blocking<number> {
    const startNs = this.kernel.now();
    for (;;) {
      const woken = yield* this.waitQueue.wait(WAIT_INTERRUPTIBLE, this.#readDeadlineNs(startNs));
      // The terminal may have become another group's while this one waited.
      const error = this.#checkRead();
      if (error < 0) return error;
      const count = this.#readWhenReady(buf);
      if (count !== -EAGAIN) return count;
      if (woken >= 0) continue;
      const isRaw = !this.#discipline.isCanonical;
      if (isRaw && (woken === -ETIMEDOUT || this.#discipline.available > 0)) return this.#take(buf);
      if (woken !== -ETIMEDOUT) return woken;
    }
  }

  /** VTIME: with VMIN a limit on the silence between two bytes, without it one on the whole read. */
  #readDeadlineNs(startNs: number): number {
    if (this.#discipline.isCanonical) return Infinity;
    const limitNs = this.#termios.cc[VTIME] * DECISECOND_NS;
    if (limitNs === 0) return Infinity;
    if (this.#termios.cc[VMIN] === 0) return startNs + limitNs;
    return this.#discipline.available > 0 ? Math.max(this.#lastInputNs, startNs) + limitNs : Infinity;
  }

  #signal(sig: number): void {
    if (this.onSignal !== null && this.foregroundGroup !== 0) this.onSignal(sig, this.foregroundGroup);
  }

  // ---- output

  #echoByte(byte: number): void {
    if (this.#echoLength + OUTPUT_EXPANSION_MAX > this.#echo.length) this.#flushEcho();
    this.#echoLength = this.#output.put(byte, this.#echo, this.#echoLength);
  }

  #flushEcho(): void {
    if (this.#echoLength === 0) return;
    this.#send(this.#echo.subarray(0, this.#echoLength));
    this.#echoLength = 0;
  }

  /** Sends processed output; what the line does not take waits. Echo that does not fit there is dropped. */
  #send(bytes: Uint8Array): void {
    const taken = this.#isStopped || !this.#pending.isEmpty ? 0 : this.port.transmit(bytes);
    if (taken < bytes.length) this.#pending.put(bytes.subarray(taken));
  }

  /** The line takes bytes again, or output was started. */
  #sendPending(): void {
    while (!this.#isStopped && !this.#pending.isEmpty) {
      const count = this.#pending.peek(this.#scratch);
      const taken = this.port.transmit(this.#scratch.subarray(0, count));
      this.#pending.discard(taken);
      if (taken < count) break;
    }
    this.waitQueue.wakeupAll();
  }
}
