// A 16550A UART: registers towards the guest, bytes towards the host. Datasheet: National PC16550D.
//
// The host's side: `feed` queues any number of bytes on the wire; `onTransmit` receives what the guest sends.
// Unpaced (the default), a byte takes no time: what the guest writes is out at once, and waiting input moves
// into the receive FIFO when the guest looks (LSR, RBR) or listens (receive interrupt enabled), so that input
// which arrives before the driver is up is not lost to its FIFO reset. Paced, every character takes its
// start, data, parity and stop bits at the programmed rate, and a slow guest overruns, as on a board.

import type { EventHandle, EventQueue } from "./event-queue.ts";
import {
  FCR_CLEAR_RX,
  FCR_CLEAR_TX,
  FCR_ENABLE,
  IER_EDSSI,
  IER_ELSI,
  IER_ERBFI,
  IER_ETBEI,
  IIR_FIFO_ENABLED,
  IIR_MODEM_STATUS,
  IIR_NONE,
  IIR_RX_DATA,
  IIR_RX_LINE_STATUS,
  IIR_RX_TIMEOUT,
  IIR_THR_EMPTY,
  LCR_DLAB,
  LCR_PARITY,
  LCR_STOP,
  LSR_DR,
  LSR_OE,
  LSR_TEMT,
  LSR_THRE,
  MCR_DTR,
  MCR_LOOP,
  MCR_OUT1,
  MCR_OUT2,
  MCR_RTS,
  MSR_CTS,
  MSR_DCD,
  MSR_DDCD,
  MSR_DSR,
  MSR_RI,
  UART_FCR,
  UART_IER,
  UART_IIR,
  UART_LCR,
  UART_LSR,
  UART_MCR,
  UART_MSR,
  UART_RBR,
  UART_SCR,
  UART_THR,
} from "./ns16550-registers.ts";
import { type InterruptLine, type Part, UNCONNECTED } from "./part.ts";

const FIFO_SIZE = 16;
const TRIGGER_LEVEL: readonly number[] = [1, 4, 8, 14];
/** A FIFO that holds less than its trigger level reports after four character times without traffic. */
const TIMEOUT_CHARACTERS = 4;

export interface Ns16550Options {
  readonly name?: string;
  readonly base: number;
  readonly events: EventQueue;
  readonly line?: InterruptLine;
  /** Input clock, Hz: the rate is clockHz / 16 / divisor. */
  readonly clockHz?: number;
  /** Characters take time at the programmed rate. */
  readonly paced?: boolean;
}

export class Ns16550 implements Part {
  readonly name: string;
  readonly base: number;
  readonly size: number;
  readonly clockHz: number;
  readonly paced: boolean;
  /** Receives what the guest transmits; the bytes are the receiver's to keep. Set by the host. */
  onTransmit: ((bytes: Uint8Array) => void) | null;

  readonly #events: EventQueue;
  readonly #line: InterruptLine;
  /** What the host has sent and the receiver has not taken: chunks, and the position in the first. */
  #wire: Uint8Array[];
  #wirePos: number;
  /** Single bytes, as `onTransmit` hands them out: each made once, when first sent. */
  readonly #oneByte: (Uint8Array | undefined)[];

  #ier: number;
  #fcr: number;
  #lcr: number;
  #mcr: number;
  #scr: number;
  #divisor: number;
  /** Sticky bits of LSR and MSR; the rest of both is computed. */
  #overrun: boolean;
  #modem: number;
  #modemDelta: number;

  readonly #rxFifo: Uint8Array;
  #rxHead: number;
  #rxCount: number;
  #rxTimedOut: boolean;
  #rxEvent: EventHandle | null;
  #rxTimeoutEvent: EventHandle | null;

  readonly #txFifo: Uint8Array;
  #txHead: number;
  #txCount: number;
  /** The transmitter-empty interrupt waits to be seen; reading IIR or writing THR clears it. */
  #thrInterrupt: boolean;
  #txEvent: EventHandle | null;

  constructor(options: Ns16550Options) {
    this.name = options.name ?? "uart0";
    this.base = options.base;
    this.size = 0x100;
    this.clockHz = options.clockHz ?? 3_686_400;
    this.paced = options.paced ?? false;
    this.onTransmit = null;
    this.#events = options.events;
    this.#line = options.line ?? UNCONNECTED;
    this.#wire = [];
    this.#wirePos = 0;
    this.#oneByte = Array.from({ length: 256 });
    this.#ier = 0;
    this.#fcr = 0;
    this.#lcr = 0;
    this.#mcr = 0;
    this.#scr = 0;
    this.#divisor = 12;
    this.#overrun = false;
    this.#modem = MSR_DCD | MSR_DSR | MSR_CTS;
    this.#modemDelta = 0;
    this.#rxFifo = new Uint8Array(FIFO_SIZE);
    this.#rxHead = 0;
    this.#rxCount = 0;
    this.#rxTimedOut = false;
    this.#rxEvent = null;
    this.#rxTimeoutEvent = null;
    this.#txFifo = new Uint8Array(FIFO_SIZE);
    this.#txHead = 0;
    this.#txCount = 0;
    this.#thrInterrupt = false;
    this.#txEvent = null;
  }

  // ---- the host's side

  /** Puts bytes on the receive wire. They are copied; the queue has no limit. */
  feed(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#wire.push(bytes.slice());
    if (this.paced) this.#receiveLater();
    else if ((this.#ier & IER_ERBFI) !== 0) this.#pullWire();
    this.#updateLine();
  }

  /** Bytes fed that the guest's receiver has not taken yet. */
  get waiting(): number {
    let count = 0;
    for (const chunk of this.#wire) count += chunk.length;
    return count - this.#wirePos;
  }

  /** The other end hangs up, or is there again: carrier detect and its modem-status interrupt. */
  setCarrier(present: boolean): void {
    const modem = present ? this.#modem | MSR_DCD : this.#modem & ~MSR_DCD;
    if (modem === this.#modem) return;
    this.#modem = modem;
    this.#modemDelta |= MSR_DDCD;
    this.#updateLine();
  }

  /** Ns that one character takes on the line at the programmed rate. */
  get characterNs(): number {
    const dataBits = 5 + (this.#lcr & 3);
    const stopBits = (this.#lcr & LCR_STOP) !== 0 ? 2 : 1;
    const bits = 1 + dataBits + ((this.#lcr & LCR_PARITY) !== 0 ? 1 : 0) + stopBits;
    return Math.round((bits * 16 * Math.max(this.#divisor, 1) * 1e9) / this.clockHz);
  }

  // ---- the guest's side

  read(offset: number): number {
    // A guest that polls with interrupts off sees time pass on the line all the same.
    if (this.paced) this.#events.runDue();
    switch (offset) {
      case UART_RBR:
        return (this.#lcr & LCR_DLAB) !== 0 ? this.#divisor & 0xff : this.#readReceiver();
      case UART_IER:
        return (this.#lcr & LCR_DLAB) !== 0 ? this.#divisor >> 8 : this.#ier;
      case UART_IIR:
        return this.#readIdentification();
      case UART_LCR:
        return this.#lcr;
      case UART_MCR:
        return this.#mcr;
      case UART_LSR:
        return this.#readLineStatus();
      case UART_MSR:
        return this.#readModemStatus();
      case UART_SCR:
        return this.#scr;
      default:
        return 0;
    }
  }

  write(offset: number, _size: number, value: number): void {
    const byte = value & 0xff;
    switch (offset) {
      case UART_THR:
        if ((this.#lcr & LCR_DLAB) !== 0) this.#divisor = (this.#divisor & 0xff00) | byte;
        else this.#transmit(byte);
        break;
      case UART_IER:
        if ((this.#lcr & LCR_DLAB) !== 0) this.#divisor = (byte << 8) | (this.#divisor & 0xff);
        else this.#writeInterruptEnable(byte);
        break;
      case UART_FCR:
        this.#writeFifoControl(byte);
        break;
      case UART_LCR:
        this.#lcr = byte;
        break;
      case UART_MCR:
        this.#mcr = byte & 0x1f;
        break;
      case UART_SCR:
        this.#scr = byte;
        break;
    }
    this.#updateLine();
  }

  /** Back to power-on. What the host has fed stays on the wire. */
  reset(): void {
    for (const event of [this.#rxEvent, this.#rxTimeoutEvent, this.#txEvent]) {
      if (event !== null) this.#events.cancel(event);
    }
    this.#rxEvent = null;
    this.#rxTimeoutEvent = null;
    this.#txEvent = null;
    this.#ier = 0;
    this.#fcr = 0;
    this.#lcr = 0;
    this.#mcr = 0;
    this.#scr = 0;
    this.#divisor = 12;
    this.#overrun = false;
    this.#modemDelta = 0;
    this.#rxCount = 0;
    this.#rxTimedOut = false;
    this.#txCount = 0;
    this.#thrInterrupt = false;
    if (this.paced) this.#receiveLater();
    this.#updateLine();
  }

  // ---- receiver

  get #rxCapacity(): number {
    return (this.#fcr & FCR_ENABLE) !== 0 ? FIFO_SIZE : 1;
  }

  #readReceiver(): number {
    if (!this.paced) this.#pullWire();
    if (this.#rxCount === 0) return 0;
    const value = this.#rxFifo[this.#rxHead];
    this.#rxHead = (this.#rxHead + 1) % FIFO_SIZE;
    this.#rxCount -= 1;
    this.#rxTimedOut = false;
    if (this.paced) this.#restartTimeout();
    else this.#pullWire();
    this.#updateLine();
    return value;
  }

  #pushReceived(value: number): void {
    if (this.#rxCount >= this.#rxCapacity) {
      this.#overrun = true;
      return;
    }
    this.#rxFifo[(this.#rxHead + this.#rxCount) % FIFO_SIZE] = value;
    this.#rxCount += 1;
  }

  #takeFromWire(): number {
    const chunk = this.#wire[0];
    const value = chunk[this.#wirePos];
    this.#wirePos += 1;
    if (this.#wirePos === chunk.length) {
      this.#wire.shift();
      this.#wirePos = 0;
    }
    return value;
  }

  /** Unpaced: fills the FIFO from the wire. Whatever is there counts as timed out, since no time passes. */
  #pullWire(): void {
    if ((this.#mcr & MCR_LOOP) !== 0) return;
    while (this.#wire.length > 0 && this.#rxCount < this.#rxCapacity)
      this.#pushReceived(this.#takeFromWire());
    this.#rxTimedOut = this.#rxCount > 0;
  }

  /** Paced: the next character on the wire ends one character time from now. */
  #receiveLater(): void {
    if (this.#rxEvent !== null || this.#wire.length === 0) return;
    this.#rxEvent = this.#events.at(this.#events.now() + this.characterNs, () => {
      this.#rxEvent = null;
      const value = this.#takeFromWire();
      if ((this.#mcr & MCR_LOOP) === 0) this.#pushReceived(value);
      this.#rxTimedOut = false;
      this.#restartTimeout();
      this.#receiveLater();
      this.#updateLine();
    });
  }

  #restartTimeout(): void {
    if (this.#rxTimeoutEvent !== null) this.#events.cancel(this.#rxTimeoutEvent);
    this.#rxTimeoutEvent = null;
    if (this.#rxCount === 0) return;
    const whenNs = this.#events.now() + TIMEOUT_CHARACTERS * this.characterNs;
    this.#rxTimeoutEvent = this.#events.at(whenNs, () => {
      this.#rxTimeoutEvent = null;
      this.#rxTimedOut = true;
      this.#updateLine();
    });
  }

  // ---- transmitter

  #transmit(value: number): void {
    this.#thrInterrupt = false;
    if (!this.paced) {
      this.#send(value);
      this.#thrInterrupt = true;
      return;
    }
    const capacity = (this.#fcr & FCR_ENABLE) !== 0 ? FIFO_SIZE : 1;
    // A byte written to a full transmitter replaces the last one, as the holding register does.
    if (this.#txCount === capacity) this.#txCount -= 1;
    this.#txFifo[(this.#txHead + this.#txCount) % FIFO_SIZE] = value;
    this.#txCount += 1;
    this.#transmitLater();
  }

  #transmitLater(): void {
    if (this.#txEvent !== null || this.#txCount === 0) return;
    this.#txEvent = this.#events.at(this.#events.now() + this.characterNs, () => {
      this.#txEvent = null;
      if (this.#txCount === 0) return;
      const value = this.#txFifo[this.#txHead];
      this.#txHead = (this.#txHead + 1) % FIFO_SIZE;
      this.#txCount -= 1;
      this.#send(value);
      if (this.#txCount === 0) this.#thrInterrupt = true;
      else this.#transmitLater();
      this.#updateLine();
    });
  }

  #send(value: number): void {
    if ((this.#mcr & MCR_LOOP) !== 0) {
      this.#pushReceived(value);
      if (this.paced) this.#restartTimeout();
      else this.#rxTimedOut = true;
    } else if (this.onTransmit !== null) {
      const bytes = this.#oneByte[value] ?? Uint8Array.of(value);
      this.#oneByte[value] = bytes;
      this.onTransmit(bytes);
    }
  }

  // ---- control and status

  #writeInterruptEnable(value: number): void {
    const enabled = value & ~this.#ier;
    this.#ier = value & 0x0f;
    if ((enabled & IER_ETBEI) !== 0 && this.#txCount === 0) this.#thrInterrupt = true;
    if ((enabled & IER_ERBFI) !== 0 && !this.paced) this.#pullWire();
  }

  #writeFifoControl(value: number): void {
    // Switching between FIFO and single-register mode empties both directions.
    const switched = ((value ^ this.#fcr) & FCR_ENABLE) !== 0;
    this.#fcr = value & 0xc9;
    if (switched || (value & FCR_CLEAR_RX) !== 0) {
      this.#rxCount = 0;
      this.#rxTimedOut = false;
      if (!this.paced && (this.#ier & IER_ERBFI) !== 0) this.#pullWire();
    }
    if (switched || (value & FCR_CLEAR_TX) !== 0) {
      this.#txCount = 0;
      this.#thrInterrupt = true;
    }
  }

  #readLineStatus(): number {
    if (!this.paced) this.#pullWire();
    let status = this.#txCount === 0 ? LSR_THRE | LSR_TEMT : 0;
    if (this.#rxCount > 0) status |= LSR_DR;
    if (this.#overrun) status |= LSR_OE;
    this.#overrun = false;
    this.#updateLine();
    return status;
  }

  #readModemStatus(): number {
    const status = this.#modemDelta | ((this.#mcr & MCR_LOOP) !== 0 ? this.#loopedModem() : this.#modem);
    this.#modemDelta = 0;
    this.#updateLine();
    return status;
  }

  /** In loopback the four outputs come back as the four inputs. */
  #loopedModem(): number {
    let status = 0;
    if ((this.#mcr & MCR_RTS) !== 0) status |= MSR_CTS;
    if ((this.#mcr & MCR_DTR) !== 0) status |= MSR_DSR;
    if ((this.#mcr & MCR_OUT1) !== 0) status |= MSR_RI;
    if ((this.#mcr & MCR_OUT2) !== 0) status |= MSR_DCD;
    return status;
  }

  #readIdentification(): number {
    const id = this.#interruptId();
    if (id === IIR_THR_EMPTY) {
      this.#thrInterrupt = false;
      this.#updateLine();
    }
    return (this.#fcr & FCR_ENABLE) !== 0 ? id | IIR_FIFO_ENABLED : id;
  }

  /** The most urgent enabled interrupt, by the datasheet's order. */
  #interruptId(): number {
    if ((this.#ier & IER_ELSI) !== 0 && this.#overrun) return IIR_RX_LINE_STATUS;
    if ((this.#ier & IER_ERBFI) !== 0) {
      const trigger = (this.#fcr & FCR_ENABLE) !== 0 ? TRIGGER_LEVEL[this.#fcr >> 6] : 1;
      if (this.#rxCount >= trigger) return IIR_RX_DATA;
      if (this.#rxTimedOut && this.#rxCount > 0) return IIR_RX_TIMEOUT;
    }
    if ((this.#ier & IER_ETBEI) !== 0 && this.#thrInterrupt) return IIR_THR_EMPTY;
    if ((this.#ier & IER_EDSSI) !== 0 && this.#modemDelta !== 0) return IIR_MODEM_STATUS;
    return IIR_NONE;
  }

  #updateLine(): void {
    if (this.#interruptId() === IIR_NONE) this.#line.lower();
    else this.#line.raise();
  }
}
