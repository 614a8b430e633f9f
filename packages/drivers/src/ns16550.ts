// Driver for 16550A-compatible UARTs: registers below, the serial framework above.
// Datasheet: National PC16550D. RT-Thread: bsp/qemu-virt64-riscv/driver/drv_uart.c is its counterpart.

import {
  EINVAL,
  EIO,
  RT_DEVICE_CTRL_SET_INT,
  RT_DEVICE_FLAG_INT_RX,
  RT_DEVICE_FLAG_INT_TX,
  RT_DEVICE_FLAG_RDWR,
} from "@keel/abi";
import { SERIAL_CONFIG_DEFAULT, type SerialConfig, SerialDevice, type UartOps } from "@keel/device";
import {
  type Bus,
  FCR_CLEAR_RX,
  FCR_CLEAR_TX,
  FCR_ENABLE,
  IER_EDSSI,
  IER_ERBFI,
  IER_ETBEI,
  LCR_DLAB,
  LCR_EVEN,
  LCR_PARITY,
  LCR_STOP,
  LSR_DR,
  LSR_THRE,
  MCR_DTR,
  MCR_OUT2,
  MCR_RTS,
  MSR_DCD,
  MSR_DDCD,
  UART_DLL,
  UART_DLM,
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
  IIR_NONE,
} from "@keel/machine";
import type { Driver } from "./driver.ts";

export interface Ns16550Resources {
  /** Physical address of the registers. */
  readonly base: number;
  readonly irq: number;
  /** Input clock, Hz. */
  readonly clockHz: number;
  /** Name of the serial device. */
  readonly device: string;
  readonly config?: SerialConfig;
  /** Sends through a ring and the transmitter's interrupt, for lines that take their time. */
  readonly hasInterruptTransmit?: boolean;
}

/** The trigger level of the receive FIFO: eight of sixteen. */
const FCR_TRIGGER_8 = 0x80;
const FIFO_SIZE = 16;
const SCRATCH_PATTERN = 0x5a;

/** The operations on one UART. */
export class Ns16550Ops implements UartOps {
  readonly #bus: Bus;
  readonly #base: number;
  readonly #clockHz: number;
  /** What the interrupt-enable register holds. */
  #ier: number;
  /** Characters that fit the transmit FIFO for sure: it was empty when last looked at. */
  #room: number;

  constructor(bus: Bus, base: number, clockHz: number) {
    this.#bus = bus;
    this.#base = base;
    this.#clockHz = clockHz;
    this.#ier = 0;
    this.#room = 0;
  }

  /** Whether a UART answers: its scratch register keeps a byte. */
  isPresent(): boolean {
    this.#write(UART_SCR, SCRATCH_PATTERN);
    return this.#read(UART_SCR) === SCRATCH_PATTERN;
  }

  configure(config: SerialConfig): number {
    const divisor = Math.round(this.#clockHz / (16 * config.baudRate));
    if (!(divisor >= 1 && divisor <= 0xffff)) return -EINVAL;
    let lcr = config.dataBits - 5;
    if (config.stopBits === 2) lcr |= LCR_STOP;
    if (config.parity !== "none") lcr |= LCR_PARITY;
    if (config.parity === "even") lcr |= LCR_EVEN;
    this.#write(UART_IER, 0);
    this.#write(UART_LCR, LCR_DLAB | lcr);
    this.#write(UART_DLL, divisor & 0xff);
    this.#write(UART_DLM, divisor >> 8);
    this.#write(UART_LCR, lcr);
    this.#write(UART_FCR, FCR_ENABLE | FCR_CLEAR_RX | FCR_CLEAR_TX | FCR_TRIGGER_8);
    this.#room = 0;
    this.#write(UART_MCR, MCR_DTR | MCR_RTS | MCR_OUT2);
    this.#ier |= IER_EDSSI;
    this.#write(UART_IER, this.#ier);
    return 0;
  }

  control(cmd: number, flag: number): void {
    const bit = flag === RT_DEVICE_FLAG_INT_RX ? IER_ERBFI : IER_ETBEI;
    this.#ier = cmd === RT_DEVICE_CTRL_SET_INT ? this.#ier | bit : this.#ier & ~bit;
    this.#write(UART_IER, this.#ier);
  }

  getc(): number {
    return (this.#read(UART_LSR) & LSR_DR) === 0 ? -1 : this.#read(UART_RBR);
  }

  putc(byte: number): boolean {
    if (this.#room === 0) {
      if ((this.#read(UART_LSR) & LSR_THRE) === 0) return false;
      this.#room = FIFO_SIZE;
    }
    this.#room -= 1;
    this.#write(UART_THR, byte);
    return true;
  }

  /** Hands the interrupt's causes to `serial`. */
  serve(serial: SerialDevice): void {
    while ((this.#read(UART_IIR) & IIR_NONE) === 0) {
      const lsr = this.#read(UART_LSR);
      if ((this.#ier & IER_ERBFI) !== 0 && (lsr & LSR_DR) !== 0) serial.receiveReady();
      if ((this.#ier & IER_ETBEI) !== 0 && (lsr & LSR_THRE) !== 0) serial.transmitReady();
      const msr = this.#read(UART_MSR);
      if ((msr & MSR_DDCD) !== 0 && (msr & MSR_DCD) === 0) serial.hangup();
    }
  }

  #read(register: number): number {
    return this.#bus.read(this.#base + register, 1);
  }

  #write(register: number, value: number): void {
    this.#bus.write(this.#base + register, 1, value);
  }
}

export const ns16550: Driver<Ns16550Resources> = {
  name: "ns16550a",
  title: "16550A serial port",
  level: "board",
  probe({ kernel, bus, irq, devices }, resources) {
    const ops = new Ns16550Ops(bus, resources.base, resources.clockHz);
    if (!ops.isPresent()) return -EIO;
    const serial = new SerialDevice(kernel, ops, resources.config ?? SERIAL_CONFIG_DEFAULT);
    const modes = RT_DEVICE_FLAG_INT_RX | (resources.hasInterruptTransmit ? RT_DEVICE_FLAG_INT_TX : 0);
    const registered = devices.register(serial, resources.device, RT_DEVICE_FLAG_RDWR | modes);
    if (registered < 0) return registered;
    return irq.install(resources.irq, resources.device, () => ops.serve(serial));
  },
};

export default ns16550;
