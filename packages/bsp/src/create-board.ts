// Builds a board: machine, hart, kernel, and the component that brings its drivers up. What runs on it (file
// systems, processes, a shell) is added by the application, which then calls startup with all components.

import { ENODEV } from "@keel/abi";
import { CONSOLE, DEVICES, deviceComponent, miscDevicesComponent, Tty } from "@keel/device";
import type { DriverContext } from "@keel/drivers";
import { Hart } from "@keel/hart";
import { type Clock, type Component, Kernel, type KernelConfig, type TraceSink } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";
import { ContextPool, GuestRunner, IRQ, RiscvHardware, timeCounter } from "@keel/libcpu";
import { Machine, Ns16550, Plic, type PowerAction, SifiveTest } from "@keel/machine";
import type { Board, BoardSite } from "./board.ts";

export interface BoardOptions {
  /** Virtual (kernel's VirtualClock) or paced to the host (machine's RealClock). */
  readonly clock: Clock;
  /** Bytes; the board's default otherwise. */
  readonly ramSize?: number;
  readonly seed?: number;
  readonly trace?: TraceSink | null;
  /** Overrides the board's own. */
  readonly config?: Partial<KernelConfig>;
  /** Serial lines take time. */
  readonly isPaced?: boolean;
}

export interface BoardInstance {
  readonly board: Board;
  readonly machine: Machine;
  readonly hart: Hart;
  readonly kernel: Kernel;
  readonly hardware: RiscvHardware;
  /** Runs guest code against the clock; the register files it runs on. */
  readonly runner: GuestRunner;
  readonly contexts: ContextPool;
  /** The console's UART: feed and onTransmit are the host's side of the console. */
  readonly uart: Ns16550;
  /** What the guest told the power device to do, null until then. The kernel halts at once. */
  readonly powerAction: PowerAction | null;
  /** The console's terminal; there once startup has brought the board's drivers up, an error before. */
  readonly tty: Tty;
  /** The device framework and the board's drivers, for startup. */
  readonly components: readonly Component[];
}

/** Puts a board together. Throws on a description or a RAM size that cannot be. Nothing runs yet. */
export function createBoard(board: Board, options: BoardOptions): BoardInstance {
  const { clock } = options;
  const machine = new Machine({
    clock,
    ramBase: board.ramBase,
    ramSize: options.ramSize ?? board.ramSize,
    seed: options.seed ?? 0,
  });
  const plic = machine.add(new Plic(board.plic));
  const site = { machine, plic, isPaced: options.isPaced ?? false };
  for (const part of board.parts) machine.add(part.create(site));
  const uart = partOf(machine, board.console.part, Ns16550);

  const nsPerInstruction = 1e9 / board.hartHz;
  const { memory, ramOffset, ramBase, ramSize, bus } = machine;
  const time = timeCounter(clock, nsPerInstruction, board.timebaseHz);
  const hart = new Hart({ memory, ramOffset, ramBase, ramSize, bus, time });
  const hardware = new RiscvHardware({ events: machine.events, plic });
  const kernel = new Kernel({
    clock,
    hardware,
    config: { ...board.config, ...options.config },
    trace: options.trace ?? null,
    seed: machine.seed,
    write: earlyConsole(uart),
  });
  hardware.attach(kernel, () => hart.requestInterrupt());
  kernel.provide(IRQ, hardware);

  let powerAction: PowerAction | null = null;
  partOf(machine, "test", SifiveTest).onPower = (action, status) => {
    powerAction = action;
    kernel.halt(status);
  };

  const context: DriverContext = {
    kernel,
    bus,
    irq: hardware,
    get devices() {
      return kernel.service(DEVICES);
    },
  };

  return {
    board,
    machine,
    hart,
    kernel,
    hardware,
    runner: new GuestRunner({ hart, clock, nsPerInstruction }),
    contexts: new ContextPool(machine),
    uart,
    components: [deviceComponent, boardComponent(board, context, site), miscDevicesComponent],
    get powerAction() {
      return powerAction;
    },
    get tty() {
      const tty = kernel.findService(DEVICES)?.find(board.console.tty) ?? null;
      if (tty instanceof Tty) return tty;
      throw new Error(`${board.console.tty} is not up yet`);
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
