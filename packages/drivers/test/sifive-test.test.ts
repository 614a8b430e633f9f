import { ENODEV } from "@keel/abi";
import { DeviceTable, POWER } from "@keel/device";
import { Kernel, VirtualClock } from "@keel/kernel";
import { RiscvHardware } from "@keel/libcpu";
import { Machine, Plic, SifiveTest } from "@keel/machine";
import { describe, expect, test } from "vitest";
import { type DriverContext, sifiveTest } from "../src/index.ts";

const BASE = 0x10_0000;

function board() {
  const clock = new VirtualClock();
  const machine = new Machine({ clock, ramSize: 65536 });
  const plic = machine.add(new Plic({ base: 0x0c00_0000 }));
  const part = machine.add(new SifiveTest({ base: BASE }));
  const actions: string[] = [];
  part.onPower = (action, status) => void actions.push(`${action} ${status}`);
  const hardware = new RiscvHardware({ events: machine.events, plic });
  const kernel = new Kernel({ clock, hardware });
  const context: DriverContext = {
    kernel,
    bus: machine.bus,
    irq: hardware,
    devices: new DeviceTable(kernel),
  };
  return { kernel, context, actions };
}

describe("sifiveTest", () => {
  test("provides the power switch: off with a status, and reset", () => {
    const { kernel, context, actions } = board();
    expect(sifiveTest.probe(context, { base: BASE })).toBe(0);
    const power = kernel.service(POWER);
    power.poweroff(0);
    power.poweroff(3);
    power.poweroff(0xffff);
    power.reboot();
    expect(actions).toEqual(["poweroff 0", "poweroff 3", "poweroff 65535", "reset 0"]);
  });

  test("fails where there is no such device", () => {
    expect(sifiveTest.probe(board().context, { base: 0x9000_0000 })).toBe(-ENODEV);
  });
});
