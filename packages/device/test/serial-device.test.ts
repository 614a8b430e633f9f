import { EINVAL, RT_DEVICE_CTRL_SET_INT, RT_DEVICE_FLAG_INT_RX, RT_DEVICE_FLAG_RDWR } from "@keel/abi";
import { Kernel, VirtualClock } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import {
  DeviceTable,
  SERIAL_CONFIG_DEFAULT,
  type SerialConfig,
  SerialDevice,
  type UartOps,
} from "../src/index.ts";
import { type SerialBench, serialContract } from "./serial-contract.ts";

/** A UART with an endless input queue and a transmitter that holds one character for 10 us. */
class ImaginedUart implements UartOps {
  readonly kernel: Kernel;
  readonly input: number[] = [];
  readonly output: number[] = [];
  serial: SerialDevice | null = null;
  enabled = 0;
  busyUntilNs = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  configure(config: SerialConfig): number {
    return config.baudRate > 0 ? 0 : -EINVAL;
  }

  control(cmd: number, flag: number): void {
    this.enabled = cmd === RT_DEVICE_CTRL_SET_INT ? this.enabled | flag : this.enabled & ~flag;
  }

  getc(): number {
    return this.input.shift() ?? -1;
  }

  putc(byte: number): boolean {
    if (this.kernel.now() < this.busyUntilNs) return false;
    this.output.push(byte);
    this.busyUntilNs = this.kernel.now() + 10_000;
    return true;
  }

  // ---- as the kernel's hardware

  nextEventNs(): number {
    if ((this.enabled & RT_DEVICE_FLAG_INT_RX) !== 0 && this.input.length > 0) return 0;
    return (this.enabled & ~RT_DEVICE_FLAG_INT_RX) !== 0 ? this.busyUntilNs : Infinity;
  }

  poll(kernel: Kernel): void {
    kernel.interrupt("uart", () => {
      if ((this.enabled & RT_DEVICE_FLAG_INT_RX) !== 0 && this.input.length > 0) this.serial?.receiveReady();
      if ((this.enabled & ~RT_DEVICE_FLAG_INT_RX) !== 0 && kernel.now() >= this.busyUntilNs) {
        this.serial?.transmitReady();
      }
    });
  }
}

function bench(): SerialBench & { uart: ImaginedUart } {
  const hardware: { uart: ImaginedUart | null } = { uart: null };
  const kernel = new Kernel({
    clock: new VirtualClock(),
    hardware: {
      nextEventNs: () => hardware.uart?.nextEventNs() ?? Infinity,
      poll: (k) => hardware.uart?.poll(k),
    },
  });
  const uart = new ImaginedUart(kernel);
  const serial = new SerialDevice(kernel, uart);
  uart.serial = serial;
  hardware.uart = uart;
  new DeviceTable(kernel).register(serial, "uart0", RT_DEVICE_FLAG_RDWR);
  return {
    kernel,
    serial,
    uart,
    arrive: (bytes) => void uart.input.push(...bytes),
    sent: () => Uint8Array.from(uart.output),
  };
}

serialContract("imagined UART", bench);

describe("SerialDevice", () => {
  test("passes a new configuration to the driver and keeps the old one when that refuses", () => {
    const { serial } = bench();
    expect(serial.configure({ ...SERIAL_CONFIG_DEFAULT, baudRate: 9600 })).toBe(0);
    expect(serial.configure({ ...SERIAL_CONFIG_DEFAULT, baudRate: 0 })).toBe(-EINVAL);
    expect(serial.config.baudRate).toBe(9600);
  });

  test("switches the receive interrupt off while its ring is full", () => {
    const { serial, uart, kernel, arrive } = bench();
    serial.open(RT_DEVICE_FLAG_RDWR | RT_DEVICE_FLAG_INT_RX);
    arrive(new Uint8Array(5000));
    kernel.run(1000);
    expect(uart.input.length).toBe(5000 - 1024);
    expect(uart.enabled).toBe(0);
    serial.readNow(0, new Uint8Array(512));
    expect(uart.enabled).toBe(RT_DEVICE_FLAG_INT_RX);
  });

  test("writing at once takes the time the transmitter needs", () => {
    const { serial, kernel } = bench();
    serial.open(RT_DEVICE_FLAG_RDWR);
    serial.writeNow(0, new Uint8Array(10));
    expect(kernel.now()).toBe(90_000);
  });
});
