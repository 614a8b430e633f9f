import { EINVAL } from "@keel/abi";
import { Kernel, runVirtual, Semaphore, VirtualClock } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import { type HardwareEvents, type InterruptController, RiscvHardware } from "../src/index.ts";

/** The least a machine can be: a list of timed events and level-triggered lines 1..3. */
class TinyMachine {
  readonly clock = new VirtualClock();
  readonly #timed: { ns: number; run: () => void }[] = [];
  readonly level = [false, false, false, false];
  readonly #enabled = [false, false, false, false];
  readonly #inService = [false, false, false, false];

  readonly events: HardwareEvents = {
    onEarlier: null,
    nextNs: () => Math.min(Infinity, ...this.#timed.map((event) => event.ns)),
    runDue: () => {
      for (const event of this.#timed.filter(({ ns }) => ns <= this.clock.now())) {
        this.#timed.splice(this.#timed.indexOf(event), 1);
        event.run();
      }
    },
  };

  readonly plic: InterruptController = {
    sources: 3,
    onPending: null,
    hasPending: () => this.#next() > 0,
    claim: () => {
      const irq = Math.max(this.#next(), 0);
      this.#inService[irq] = irq > 0;
      return irq;
    },
    complete: (irq) => {
      if (this.#enabled[irq]) this.#inService[irq] = false;
    },
    enable: (irq) => void (this.#enabled[irq] = true),
    disable: (irq) => void (this.#enabled[irq] = false),
    setPriority: () => {},
  };

  #next(): number {
    return this.level.findIndex((on, irq) => on && this.#enabled[irq] && !this.#inService[irq]);
  }

  at(ns: number, run: () => void): void {
    const isEarliest = ns < this.events.nextNs();
    this.#timed.push({ ns, run });
    if (isEarliest) this.events.onEarlier?.(ns);
  }

  raise(irq: number): void {
    this.level[irq] = true;
    if (this.plic.hasPending()) this.plic.onPending?.();
  }
}

function board() {
  const machine = new TinyMachine();
  const hardware = new RiscvHardware(machine);
  let text = "";
  const kernel = new Kernel({ clock: machine.clock, hardware, write: (t) => void (text += t) });
  let hartInterrupts = 0;
  hardware.attach(kernel, () => void (hartInterrupts += 1));
  return { machine, hardware, kernel, text: () => text, hartInterrupts: () => hartInterrupts };
}

describe("RiscvHardware", () => {
  test("an event raises an interrupt, its handler runs in interrupt context at that time", () => {
    const { machine, hardware, kernel } = board();
    const log: string[] = [];
    hardware.install(1, "timer", () => {
      machine.level[1] = false;
      log.push(`${kernel.now()} nest ${kernel.interruptNest}`);
    });
    machine.at(5000, () => machine.raise(1));
    runVirtual(kernel, 1e6);
    expect(log).toEqual(["5000 nest 1"]);
    expect(hardware.list()).toEqual([{ irq: 1, name: "timer", count: 1 }]);
  });

  test("a handler wakes a thread", () => {
    const { machine, hardware, kernel } = board();
    const semaphore = new Semaphore(kernel, "ready", 0, 0);
    hardware.install(2, "part", () => {
      machine.level[2] = false;
      semaphore.release();
    });
    let wokenNs = 0;
    kernel
      .createThread({
        name: "waiter",
        priority: 5,
        *entry() {
          yield* semaphore.take(-1);
          wokenNs = kernel.now();
        },
      })
      .startup();
    machine.at(700, () => machine.raise(2));
    runVirtual(kernel, 1e6);
    expect(wokenNs).toBe(700);
  });

  test("an event that a computing thread causes is on time, not at the end of its computing", () => {
    const { machine, hardware, kernel } = board();
    let servedNs = 0;
    hardware.install(1, "part", () => {
      machine.level[1] = false;
      servedNs = kernel.now();
    });
    kernel
      .createThread({
        name: "computing",
        priority: 5,
        *entry() {
          yield* kernel.spend(1000);
          machine.at(kernel.now() + 500, () => machine.raise(1));
          yield* kernel.spend(1e6);
        },
      })
      .startup();
    runVirtual(kernel, 1e9);
    expect(servedNs).toBe(1500);
  });

  test("an interrupt that comes up is told to the hart", () => {
    const { machine, hardware, hartInterrupts } = board();
    hardware.install(1, "part", () => {});
    machine.raise(1);
    expect(hartInterrupts()).toBe(1);
    expect(hardware.nextEventNs()).toBe(0);
  });

  test("a masked interrupt waits until it is unmasked, also when its own handler masks it", () => {
    const { machine, hardware, kernel } = board();
    let count = 0;
    hardware.install(1, "part", () => {
      count += 1;
      hardware.mask(1);
    });
    machine.raise(1);
    kernel.run(1000);
    expect(count).toBe(1);
    expect(hardware.nextEventNs()).toBe(Infinity);
    hardware.unmask(1);
    kernel.run(2000);
    expect(count).toBe(2);
  });

  test("an interrupt without a handler is reported and masked", () => {
    const { machine, hardware, kernel, text } = board();
    hardware.install(1, "part", () => {});
    hardware.uninstall(1);
    machine.plic.enable(1);
    machine.raise(1);
    kernel.run(1000);
    expect(text()).toBe("irq 1: no handler, masked\n");
    expect(hardware.list()).toEqual([]);
  });

  test("a handler that never quiets its interrupt does not stop the system", () => {
    const { machine, hardware, kernel, text } = board();
    hardware.install(3, "stuck", () => {});
    machine.raise(3);
    expect(kernel.run(1000).reason).toBe("idle");
    expect(text()).toBe("irq 3: its handler does not quiet it, masked\n");
  });

  test("refuses numbers that the controller does not have", () => {
    const { hardware } = board();
    expect(hardware.install(0, "none", () => {})).toBe(-EINVAL);
    expect(hardware.install(4, "none", () => {})).toBe(-EINVAL);
    expect(hardware.uninstall(9)).toBe(-EINVAL);
  });
});
