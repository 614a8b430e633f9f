// The kernel's view of the hardware on a RISC-V board: when it next wants attention, and interrupt dispatch
// from the PLIC to the handlers that drivers install. RT-Thread: rt_hw_interrupt_install, _mask, _umask and
// the external-interrupt path of libcpu/risc-v.

import { EINVAL } from "@keel/abi";
import { defineService, type Hardware, type Kernel, type Service } from "@keel/kernel";

/** What the hardware will do next, by time. */
export interface HardwareEvents {
  /** Called when an event is added that is earlier than all others. */
  onEarlier: ((whenNs: number) => void) | null;
  nextNs(): number;
  runDue(): void;
}

/** The interrupt controller, from the hart's side. */
export interface InterruptController {
  /** Interrupt numbers are 1..sources. */
  readonly sources: number;
  /** Called when an interrupt becomes claimable. */
  onPending: (() => void) | null;
  hasPending(): boolean;
  /** The most urgent pending interrupt, 0 if none. */
  claim(): number;
  complete(irq: number): void;
  enable(irq: number): void;
  disable(irq: number): void;
  setPriority(irq: number, priority: number): void;
}

/** One installed handler, and how often it ran: what /proc/interrupts lists. */
export interface InterruptInfo {
  readonly irq: number;
  readonly name: string;
  readonly count: number;
}

interface Handler {
  readonly name: string;
  readonly run: () => void;
  count: number;
  isMasked: boolean;
}

const PRIORITY = 1;
/** An interrupt that comes back so often in one poll is one that its handler does not quiet. */
const STORM = 100_000;

export class RiscvHardware implements Hardware {
  readonly #events: HardwareEvents;
  readonly #plic: InterruptController;
  readonly #handlers: (Handler | null)[];

  constructor(machine: { readonly events: HardwareEvents; readonly plic: InterruptController }) {
    this.#events = machine.events;
    this.#plic = machine.plic;
    this.#handlers = Array.from({ length: machine.plic.sources + 1 }, () => null);
  }

  /**
   * Tells `kernel` at once when something comes up while a thread computes: `interruptHart` makes guest code stop.
   * Called once, when the kernel is built.
   */
  attach(kernel: Kernel, interruptHart: () => void): void {
    this.#events.onEarlier = (whenNs) => kernel.limitDeadline(whenNs);
    this.#plic.onPending = () => {
      kernel.limitDeadline(kernel.now());
      interruptHart();
    };
  }

  nextEventNs(): number {
    return this.#plic.hasPending() ? 0 : this.#events.nextNs();
  }

  /** Runs due events and serves every interrupt they raise, until none is pending. */
  poll(kernel: Kernel): void {
    this.#events.runDue();
    let served = 0;
    for (let irq = this.#plic.claim(); irq !== 0; irq = this.#plic.claim()) {
      this.#dispatch(kernel, irq);
      served += 1;
      if (served > STORM) {
        kernel.print(`irq ${irq}: its handler does not quiet it, masked\n`);
        this.mask(irq);
        served = 0;
      }
    }
  }

  /** Sets the handler of `irq` and lets it through. `name` is for listings and traces. 0 or -EINVAL. */
  install(irq: number, name: string, handler: () => void): number {
    if (!(irq >= 1 && irq <= this.#plic.sources)) return -EINVAL;
    this.#handlers[irq] = { name, run: handler, count: 0, isMasked: false };
    this.#plic.setPriority(irq, PRIORITY);
    this.#plic.enable(irq);
    return 0;
  }

  /** Takes the handler of `irq` away and masks it. */
  uninstall(irq: number): number {
    if (!(irq >= 1 && irq <= this.#plic.sources)) return -EINVAL;
    this.mask(irq);
    this.#handlers[irq] = null;
    return 0;
  }

  /** Holds `irq` back until `unmask`. ISR allowed, also by its own handler. */
  mask(irq: number): void {
    this.#plic.disable(irq);
    const handler = this.#handlers[irq];
    if (handler !== null) handler.isMasked = true;
  }

  unmask(irq: number): void {
    const handler = this.#handlers[irq];
    if (handler !== null) handler.isMasked = false;
    this.#plic.enable(irq);
  }

  /** The installed handlers, by number. */
  list(): InterruptInfo[] {
    const list: InterruptInfo[] = [];
    for (const [irq, handler] of this.#handlers.entries()) {
      if (handler !== null) list.push({ irq, name: handler.name, count: handler.count });
    }
    return list;
  }

  #dispatch(kernel: Kernel, irq: number): void {
    const handler = this.#handlers[irq];
    if (handler === null) {
      kernel.print(`irq ${irq}: no handler, masked\n`);
      this.#complete(irq, true);
      return;
    }
    handler.count += 1;
    kernel.interrupt(handler.name, handler.run);
    this.#complete(irq, handler.isMasked);
  }

  /** The PLIC ignores the completion of an interrupt that is not enabled, so a masked one is let through for it. */
  #complete(irq: number, isMasked: boolean): void {
    if (isMasked) this.#plic.enable(irq);
    this.#plic.complete(irq);
    if (isMasked) this.#plic.disable(irq);
  }
}

export const IRQ: Service<RiscvHardware> = defineService<RiscvHardware>("irq");
