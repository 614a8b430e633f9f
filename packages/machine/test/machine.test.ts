import { ENOMEM } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { CONTEXT_SIZE, Machine, SifiveTest } from "../src/index.ts";

const clock = { now: () => 0 };

describe("Machine", () => {
  test("has 64 MiB of RAM at 0x80000000 by default, behind the private region", () => {
    const machine = new Machine({ clock });
    expect(machine.ramSize).toBe(64 << 20);
    expect(machine.ramBase).toBe(0x8000_0000);
    expect(machine.ram.byteOffset).toBe(machine.ramOffset);
    expect(machine.memory.buffer.byteLength).toBe(machine.ramOffset + machine.ramSize);
  });

  test("refuses a RAM size that is not whole wasm pages", () => {
    expect(() => new Machine({ clock, ramSize: 1000 })).toThrow("multiple of 64 KiB");
    expect(() => new Machine({ clock, ramSize: 0 })).toThrow("multiple of 64 KiB");
  });

  test("register files lie in the private region, do not overlap, and come back zeroed", () => {
    const machine = new Machine({ clock, ramSize: 65536, contexts: 64 });
    const first = machine.allocateContext();
    const second = machine.allocateContext();
    expect(first).toBeGreaterThanOrEqual(machine.hartSize);
    expect(second - first).toBe(CONTEXT_SIZE);
    new Uint8Array(machine.memory.buffer, first, CONTEXT_SIZE).fill(0xff);
    machine.freeContext(first);
    expect(machine.contextCount).toBe(1);
    expect(machine.allocateContext()).toBe(first);
    expect(new Uint8Array(machine.memory.buffer, first, CONTEXT_SIZE).every((byte) => byte === 0)).toBe(true);
  });

  test("runs out of register files with -ENOMEM, never into RAM", () => {
    const machine = new Machine({ clock, ramSize: 65536, contexts: 64 });
    let last = 0;
    for (let offset = machine.allocateContext(); offset >= 0; offset = machine.allocateContext())
      last = offset;
    expect(last + CONTEXT_SIZE).toBe(machine.ramOffset);
    expect(machine.allocateContext()).toBe(-ENOMEM);
  });

  test("refuses two parts of one name", () => {
    const machine = new Machine({ clock, ramSize: 65536 });
    machine.add(new SifiveTest({ base: 0x1000 }));
    expect(() => machine.add(new SifiveTest({ base: 0x9000 }))).toThrow("two parts are called test");
    expect(machine.parts.get("test")?.base).toBe(0x1000);
  });
});
