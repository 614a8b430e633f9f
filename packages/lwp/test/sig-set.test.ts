import { SIGKILL, SIGSTOP } from "@keel/abi";
import { SigInfo, SigQueue, SigSet } from "@keel/lwp";
import { describe, expect, test } from "vitest";

describe("SigSet", () => {
  test("holds signals 1 to 64 at the kernel's bits", () => {
    const set = SigSet.of(1, 32, 33, 64);
    expect([set.lo >>> 0, set.hi >>> 0]).toEqual([0x80000001, 0x80000001]);
    expect([1, 2, 32, 33, 34, 64].map((sig) => set.has(sig))).toEqual([true, false, true, true, false, true]);
    set.delete(32);
    set.delete(64);
    expect(set.toString()).toBe("0000000100000001");
  });

  test("finds the lowest member that is not blocked", () => {
    const set = SigSet.of(3, 10, 40);
    expect(set.firstNotIn(new SigSet())).toBe(3);
    expect(set.firstNotIn(SigSet.of(3))).toBe(10);
    expect(set.firstNotIn(SigSet.of(3, 10))).toBe(40);
    expect(set.firstNotIn(SigSet.of(3, 10, 40))).toBe(0);
  });

  test("leaves out what cannot be blocked", () => {
    const set = new SigSet(-1, -1);
    set.dropUnblockable();
    expect([set.has(SIGKILL), set.has(SIGSTOP), set.has(1)]).toEqual([false, false, true]);
  });
});

describe("SigQueue", () => {
  test("holds a standard signal once and real-time signals in order, up to the limit", () => {
    const queue = new SigQueue();
    const values = [1, 2, 3].map((value) => SigInfo.timer(40, value, 0, 0, 0));
    for (const info of values) expect(queue.push(info, 3)).toBe(0);
    expect(queue.push(SigInfo.fromKernel(41), 3)).toBe(-11);
    queue.push(SigInfo.fromUser(10, 1, 0), 3);
    queue.push(SigInfo.fromUser(10, 2, 0), 3);
    const none = new SigSet();
    expect(queue.take(none)?.pid).toBe(1);
    expect([queue.take(none), queue.take(none), queue.take(none)].map((info) => info?.pid)).toEqual([
      1, 2, 3,
    ]);
    expect(queue.take(none)).toBe(null);
    expect(queue.set.isEmpty).toBe(true);
  });
});

describe("SigInfo", () => {
  test("lays its fields out as Linux riscv64 does", () => {
    const view = new DataView(SigInfo.child(1, 77, 5, 3, 100, 200).bytes.buffer);
    expect([0, 8, 16, 20, 24].map((at) => view.getInt32(at, true))).toEqual([17, 1, 77, 5, 3]);
    expect([view.getUint32(32, true), view.getUint32(40, true)]).toEqual([100, 200]);
    expect(SigInfo.fault(11, 1, 0x3f_1234_5678).address).toBe(0x3f_1234_5678);
    const queued = SigInfo.queued(
      40,
      Uint8Array.from({ length: 128 }, (_, i) => i),
    );
    expect(queued.signo).toBe(40);
    expect(queued.bytes[24]).toBe(24);
  });
});
