import { EINVAL, RT_DEVICE_FLAG_INT_TX, RT_DEVICE_FLAG_RDWR, EIO, ERROR } from "@keel/abi";
import { DeviceTable, SERIAL_CONFIG_DEFAULT, SerialDevice } from "@keel/device";
import { Kernel, runVirtual, VirtualClock } from "@keel/kernel";
import { RiscvHardware } from "@keel/libcpu";
import { Machine, Ns16550, Plic } from "@keel/machine";
import { describe, expect, test } from "vitest";
import { type SerialBench, serialContract } from "@keel/device/test/serial-contract";
import { type DriverContext, ns16550, type Ns16550Resources } from "../src/index.ts";

const BASE = 0x1000_0000;
const IRQ = 10;
const RESOURCES: Ns16550Resources = {
  base: BASE,
  irq: IRQ,
  clockHz: 3_686_400,
  device: "uart0",
  hasInterruptTransmit: true,
};

function board(isPaced: boolean) {
  const clock = new VirtualClock();
  const machine = new Machine({ clock, ramSize: 65536 });
  const plic = machine.add(new Plic({ base: 0x0c00_0000 }));
  const part = machine.add(
    new Ns16550({ base: BASE, events: machine.events, line: plic.line(IRQ), paced: isPaced }),
  );
  const hardware = new RiscvHardware({ events: machine.events, plic });
  const kernel = new Kernel({ clock, hardware });
  hardware.attach(kernel, () => {});
  const devices = new DeviceTable(kernel);
  const context: DriverContext = { kernel, bus: machine.bus, irq: hardware, devices };
  return { clock, kernel, part, devices, context };
}

function bench(isPaced: boolean): SerialBench & { part: Ns16550 } {
  const { kernel, part, devices, context } = board(isPaced);
  expect(ns16550.probe(context, RESOURCES)).toBe(0);
  const serial = devices.find("uart0");
  if (!(serial instanceof SerialDevice)) throw new Error("no serial device");
  const sent: number[] = [];
  part.onTransmit = (bytes) => void sent.push(...bytes);
  return { kernel, serial, part, arrive: (bytes) => part.feed(bytes), sent: () => Uint8Array.from(sent) };
}

serialContract("16550", () => bench(false));

describe("ns16550", () => {
  test("sets the line up as configured, and refuses a rate that its clock cannot make", () => {
    const { serial, part } = bench(true);
    serial.open(RT_DEVICE_FLAG_RDWR);
    expect(part.characterNs).toBe(86806);
    expect(serial.configure({ baudRate: 9600, dataBits: 7, stopBits: 2, parity: "even" })).toBe(0);
    expect(part.characterNs).toBe(Math.round(11e9 / 9600));
    expect(serial.configure({ ...SERIAL_CONFIG_DEFAULT, baudRate: 1 })).toBe(-EINVAL);
    expect(serial.configure({ ...SERIAL_CONFIG_DEFAULT, baudRate: 1e9 })).toBe(-EINVAL);
  });

  test("on a paced line, keeps the transmitter fed by interrupt", () => {
    const { kernel, serial, part, sent } = bench(true);
    serial.open(RT_DEVICE_FLAG_RDWR | RT_DEVICE_FLAG_INT_TX);
    serial.writeNow(0, new Uint8Array(160));
    runVirtual(kernel, 160 * part.characterNs - 1);
    expect(sent().length).toBe(159);
    runVirtual(kernel, 161 * part.characterNs);
    expect(sent().length).toBe(160);
  });

  test("on a paced line, polled output takes the time it takes", () => {
    const { kernel, serial, part, sent } = bench(true);
    serial.open(RT_DEVICE_FLAG_RDWR);
    serial.kernelWrite(new Uint8Array(160));
    expect(kernel.now()).toBeGreaterThan(144 * part.characterNs);
    runVirtual(kernel, kernel.now() + 16 * part.characterNs);
    expect(sent().length).toBe(160);
  });

  test("tells a lost carrier", () => {
    const { kernel, serial, part } = bench(false);
    let hangups = 0;
    serial.onHangup = () => void (hangups += 1);
    serial.open(RT_DEVICE_FLAG_RDWR);
    part.setCarrier(false);
    runVirtual(kernel, 1000);
    part.setCarrier(true);
    runVirtual(kernel, 2000);
    expect(hangups).toBe(1);
  });

  test("fails where there is no UART, and on a name that is taken", () => {
    const { context } = board(false);
    expect(ns16550.probe(context, { ...RESOURCES, base: 0x5000_0000 })).toBe(-EIO);
    expect(ns16550.probe(context, RESOURCES)).toBe(0);
    expect(ns16550.probe(context, RESOURCES)).toBe(-ERROR);
  });
});
