import {
  EBUSY,
  ENOSYS,
  ERROR,
  RT_DEVICE_CLASS_CHAR,
  RT_DEVICE_FLAG_ACTIVATED,
  RT_DEVICE_FLAG_RDWR,
  RT_DEVICE_FLAG_STANDALONE,
  RT_DEVICE_OFLAG_OPEN,
  RT_DEVICE_OFLAG_RDONLY,
} from "@keel/abi";
import { Kernel, VirtualClock } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import { Device, DeviceTable, NumberArg } from "../src/index.ts";

/** Writes down what is asked of it. */
class Notebook extends Device {
  readonly log: string[] = [];
  initResult = 0;

  constructor(kernel: Kernel) {
    super(kernel, { cls: RT_DEVICE_CLASS_CHAR, major: 10, minor: 300 });
  }

  protected override opInit(): number {
    this.log.push("init");
    return this.initResult;
  }

  protected override opOpen(oflag: number): number {
    this.log.push(`open ${oflag}`);
    return super.opOpen(oflag);
  }

  protected override opClose(): number {
    this.log.push("close");
    return 0;
  }
}

function setUp(): { kernel: Kernel; table: DeviceTable; device: Notebook } {
  const kernel = new Kernel({ clock: new VirtualClock() });
  return { kernel, table: new DeviceTable(kernel), device: new Notebook(kernel) };
}

describe("Device", () => {
  test("is initialised at its first open, once", () => {
    const { table, device } = setUp();
    table.register(device, "note", RT_DEVICE_FLAG_RDWR);
    expect(device.log).toEqual([]);
    device.open(RT_DEVICE_FLAG_RDWR);
    device.close();
    device.open(RT_DEVICE_FLAG_RDWR);
    expect(device.log).toEqual(["init", "open 3", "close", "open 3"]);
    expect(device.flag & RT_DEVICE_FLAG_ACTIVATED).toBe(RT_DEVICE_FLAG_ACTIVATED);
  });

  test("a failed initialisation fails the open, and the next open tries again", () => {
    const { device } = setUp();
    device.initResult = -5;
    expect(device.open(0)).toBe(-5);
    expect(device.refCount).toBe(0);
    device.initResult = 0;
    expect(device.open(0)).toBe(0);
  });

  test("opens are counted: the driver hears of the first, of one in another way, and of the last close", () => {
    const { device } = setUp();
    device.open(RT_DEVICE_OFLAG_RDONLY);
    device.open(RT_DEVICE_OFLAG_RDONLY);
    device.open(RT_DEVICE_FLAG_RDWR);
    expect(device.log).toEqual(["init", "open 1", "open 3"]);
    expect(device.openFlag).toBe(RT_DEVICE_FLAG_RDWR | RT_DEVICE_OFLAG_OPEN);
    for (let i = 0; i < 3; i++) expect(device.close()).toBe(0);
    expect(device.log.at(-1)).toBe("close");
    expect(device.openFlag).toBe(0);
    expect(device.close()).toBe(-ERROR);
  });

  test("STANDALONE is opened by one at a time", () => {
    const { table, device } = setUp();
    table.register(device, "note", RT_DEVICE_FLAG_RDWR | RT_DEVICE_FLAG_STANDALONE);
    expect(device.open(0)).toBe(0);
    expect(device.open(0)).toBe(-EBUSY);
    device.close();
    expect(device.open(0)).toBe(0);
  });

  test("what a driver leaves out is -ENOSYS, and -ERROR before it is open", () => {
    const { device } = setUp();
    expect(device.read(0, new Uint8Array(1))).toBe(-ERROR);
    device.open(0);
    expect(device.read(0, new Uint8Array(1))).toBe(-ENOSYS);
    expect(device.write(0, new Uint8Array(1))).toBe(-ENOSYS);
    expect(device.control(1, new NumberArg(0))).toBe(-ENOSYS);
  });

  test("packs its number as Linux does", () => {
    expect(setUp().device.devNumber).toBe(0x10_0a2c);
  });
});

describe("DeviceTable", () => {
  test("refuses a second device of one name", () => {
    const { kernel, table, device } = setUp();
    expect(table.register(device, "note", RT_DEVICE_FLAG_RDWR)).toBe(0);
    expect(table.register(new Notebook(kernel), "note", RT_DEVICE_FLAG_RDWR)).toBe(-ERROR);
    expect(table.find("note")).toBe(device);
  });

  test("finds by name and number, and forgets what is unregistered", () => {
    const { table, device } = setUp();
    table.register(device, "note", RT_DEVICE_FLAG_RDWR);
    expect(table.findByNumber(10, 300, false)).toBe(device);
    expect(table.findByNumber(10, 300, true)).toBe(null);
    table.unregister(device);
    expect(table.find("note")).toBe(null);
    expect(table.list()).toEqual([]);
  });
});
