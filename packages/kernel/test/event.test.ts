import {
  EINVAL,
  ERROR,
  ETIMEDOUT,
  RT_EVENT_FLAG_AND,
  RT_EVENT_FLAG_CLEAR,
  RT_EVENT_FLAG_OR,
  RT_IPC_CMD_RESET,
  RT_IPC_CMD_SET_VLIMIT,
} from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Event } from "../src/index.ts";
import { type Bed, makeBed } from "./bed.ts";

function receiver(bed: Bed, event: Event, name: string, set: number, option: number, ticks = -1): void {
  bed.spawn(name, 10, function* () {
    bed.log.push(`${name} ${yield* event.recv(set, option, ticks)}`);
  });
}

describe("Event", () => {
  test("AND waits for all of the flags, OR for any, and both say which they found", () => {
    const bed = makeBed();
    const event = new Event(bed.kernel, "e");
    receiver(bed, event, "and", 0b011, RT_EVENT_FLAG_AND);
    receiver(bed, event, "or", 0b110, RT_EVENT_FLAG_OR);
    bed.spawn("sender", 12, function* () {
      event.send(0b001);
      yield* bed.kernel.delay(1);
      bed.log.push("first sent");
      event.send(0b010);
    });
    bed.run();
    // Both become ready; the one woken last goes to the head of their level.
    expect(bed.log).toEqual(["first sent", "and 3", "or 2"]);
    expect(event.set).toBe(0b011);
  });

  test("one send wakes all it satisfies, and what they clear is cleared after all have seen it", () => {
    const bed = makeBed();
    const event = new Event(bed.kernel, "e");
    receiver(bed, event, "a", 0b01, RT_EVENT_FLAG_OR | RT_EVENT_FLAG_CLEAR);
    receiver(bed, event, "b", 0b01, RT_EVENT_FLAG_AND);
    receiver(bed, event, "c", 0b11, RT_EVENT_FLAG_AND | RT_EVENT_FLAG_CLEAR);
    receiver(bed, event, "d", 0b100, RT_EVENT_FLAG_OR);
    bed.spawn("sender", 12, function* () {
      event.send(0b011);
      expect(event.set).toBe(0);
    });
    bed.run();
    expect(bed.log.sort()).toEqual(["a 1", "b 1", "c 3"]);
    expect(event.waiterNames()).toEqual(["d"]);
  });

  test("recv of flags that are there returns at once and clears only those it found", () => {
    const bed = makeBed();
    const event = new Event(bed.kernel, "e");
    event.send(0b1010);
    receiver(bed, event, "t", 0b0110, RT_EVENT_FLAG_OR | RT_EVENT_FLAG_CLEAR);
    bed.run();
    expect(bed.log).toEqual(["t 2"]);
    expect(event.set).toBe(0b1000);
  });

  test("the highest flag is a flag like any other, and no error", () => {
    const bed = makeBed();
    const event = new Event(bed.kernel, "e");
    receiver(bed, event, "t", 0x8000_0001, RT_EVENT_FLAG_AND | RT_EVENT_FLAG_CLEAR);
    bed.spawn("sender", 12, function* () {
      event.send(0x8000_0000);
      event.send(1);
    });
    bed.run();
    expect(bed.log).toEqual([`t ${0x8000_0001}`]);
    expect(event.set).toBe(0);
    event.send(0x8000_0000);
    expect(event.tryRecv(0x8000_0000, RT_EVENT_FLAG_AND)).toBe(0x8000_0000);
  });

  test("no flags are -ERROR for both sides; both or none of AND and OR are a panic", () => {
    const bed = makeBed();
    const event = new Event(bed.kernel, "e");
    expect(event.send(0)).toBe(-ERROR);
    receiver(bed, event, "t", 0, RT_EVENT_FLAG_OR);
    bed.run();
    expect(bed.log).toEqual([`t ${-ERROR}`]);
    expect(() => event.tryRecv(1, RT_EVENT_FLAG_CLEAR)).toThrow("one of AND and OR");
    expect(() => event.tryRecv(1, RT_EVENT_FLAG_AND | RT_EVENT_FLAG_OR)).toThrow("one of AND and OR");
  });

  test("times out, RESET and detach send away with -ERROR", () => {
    const bed = makeBed();
    const { kernel } = bed;
    const event = new Event(kernel, "e");
    const doomed = new Event(kernel, "doomed");
    receiver(bed, event, "late", 1, RT_EVENT_FLAG_OR, 5);
    receiver(bed, event, "none", 1, RT_EVENT_FLAG_OR, 0);
    receiver(bed, doomed, "doomed", 1, RT_EVENT_FLAG_OR);
    bed.spawn("boss", 12, function* () {
      doomed.detach();
      yield* kernel.delay(10);
      receiver(bed, event, "reset", 2, RT_EVENT_FLAG_OR);
      yield* kernel.delay(1);
      event.send(1);
      expect(event.control(RT_IPC_CMD_RESET)).toBe(0);
      expect(event.set).toBe(0);
      expect(event.control(RT_IPC_CMD_SET_VLIMIT, 1)).toBe(-EINVAL);
    });
    bed.run();
    expect(bed.log).toEqual([
      `none ${-ETIMEDOUT}`,
      `doomed ${-ERROR}`,
      `late ${-ETIMEDOUT}`,
      `reset ${-ERROR}`,
    ]);
  });
});
