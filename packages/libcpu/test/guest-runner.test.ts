import {
  CAUSE_USER_ECALL,
  Hart,
  HartContext,
  type HartMemory,
  TRAP_BUDGET,
  TRAP_INTERRUPT,
} from "@keel/hart";
import { VirtualClock } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import { GuestRunner, timeCounter } from "../src/index.ts";

const RAM_BASE = 0x8000_0000;
const RAM_OFFSET = 0x1_0000;

// addi x1, x1, 1 · j -4
const COUNT_FOREVER = [0x00108093, 0xffdff06f];
// addi x1, x1, 1 · addi x1, x1, 1 · ecall
const COUNT_TWICE = [0x00108093, 0x00108093, 0x00000073];
// rdtime x1 · rdtime x2 · ecall
const READ_TIME = [0xc01020f3, 0xc0102173, 0x00000073];

function guest(program: number[], nsPerInstruction = 10) {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2 });
  const hartMemory: HartMemory = { memory, ramOffset: RAM_OFFSET, ramBase: RAM_BASE, ramSize: 0x1_0000 };
  new Uint32Array(memory.buffer, RAM_OFFSET).set(program);
  const clock = new VirtualClock();
  const hart = new Hart({ ...hartMemory, time: timeCounter(clock, nsPerInstruction, 100_000_000) });
  const context = new HartContext(hartMemory, 0);
  context.pc = RAM_BASE;
  return { clock, hart, context, runner: new GuestRunner({ hart, clock, nsPerInstruction }) };
}

describe("GuestRunner", () => {
  test("stops at the instruction boundary at or after the deadline, and the clock says when that is", () => {
    const { clock, context, runner } = guest(COUNT_FOREVER);
    expect(runner.run(context, 1000)).toBe(TRAP_BUDGET);
    expect([context.instret, clock.now()]).toEqual([100, 1000]);
    runner.run(context, 1001);
    expect([context.instret, clock.now()]).toEqual([101, 1010]);
  });

  test("does nothing when the deadline is over", () => {
    const { clock, context, runner } = guest(COUNT_FOREVER);
    clock.spend(50);
    expect(runner.run(context, 50)).toBe(TRAP_BUDGET);
    expect(runner.run(context, 20)).toBe(TRAP_BUDGET);
    expect([context.instret, clock.now()]).toEqual([0, 50]);
  });

  test("slices of any length end where one long run ends", () => {
    const whole = guest(COUNT_FOREVER);
    whole.runner.run(whole.context, 12_340);
    const sliced = guest(COUNT_FOREVER);
    for (let deadline = 0; deadline < 12_340; deadline += 37) sliced.runner.run(sliced.context, deadline);
    sliced.runner.run(sliced.context, 12_340);
    expect(sliced.context.save()).toEqual(whole.context.save());
    expect(sliced.clock.now()).toBe(whole.clock.now());
  });

  test("a trap costs the instructions before it; stepping over an ecall costs one", () => {
    const { clock, context, runner } = guest(COUNT_TWICE);
    expect(runner.run(context, Infinity)).toBe(CAUSE_USER_ECALL);
    expect([clock.now(), context.pc]).toEqual([20, RAM_BASE + 8]);
    runner.stepOverEcall(context);
    expect([clock.now(), context.pc, context.instret]).toEqual([30, RAM_BASE + 12, 3]);
  });

  test("keeps fractions of a ns: three instructions a ns", () => {
    const { clock, context, runner } = guest(COUNT_FOREVER, 1 / 3);
    runner.run(context, 1);
    expect([context.instret, clock.now()]).toEqual([3, 1]);
    for (let deadline = 2; deadline <= 1000; deadline++) runner.run(context, deadline);
    expect(clock.now()).toBe(1000);
    expect(Math.abs(context.instret - 3000)).toBeLessThanOrEqual(1);
  });

  test("a request to the hart ends the run early", () => {
    const { hart, context, runner } = guest(COUNT_FOREVER);
    hart.requestInterrupt();
    expect(runner.run(context, 1000)).toBe(TRAP_INTERRUPT);
    expect(runner.run(context, 1000)).toBe(TRAP_BUDGET);
  });
});

describe("timeCounter", () => {
  test("counts at the timebase, and inside a run too", () => {
    const { clock, context, runner } = guest(READ_TIME);
    clock.spend(1000);
    runner.run(context, Infinity);
    expect([context.x(1), context.x(2)]).toEqual([100, 101]);
  });
});
