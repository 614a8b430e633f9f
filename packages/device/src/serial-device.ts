// A serial port: a UART driver's operations below, RT-Thread's device calls above, with a receive and a
// transmit ring between. RT-Thread: components/drivers/serial (struct rt_serial_device, rt_uart_ops).
//
// The flags that it is registered with say which interrupts the driver has. Opened with INT_RX, the driver's interrupt fills the receive ring; when the ring is full the receive
// interrupt is switched off until a reader makes room, so that the sender is held back and nothing is lost.
// Without INT_TX, writes go out at once, waiting for the transmitter in place; with it, through the ring.

import {
  EAGAIN,
  ENOTTY,
  FIONREAD,
  POLLIN,
  POLLOUT,
  POLLRDNORM,
  POLLWRNORM,
  RT_DEVICE_CLASS_CHAR,
  RT_DEVICE_CTRL_CLR_INT,
  RT_DEVICE_CTRL_CONFIG,
  RT_DEVICE_CTRL_SET_INT,
  RT_DEVICE_FLAG_INT_RX,
  RT_DEVICE_FLAG_INT_TX,
  RT_DEVICE_FLAG_RDWR,
  RT_DEVICE_FLAG_STREAM,
  RT_DEVICE_OFLAG_MASK,
} from "@keel/abi";
import type { Kernel } from "@keel/kernel";
import { RingBuffer } from "@keel/klib";
import { Device } from "./device.ts";
import { type IoctlArg, putInt } from "./ioctl-arg.ts";
import type { TtyPort } from "./tty-port.ts";

/** struct serial_configure. */
export interface SerialConfig {
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly stopBits: 1 | 2;
  readonly parity: "none" | "odd" | "even";
}

export const SERIAL_CONFIG_DEFAULT: SerialConfig = {
  baudRate: 115200,
  dataBits: 8,
  stopBits: 1,
  parity: "none",
};

/** What a UART driver offers. All of it may be called from an interrupt. */
export interface UartOps {
  /** Sets up the line; 0 or -EINVAL. */
  configure(config: SerialConfig): number;
  /** RT_DEVICE_CTRL_SET_INT or CLR_INT of RT_DEVICE_FLAG_INT_RX or INT_TX. */
  control(cmd: number, flag: number): void;
  /** The next received character, or -1. */
  getc(): number;
  /** Hands a character to the transmitter; false when it is full. */
  putc(byte: number): boolean;
}

const RING_SIZE = 1024;
const MODES = RT_DEVICE_FLAG_INT_RX | RT_DEVICE_FLAG_INT_TX | RT_DEVICE_FLAG_STREAM;
/** How long a look at a full transmitter takes when output is polled. */
const POLL_NS = 1000;
const NL = 0x0a;
const CR = 0x0d;

export class SerialDevice extends Device implements TtyPort {
  onReceive: (() => void) | null;
  onTransmit: (() => void) | null;
  onHangup: (() => void) | null;
  readonly #ops: UartOps;
  #config: SerialConfig;
  readonly #rx: RingBuffer;
  readonly #tx: RingBuffer;
  /** The receive interrupt is off because the ring is full. */
  #isHeldBack: boolean;

  /** Its number is that of a raw port, not of the terminal on top of it. */
  constructor(kernel: Kernel, ops: UartOps, config: SerialConfig = SERIAL_CONFIG_DEFAULT) {
    super(kernel, { cls: RT_DEVICE_CLASS_CHAR });
    this.onReceive = null;
    this.onTransmit = null;
    this.onHangup = null;
    this.#ops = ops;
    this.#config = config;
    this.#rx = new RingBuffer(RING_SIZE);
    this.#tx = new RingBuffer(RING_SIZE);
    this.#isHeldBack = false;
  }

  get config(): SerialConfig {
    return this.#config;
  }

  /** Sets the line up anew. 0 or -EINVAL. */
  configure(config: SerialConfig): number {
    const result = this.#ops.configure(config);
    if (result === 0) this.#config = config;
    return result;
  }

  // ---- called by the driver's interrupt

  /** There are received characters (RT_SERIAL_EVENT_RX_IND). */
  receiveReady(): void {
    this.#fill();
    if (this.#rx.isEmpty) return;
    this.rxIndicate?.(this, this.#rx.length);
    this.onReceive?.();
    this.waitQueue.wakeupAll();
  }

  /** The transmitter takes characters (RT_SERIAL_EVENT_TX_DONE). */
  transmitReady(): void {
    while (!this.#tx.isEmpty && this.#ops.putc(this.#tx.at(0))) this.#tx.discard(1);
    if (this.#tx.isEmpty) {
      this.#ops.control(RT_DEVICE_CTRL_CLR_INT, RT_DEVICE_FLAG_INT_TX);
      this.txComplete?.(this);
    }
    this.onTransmit?.();
    this.waitQueue.wakeupAll();
  }

  /** The other end is gone. */
  hangup(): void {
    this.onHangup?.();
  }

  // ---- device

  protected override opInit(): number {
    return this.#ops.configure(this.#config);
  }

  protected override opOpen(oflag: number): number {
    const wasListening = (this.openFlag & RT_DEVICE_FLAG_INT_RX) !== 0;
    // The modes of an earlier open stay on: its user relies on them.
    this.openFlag = (oflag & RT_DEVICE_OFLAG_MASK) | ((this.openFlag | oflag) & MODES);
    if (!wasListening && (this.openFlag & RT_DEVICE_FLAG_INT_RX) !== 0) this.#listen();
    return 0;
  }

  protected override opClose(): number {
    this.#ops.control(RT_DEVICE_CTRL_CLR_INT, RT_DEVICE_FLAG_INT_RX);
    this.#sendRingNow();
    this.#rx.reset();
    this.#isHeldBack = false;
    return 0;
  }

  protected override opRead(_pos: number, buf: Uint8Array): number {
    if (buf.length === 0) return 0;
    const count = this.receive(buf, buf.length);
    return count > 0 ? count : -EAGAIN;
  }

  protected override opWrite(_pos: number, buf: Uint8Array): number {
    if (buf.length === 0) return 0;
    if ((this.openFlag & RT_DEVICE_FLAG_STREAM) === 0) {
      const count = this.transmit(buf);
      return count > 0 ? count : -EAGAIN;
    }
    for (let i = 0; i < buf.length; i++) {
      const isNewline = buf[i] === NL;
      if ((this.openFlag & RT_DEVICE_FLAG_INT_TX) !== 0 && this.#tx.space < 2) return i > 0 ? i : -EAGAIN;
      if (isNewline) this.transmit(Uint8Array.of(CR, NL));
      else this.transmit(buf.subarray(i, i + 1));
    }
    return buf.length;
  }

  protected override opControl(cmd: number, arg: IoctlArg): number {
    switch (cmd) {
      case RT_DEVICE_CTRL_CONFIG:
        return this.configure({ ...this.#config, baudRate: arg.value });
      case RT_DEVICE_CTRL_SET_INT:
      case RT_DEVICE_CTRL_CLR_INT:
        this.#ops.control(cmd, arg.value);
        return 0;
      case FIONREAD:
        return putInt(arg, this.#rx.length);
      default:
        return -ENOTTY;
    }
  }

  override poll(): number {
    this.#pollHardware();
    const readable = this.#rx.isEmpty ? 0 : POLLIN | POLLRDNORM;
    return readable | (this.#tx.isFull ? 0 : POLLOUT | POLLWRNORM);
  }

  /** The kernel's own output: at once, after what is already in the ring. */
  override kernelWrite(bytes: Uint8Array): void {
    this.#sendRingNow();
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] === NL) this.#putNow(CR);
      this.#putNow(bytes[i]);
    }
  }

  // ---- the line beneath a terminal

  connect(): number {
    return this.open(RT_DEVICE_FLAG_RDWR | (this.flag & (RT_DEVICE_FLAG_INT_RX | RT_DEVICE_FLAG_INT_TX)));
  }

  disconnect(): void {
    this.close();
  }

  receive(buf: Uint8Array, max: number): number {
    this.#pollHardware();
    const count = this.#rx.get(max < buf.length ? buf.subarray(0, max) : buf);
    if (this.#isHeldBack && this.#rx.length <= RING_SIZE / 2) this.#listen();
    return count;
  }

  transmit(bytes: Uint8Array): number {
    if ((this.openFlag & RT_DEVICE_FLAG_INT_TX) === 0) {
      for (let i = 0; i < bytes.length; i++) this.#putNow(bytes[i]);
      return bytes.length;
    }
    const wasEmpty = this.#tx.isEmpty;
    const count = this.#tx.put(bytes);
    if (wasEmpty && count > 0) this.#ops.control(RT_DEVICE_CTRL_SET_INT, RT_DEVICE_FLAG_INT_TX);
    return count;
  }

  transmitNow(bytes: Uint8Array): void {
    this.#sendRingNow();
    for (let i = 0; i < bytes.length; i++) this.#putNow(bytes[i]);
  }

  get unsent(): number {
    return this.#tx.length;
  }

  discardInput(): void {
    this.#rx.reset();
    if (this.#isHeldBack) this.#listen();
  }

  discardOutput(): void {
    this.#tx.reset();
  }

  // ---- hardware

  /** Moves characters from the hardware to the ring. */
  #fill(): void {
    while (!this.#rx.isFull) {
      const byte = this.#ops.getc();
      if (byte < 0) return;
      this.#rx.putByte(byte);
    }
    this.#isHeldBack = true;
    this.#ops.control(RT_DEVICE_CTRL_CLR_INT, RT_DEVICE_FLAG_INT_RX);
  }

  #listen(): void {
    this.#isHeldBack = false;
    this.#ops.control(RT_DEVICE_CTRL_SET_INT, RT_DEVICE_FLAG_INT_RX);
  }

  /** Opened without interrupts, somebody has to look. */
  #pollHardware(): void {
    if ((this.openFlag & RT_DEVICE_FLAG_INT_RX) !== 0) return;
    for (let byte = this.#rx.isFull ? -1 : this.#ops.getc(); byte >= 0; ) {
      this.#rx.putByte(byte);
      byte = this.#rx.isFull ? -1 : this.#ops.getc();
    }
  }

  #sendRingNow(): void {
    while (!this.#tx.isEmpty) this.#putNow(this.#tx.getByte());
  }

  #putNow(byte: number): void {
    while (!this.#ops.putc(byte)) this.kernel.clock.spend(POLL_NS);
  }
}
