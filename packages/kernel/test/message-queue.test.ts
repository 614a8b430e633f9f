import { EINVAL, ENOSPC, ERROR, ETIMEDOUT, RT_IPC_CMD_GET_STATE, RT_IPC_CMD_RESET } from "@keel/abi";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { describe, expect, test } from "vitest";
import { MessageQueue } from "../src/index.ts";
import { makeBed } from "./bed.ts";

describe("MessageQueue", () => {
  test("recv returns the message's length, cut to the buffer's", () => {
    const { kernel } = makeBed();
    const queue = new MessageQueue(kernel, "q", 8, 4);
    queue.send(utf8Encode("hello"));
    queue.send(utf8Encode("longer"));
    const buffer = new Uint8Array(8);
    expect(queue.tryRecv(buffer)).toBe(5);
    expect(utf8Decode(buffer.subarray(0, 5))).toBe("hello");
    expect(queue.tryRecv(buffer.subarray(0, 3))).toBe(3);
    expect(utf8Decode(buffer.subarray(0, 3))).toBe("lon");
    expect(queue.tryRecv(buffer)).toBe(-ETIMEDOUT);
  });

  test("copies: what is done to the message afterwards does not matter", () => {
    const { kernel } = makeBed();
    const queue = new MessageQueue(kernel, "q", 4, 1);
    const message = utf8Encode("abcd");
    queue.send(message);
    message.fill(0);
    const buffer = new Uint8Array(4);
    queue.tryRecv(buffer);
    expect(utf8Decode(buffer)).toBe("abcd");
  });

  test("refuses empty and too long messages with -ERROR, and more than fit with -ENOSPC (EFULL)", () => {
    const { kernel } = makeBed();
    const queue = new MessageQueue(kernel, "q", 4, 1);
    expect([queue.send(new Uint8Array(5)), queue.urgent(new Uint8Array(0))]).toEqual([-ERROR, -ERROR]);
    expect([queue.send(new Uint8Array(4)), queue.send(new Uint8Array(1))]).toEqual([0, -ENOSPC]);
    expect(queue.urgent(new Uint8Array(1))).toBe(-ENOSPC);
  });

  test("urgent messages come first, the last one before all", () => {
    const { kernel } = makeBed();
    const queue = new MessageQueue(kernel, "q", 1, 4);
    queue.send(utf8Encode("a"));
    queue.urgent(utf8Encode("b"));
    queue.urgent(utf8Encode("c"));
    queue.send(utf8Encode("d"));
    const buffer = new Uint8Array(1);
    let order = "";
    while (queue.tryRecv(buffer) > 0) order += utf8Decode(buffer);
    expect(order).toBe("cbad");
  });

  test("receivers wait for messages and senders for room", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const queue = new MessageQueue(kernel, "q", 4, 1);
    bed.spawn("r", 10, function* () {
      const buffer = new Uint8Array(4);
      log.push(`r ${yield* queue.recv(buffer)}`);
      log.push(`r ${yield* queue.recv(buffer, 0)}`);
      yield* kernel.delay(5);
      log.push(`r ${yield* queue.recv(buffer)} @${kernel.tick()}`);
      log.push(`r ${yield* queue.recv(buffer, 3)} @${kernel.tick()}`);
    });
    bed.spawn("s", 11, function* () {
      log.push(`s ${yield* queue.sendWait(utf8Encode("ab"))}`);
      log.push(`s ${yield* queue.sendWait(utf8Encode("abcd"))}`);
      log.push(`s ${yield* queue.sendWait(utf8Encode("x"), 0)}`);
      log.push(`s ${yield* queue.sendWait(utf8Encode("x"), 2)} @${kernel.tick()}`);
      log.push(`s ${yield* queue.sendWait(new Uint8Array(9))}`);
    });
    bed.run();
    expect(log).toEqual([
      "s 0",
      "r 2",
      `r ${-ETIMEDOUT}`,
      "s 0",
      `s ${-ENOSPC}`,
      `s ${-ETIMEDOUT} @2`,
      `s ${-ERROR}`,
      "r 4 @5",
      `r ${-ETIMEDOUT} @8`,
    ]);
  });

  test("RESET empties it; RESET and detach send everybody away with -ERROR", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const full = new MessageQueue(kernel, "full", 4, 1);
    const empty = new MessageQueue(kernel, "empty", 4, 1);
    full.send(utf8Encode("x"));
    bed.spawn("s", 10, function* () {
      log.push(`s ${yield* full.sendWait(utf8Encode("y"))}`);
    });
    bed.spawn("r", 10, function* () {
      log.push(`r ${yield* empty.recv(new Uint8Array(1))}`);
    });
    bed.spawn("boss", 12, function* () {
      expect(full.control(RT_IPC_CMD_RESET)).toBe(0);
      expect(full.control(RT_IPC_CMD_GET_STATE)).toBe(-EINVAL);
      expect(full.entry).toBe(0);
      yield* kernel.preemptionPoint();
      empty.detach();
    });
    bed.run();
    expect(log).toEqual([`s ${-ERROR}`, `r ${-ERROR}`]);
  });

  test("a queue without slots is refused", () => {
    const { kernel } = makeBed();
    expect(() => new MessageQueue(kernel, "q", 4, 0)).toThrow("without slots");
    expect(() => new MessageQueue(kernel, "q", 0, 4)).toThrow("without slots");
  });
});
