import { DEVICES, POWER } from "@keel/device";
import { runVirtual, settle, startup, TraceBuffer, VirtualClock } from "@keel/kernel";
import { IRQ } from "@keel/libcpu";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { describe, expect, test } from "vitest";
import { boards, createBoard, type BoardOptions, virt64 } from "../src/index.ts";

/** A board that has started up with an echo loop in main, its console output collected. */
function booted(options: Partial<BoardOptions> = {}) {
  const clock = new VirtualClock();
  const instance = createBoard(virt64, { clock, ...options });
  const output: string[] = [];
  instance.uart.onTransmit = (bytes) => void output.push(utf8Decode(bytes));
  return { clock, instance, text: () => output.join("") };
}

describe("createBoard", () => {
  test("the console's terminal is there when startup returns, and not before", () => {
    const { instance } = booted();
    expect(() => instance.tty).toThrow("ttyS0 is not up yet");
    startup(instance.kernel, instance.components);
    instance.tty.resize(50, 132);
    expect(instance.tty.windowSize.rows).toBe(50);
  });

  test("every board starts up to its banner and an idle system, with its console on a terminal", () => {
    for (const board of boards) {
      const instance = createBoard(board, { clock: new VirtualClock() });
      let text = "";
      instance.uart.onTransmit = (bytes) => void (text += utf8Decode(bytes));
      startup(instance.kernel, instance.components);
      expect(runVirtual(instance.kernel, 1e9).reason).toBe("idle");
      expect(text).toContain("\r\n");
      expect(instance.tty.name).toBe(board.console.tty);
      expect(instance.kernel.panicMessage).toBe(null);
    }
  });

  test("registers the board's devices under their names and numbers", () => {
    const { instance } = booted();
    startup(instance.kernel, instance.components);
    runVirtual(instance.kernel, 1e9);
    const devices = instance.kernel.service(DEVICES);
    const named = devices.list().map((device) => `${device.name} ${device.major}:${device.minor}`);
    expect(named.sort()).toEqual([
      "console 5:1",
      "null 1:3",
      "random 1:8",
      "ttyS0 4:64",
      "uart0 0:0",
      "urandom 1:9",
      "zero 1:5",
    ]);
    expect(instance.kernel.service(IRQ).list()).toEqual([{ irq: 10, name: "uart0", count: 0 }]);
  });

  test("a thread reads a line that the host types, with echo, and prints through the console", () => {
    const { instance, text } = booted();
    const { kernel, uart } = instance;
    const lines: string[] = [];
    startup(kernel, instance.components, {
      *main() {
        const buf = new Uint8Array(64);
        const count = yield* settle(instance.tty.read(0, buf));
        lines.push(utf8Decode(buf.subarray(0, count)));
        kernel.print("got it\n");
      },
    });
    runVirtual(kernel, 1e6);
    expect(instance.tty.hasReader).toBe(true);
    const before = text().length;
    uart.feed(utf8Encode("hello\r"));
    runVirtual(kernel, 2e6);
    expect(lines).toEqual(["hello\n"]);
    expect(text().slice(before)).toBe("hello\r\ngot it\r\n");
  });

  test("input that comes before start-up is not lost", () => {
    const { instance } = booted();
    instance.uart.feed(utf8Encode("early\r"));
    startup(instance.kernel, instance.components);
    runVirtual(instance.kernel, 1e9);
    expect(instance.tty.available).toBe(6);
  });

  test("power-off through the test device ends the run with its status", () => {
    const { instance } = booted();
    startup(instance.kernel, instance.components, {
      main: (kernel) => kernel.service(POWER).poweroff(42),
    });
    expect(runVirtual(instance.kernel, 1e9).reason).toBe("halted");
    expect(instance.kernel.exitStatus).toBe(42);
    expect(instance.powerAction).toBe("poweroff");
  });

  test("reboot ends the run and says so", () => {
    const { instance } = booted();
    startup(instance.kernel, instance.components, { main: (kernel) => kernel.service(POWER).reboot() });
    runVirtual(instance.kernel, 1e9);
    expect([instance.powerAction, instance.kernel.exitStatus]).toEqual(["reset", 0]);
  });

  test("a paced console takes its time: ten bits a character at 115200 baud", () => {
    const { clock, instance, text } = booted({ isPaced: true });
    startup(instance.kernel, instance.components);
    runVirtual(instance.kernel, 10e9);
    const characters = text().length;
    expect(characters).toBeGreaterThan(50);
    const start = clock.now();
    let end = 0;
    const writer = instance.kernel.createThread({
      name: "writer",
      priority: 10,
      *entry() {
        yield* settle(instance.tty.write(0, utf8Encode("x".repeat(1000))));
        yield* instance.tty.drain();
        end = clock.now();
      },
    });
    writer.startup();
    runVirtual(instance.kernel, start + 1e9);
    expect(text().length).toBe(characters + 1000);
    const perCharacter = (end - start) / 1000;
    expect(perCharacter).toBeGreaterThan(86_000);
    expect(perCharacter).toBeLessThan(90_000);
    // The line is slow, not the system: the transmitter's interrupt fed it, sixteen characters at a time.
    expect(writer.runNs).toBeLessThan(1e6);
    expect(instance.hardware.list()[0].count).toBeLessThan(80);
  });

  test("two runs with the same input write the same trace", () => {
    const run = (): string => {
      const trace = new TraceBuffer();
      const { instance } = booted({ trace, seed: 7 });
      startup(instance.kernel, instance.components, {
        *main(kernel) {
          const buf = new Uint8Array(64);
          yield* settle(instance.tty.read(0, buf));
          yield* kernel.delay(kernel.random.below(100) + 1);
        },
      });
      runVirtual(instance.kernel, 5e6);
      instance.uart.feed(utf8Encode("x\r"));
      runVirtual(instance.kernel, 1e9);
      return trace.text();
    };
    const first = run();
    expect(first).toContain("irq uart0");
    expect(run()).toBe(first);
  });
});
