// A board with its parts, interrupts and drivers, and no hart: what runs on it is TypeScript. For RTOS, and the
// base of GuestBoard. What runs on it (file systems, a shell) is added by the application, which then calls startup
// with all components.

import { ENODEV } from "@keel/abi";
import { CONSOLE, DEVICES, deviceComponent, Tty } from "@keel/device";
import type { DriverContext } from "@keel/drivers";
import { type Component, Kernel } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";
import { IRQ, RiscvHardware } from "@keel/libcpu";
import { Machine, Ns16550, Plic, type PowerAction, SifiveTest } from "@keel/machine";
import type { Board, BoardSite } from "./board.ts";
import type { BoardOptions, PoweredBoard } from "./powered-board.ts";

export class DeviceBoard implements PoweredBoard {
  readonly board: Board;
  readonly machine: Machine;
  readonly kernel: Kernel;
  readonly hardware: RiscvHardware;
  /** The console's UART: feed and onTransmit are the host's side of the console. */
  readonly uart: Ns16550;
  /** What the power device was told to do, null until then. The kernel halts at once. */
  powerAction: PowerAction | null = null;
  /** The device framework and the board's drivers, for startup. */
  readonly components: readonly Component[];

  constructor(board: Board, options: BoardOptions, moreComponents: readonly Component[] = []) {
    const { clock } = options;
    this.board = board;
    this.machine = new Machine({
      clock,
      ramBase: board.ramBase,
      ramSize: options.ramSize ?? board.ramSize,
      seed: options.seed ?? 0,
    });
    const { machine } = this;
    const plic = machine.add(new Plic(board.plic));
    const site = { machine, plic, isPaced: options.isPaced ?? false };
    for (const part of board.parts) machine.add(part.create(site));
    this.uart = partOf(machine, board.console.part, Ns16550);
    this.hardware = new RiscvHardware({ events: machine.events, plic });
    this.kernel = new Kernel({
      clock,
      hardware: this.hardware,
      config: { ...board.config, ...options.config },
      trace: options.trace ?? null,
      seed: machine.seed,
      write: earlyConsole(this.uart),
    });
    this.hardware.attach(this.kernel, () => this.interruptHart());
    this.kernel.provide(IRQ, this.hardware);
    partOf(machine, "test", SifiveTest).onPower = (action, status) => {
      this.powerAction = action;
      this.kernel.halt(status);
    };
    this.components = [deviceComponent, boardComponent(board, driverContext(this), site), ...moreComponents];
  }

  /** The console's terminal; there once startup has brought the board's drivers up, an error before. */
  get tty(): Tty {
    const tty = this.findTty();
    if (tty === null) throw new Error(`${this.board.console.tty} is not up yet`);
    return tty;
  }

  findTty(): Tty | null {
    const tty = this.kernel.findService(DEVICES)?.find(this.board.console.tty) ?? null;
    return tty instanceof Tty ? tty : null;
  }

  onConsole(listener: (bytes: Uint8Array) => void): void {
    this.uart.onTransmit = listener;
  }

  typeOnConsole(bytes: Uint8Array): void {
    this.uart.feed(bytes);
  }

  /** An interrupt is pending: whoever runs guest code should look. */
  protected interruptHart(): void {}
}

/** Puts a board together. Throws on a description or a RAM size that cannot be. Nothing runs yet. */
export function createDeviceBoard(board: Board, options: BoardOptions): DeviceBoard {
  return new DeviceBoard(board, options);
}

function driverContext({ kernel, machine, hardware }: DeviceBoard): DriverContext {
  return {
    kernel,
    bus: machine.bus,
    irq: hardware,
    get devices() {
      return kernel.service(DEVICES);
    },
  };
}

function partOf<P>(machine: Machine, name: string, type: new (options: never) => P): P {
  const part = machine.parts.get(name);
  if (part instanceof type) return part;
  throw new Error(`the board has no ${type.name} called ${name}`);
}

/** Kernel output before there are drivers: straight into the transmitter. RT-Thread: rt_hw_console_output. */
function earlyConsole(uart: Ns16550): (text: string) => void {
  return (text) => {
    for (const byte of utf8Encode(text.replaceAll("\n", "\r\n"))) uart.write(0, 1, byte);
  };
}

/** The board's drivers, then its console on what they brought up. */
function boardComponent(board: Board, context: DriverContext, site: BoardSite): Component {
  const { kernel } = context;
  const drivers = board.parts.flatMap((part) => part.drivers?.(context, site) ?? []);
  return {
    name: board.name,
    title: board.title,
    dependsOn: [deviceComponent.name],
    init: [
      ...drivers,
      { level: "board", name: "console", run: () => openConsole(kernel, board.console.tty) },
    ],
  };
}

/** Moves the console to the device `name`. 0, -ENODEV, or what opening it says; then it stays where it was. */
function openConsole(kernel: Kernel, name: string): number {
  const device = kernel.service(DEVICES).find(name);
  if (device === null) return -ENODEV;
  const console = kernel.service(CONSOLE);
  const opened = console.setDevice(device);
  if (opened === 0) kernel.setConsole((text) => console.print(text));
  return opened;
}
