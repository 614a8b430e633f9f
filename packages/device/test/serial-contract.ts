// What every serial port promises, whatever driver is below. Called by the framework's own tests with an
// imagined UART, and by each driver's with its part.

import {
  EAGAIN,
  EINTR,
  ENOTTY,
  ERROR,
  FIONREAD,
  POLLIN,
  POLLOUT,
  RT_DEVICE_FLAG_INT_RX,
  RT_DEVICE_FLAG_INT_TX,
  RT_DEVICE_FLAG_RDWR,
  RT_DEVICE_FLAG_STREAM,
} from "@keel/abi";
import { type Kernel, runVirtual, settle, type Thread } from "@keel/kernel";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { describe, expect, test } from "vitest";
import { BufferArg, NumberArg, type SerialDevice } from "../src/index.ts";

/** A port under test, closed, and the far end of its line. */
export interface SerialBench {
  readonly kernel: Kernel;
  readonly serial: SerialDevice;
  /** The far end sends; the receive interrupt follows if it is enabled. */
  arrive(bytes: Uint8Array): void;
  /** Everything the far end has got. */
  sent(): Uint8Array;
}

const RX = RT_DEVICE_FLAG_RDWR | RT_DEVICE_FLAG_INT_RX;
const RX_TX = RX | RT_DEVICE_FLAG_INT_TX;

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
}

export function serialContract(name: string, bench: () => SerialBench): void {
  /** Starts a thread that runs `work`, and lets everything happen that can. */
  function run({ kernel }: SerialBench, work: (thread: Thread) => Generator<void, unknown, void>): Thread {
    const thread = kernel.createThread({ name: "user", priority: 10, entry: work });
    thread.startup();
    settleDown(kernel);
    return thread;
  }

  function settleDown(kernel: Kernel): void {
    runVirtual(kernel, kernel.now() + 10e9);
  }

  describe(`serial port: ${name}`, () => {
    test("is opened and closed as often as it likes, but neither read nor written while closed", () => {
      const { serial } = bench();
      expect(serial.close()).toBe(-ERROR);
      expect(serial.read(0, new Uint8Array(1))).toBe(-ERROR);
      expect(serial.write(0, new Uint8Array(1))).toBe(-ERROR);
      expect([serial.open(RX), serial.open(RX)]).toEqual([0, 0]);
      expect(serial.refCount).toBe(2);
      expect([serial.close(), serial.close(), serial.close()]).toEqual([0, 0, -ERROR]);
    });

    test("a read gets what has arrived, up to its size, and the next one the rest", () => {
      const b = bench();
      b.serial.open(RX);
      b.arrive(utf8Encode("hello"));
      settleDown(b.kernel);
      const buf = new Uint8Array(3);
      expect(b.serial.read(0, buf)).toBe(3);
      expect(utf8Decode(buf)).toBe("hel");
      expect(b.serial.read(0, buf)).toBe(2);
      expect(b.serial.readNow(0, buf)).toBe(-EAGAIN);
    });

    test("a read with nothing there waits until something comes", () => {
      const b = bench();
      b.serial.open(RX);
      const got: number[] = [];
      run(b, function* () {
        const buf = new Uint8Array(8);
        const count = yield* settle(b.serial.read(0, buf));
        got.push(...buf.subarray(0, count));
      });
      expect(got).toEqual([]);
      b.arrive(Uint8Array.of(65));
      settleDown(b.kernel);
      expect(got).toEqual([65]);
    });

    test("a waiting read ends with -EINTR when its thread is woken", () => {
      const b = bench();
      b.serial.open(RX);
      let result = 0;
      const thread = run(b, function* () {
        result = yield* settle(b.serial.read(0, new Uint8Array(8)));
      });
      thread.wakeup(false);
      settleDown(b.kernel);
      expect(result).toBe(-EINTR);
    });

    test("a slow reader loses nothing, in whatever lumps the data comes", () => {
      const b = bench();
      b.serial.open(RX);
      const data = pattern(20_000);
      b.arrive(data.subarray(0, 1));
      b.arrive(data.subarray(1));
      const got: number[] = [];
      run(b, function* () {
        const buf = new Uint8Array(100);
        while (got.length < data.length) {
          yield* b.kernel.delay(1);
          const count = yield* settle(b.serial.read(0, buf));
          got.push(...buf.subarray(0, count));
        }
      });
      expect(got.length).toBe(data.length);
      expect(Uint8Array.from(got)).toEqual(data);
    });

    test.each([
      ["at once", RX],
      ["by interrupt", RX_TX],
    ])("a write sends everything in order, %s", (_how, flags) => {
      const b = bench();
      b.serial.open(flags);
      const data = pattern(5000);
      let result = 0;
      run(b, function* () {
        result = yield* settle(b.serial.write(0, data));
      });
      expect(result).toBe(data.length);
      expect(b.serial.unsent).toBe(0);
      expect(b.sent()).toEqual(data);
    });

    test("by interrupt, writeNow takes what fits and says -EAGAIN when that is nothing", () => {
      const b = bench();
      b.serial.open(RX_TX);
      const first = b.serial.writeNow(0, pattern(100_000));
      expect(first).toBeGreaterThan(0);
      expect(first).toBeLessThan(100_000);
      expect(b.serial.writeNow(0, pattern(1))).toBe(-EAGAIN);
      expect(b.serial.poll() & POLLOUT).toBe(0);
      settleDown(b.kernel);
      expect(b.serial.poll() & POLLOUT).toBe(POLLOUT);
      expect(b.sent().length).toBe(first);
    });

    test("the kernel's own output overtakes nothing and is out when the call returns", () => {
      const b = bench();
      b.serial.open(RX_TX);
      b.serial.writeNow(0, utf8Encode("first "));
      b.serial.kernelWrite(utf8Encode("panic\n"));
      settleDown(b.kernel);
      expect(utf8Decode(b.sent())).toBe("first panic\r\n");
    });

    test("STREAM sends CR before each newline", () => {
      const b = bench();
      b.serial.open(RX | RT_DEVICE_FLAG_STREAM);
      run(b, () => settle(b.serial.write(0, utf8Encode("a\nb\n"))));
      expect(utf8Decode(b.sent())).toBe("a\r\nb\r\n");
    });

    test("poll and FIONREAD say what can be read, and the wait queue is woken", () => {
      const b = bench();
      b.serial.open(RX);
      const count = new Uint8Array(4);
      expect(b.serial.poll() & POLLIN).toBe(0);
      let woken = 0;
      run(b, function* () {
        woken = yield* b.serial.waitQueue.wait(1);
        woken = 1;
      });
      b.arrive(pattern(3));
      settleDown(b.kernel);
      expect(woken).toBe(1);
      expect(b.serial.poll() & POLLIN).toBe(POLLIN);
      expect(b.serial.control(FIONREAD, new BufferArg(count))).toBe(0);
      expect(count[0]).toBe(3);
    });

    test("rxIndicate and txComplete are called", () => {
      const b = bench();
      const sizes: number[] = [];
      let completed = 0;
      b.serial.rxIndicate = (_device, size) => void sizes.push(size);
      b.serial.txComplete = () => void (completed += 1);
      b.serial.open(RX_TX);
      b.arrive(pattern(3));
      b.serial.writeNow(0, pattern(3));
      settleDown(b.kernel);
      expect(sizes.at(-1)).toBe(3);
      expect(completed).toBe(1);
    });

    test("without INT_RX the port is looked at when somebody reads", () => {
      const b = bench();
      b.serial.open(RT_DEVICE_FLAG_RDWR);
      b.arrive(utf8Encode("ab"));
      const buf = new Uint8Array(8);
      settleDown(b.kernel);
      expect(b.serial.poll() & POLLIN).toBe(POLLIN);
      expect(b.serial.readNow(0, buf)).toBe(2);
    });

    test("a command it does not know is -ENOTTY", () => {
      expect(bench().serial.control(0x1234, new NumberArg(0))).toBe(-ENOTTY);
    });
  });
}
