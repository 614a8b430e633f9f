import { EINTR, EINVAL, ENOSPC, ERROR, ETIMEDOUT, RT_IPC_CMD_RESET, RT_IPC_CMD_SET_VLIMIT } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Mailbox, WAIT_INTERRUPTIBLE } from "../src/index.ts";
import { makeBed } from "./bed.ts";

describe("Mailbox", () => {
  test("delivers in order, urgent mail first, and wraps around", () => {
    const { kernel } = makeBed();
    const mailbox = new Mailbox<string>(kernel, "m", 3);
    const slot = { value: "" };
    const recv = (): string => (mailbox.tryRecv(slot) === 0 ? slot.value : "none");
    mailbox.send("a");
    mailbox.send("b");
    expect(recv()).toBe("a");
    mailbox.send("c");
    expect(mailbox.urgent("!")).toBe(0);
    expect([mailbox.entry, mailbox.send("x"), mailbox.urgent("y")]).toEqual([3, -ENOSPC, -ENOSPC]);
    expect([recv(), recv(), recv(), recv()]).toEqual(["!", "b", "c", "none"]);
  });

  test("a receiver waits for mail, also from an interrupt", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const mailbox = new Mailbox(kernel, "m", 1);
    bed.spawn("r", 10, function* () {
      const slot = { value: 0 };
      log.push(`${yield* mailbox.recv(slot)} ${slot.value}`);
      log.push(`${yield* mailbox.recv(slot, 5)} @${kernel.tick()}`);
    });
    bed.spawn("s", 11, function* () {
      kernel.interrupt("irq", () => mailbox.send(42));
    });
    bed.run();
    expect(log).toEqual(["0 42", `${-ETIMEDOUT} @5`]);
  });

  test("a sender waits for room; without a time-out it gets -ENOSPC (EFULL)", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const mailbox = new Mailbox(kernel, "m", 1);
    bed.spawn("s", 10, function* () {
      log.push(String(yield* mailbox.sendWait(1)));
      log.push(String(yield* mailbox.sendWait(2, 0)));
      log.push(`${yield* mailbox.sendWait(3, 4)} @${kernel.tick()}`);
      log.push(`${yield* mailbox.sendWait(4)} @${kernel.tick()}`);
    });
    bed.spawn("r", 12, function* () {
      yield* kernel.delay(7);
      const slot = { value: 0 };
      yield* mailbox.recv(slot);
      yield* mailbox.recv(slot);
      log.push(`got ${slot.value}`);
    });
    bed.run();
    expect(log).toEqual(["0", String(-ENOSPC), `${-ETIMEDOUT} @4`, "0 @7", "got 4"]);
  });

  test("a woken receiver that finds the mail taken waits on for what is left of its time", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const mailbox = new Mailbox(kernel, "m", 1);
    bed.spawn("slow", 10, function* () {
      log.push(`slow ${yield* mailbox.recv({ value: 0 }, 10)} @${kernel.tick()}`);
    });
    bed.spawn("thief", 5, function* () {
      yield* kernel.delay(6);
      mailbox.send(1);
      const slot = { value: 0 };
      log.push(`thief ${mailbox.tryRecv(slot)} ${slot.value}`);
    });
    bed.run();
    expect(log).toEqual(["thief 0 1", `slow ${-ETIMEDOUT} @10`]);
  });

  test("RESET and detach send both sides away with -ERROR; a wait can be interrupted", () => {
    const bed = makeBed();
    const { kernel, log } = bed;
    const full = new Mailbox(kernel, "full", 1);
    const empty = new Mailbox(kernel, "empty", 1);
    full.send(1);
    bed.spawn("s", 10, function* () {
      log.push(`s ${yield* full.sendWait(2)}`);
    });
    bed.spawn("r", 10, function* () {
      log.push(`r ${yield* empty.recv({ value: 0 })}`);
    });
    const interrupted = bed.spawn("i", 10, function* () {
      log.push(`i ${yield* empty.recv({ value: 0 }, -1, WAIT_INTERRUPTIBLE)}`);
    });
    bed.spawn("boss", 12, function* () {
      interrupted.wakeup(false);
      yield* kernel.preemptionPoint();
      expect(full.control(RT_IPC_CMD_RESET)).toBe(0);
      expect(full.control(RT_IPC_CMD_SET_VLIMIT)).toBe(-EINVAL);
      expect(full.entry).toBe(0);
      yield* kernel.preemptionPoint();
      empty.detach();
    });
    bed.run();
    expect(log).toEqual([`i ${-EINTR}`, `s ${-ERROR}`, `r ${-ERROR}`]);
  });

  test("waiting with the scheduler locked is a panic", () => {
    const bed = makeBed();
    bed.kernel.enterCritical();
    const mailbox = new Mailbox(bed.kernel, "m", 1);
    expect(() => mailbox.recv({ value: 0 }).next()).toThrow("Mailbox.recv with the scheduler locked");
  });
});
