import { EFAULT } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Bus, type Part } from "../src/index.ts";

class Recorder implements Part {
  readonly name: string;
  readonly base: number;
  readonly size = 0x100;
  readonly log: string[] = [];
  constructor(name: string, base: number) {
    this.name = name;
    this.base = base;
  }
  read(offset: number, size: number): number {
    this.log.push(`r${size}@${offset}`);
    return offset === 4 ? 2 : 0x8000_0001;
  }
  write(offset: number, size: number, value: number): void {
    this.log.push(`w${size}@${offset}=${value.toString(16)}`);
  }
}

describe("Bus", () => {
  test("routes an access to the part that covers the address, with the offset from its base", () => {
    const bus = new Bus();
    const a = new Recorder("a", 0x1000);
    const b = new Recorder("b", 0x2000);
    bus.attach(a);
    bus.attach(b);
    bus.read(0x1008, 1);
    bus.write(0x20ff, 1, 0x1ff);
    expect(a.log).toEqual(["r1@8"]);
    expect(b.log).toEqual(["w1@255=ff"]);
  });

  test("splits eight bytes into two words, low first", () => {
    const bus = new Bus();
    const part = new Recorder("a", 0x1000);
    bus.attach(part);
    expect(bus.read(0x1000, 8)).toBe(2 * 2 ** 32 + 0x8000_0001);
    bus.write(0x1000, 8, -1, 7);
    expect(part.log.slice(2)).toEqual(["w4@0=ffffffff", "w4@4=7"]);
  });

  test("answers -EFAULT where no part is, also just behind one that was used last", () => {
    const bus = new Bus();
    bus.attach(new Recorder("a", 0x1000));
    bus.read(0x1000, 4);
    expect(bus.read(0x1100, 4)).toBe(-EFAULT);
    expect(bus.write(0x0fff, 1, 0)).toBe(-EFAULT);
  });

  test("refuses parts whose addresses overlap", () => {
    const bus = new Bus();
    bus.attach(new Recorder("a", 0x1000));
    expect(() => bus.attach(new Recorder("b", 0x10ff))).toThrow("b overlaps a");
  });
});
