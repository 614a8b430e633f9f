// A kernel with a hart, memory, a file system in RAM and processes: what the tests of this package run programs in.

import { O_CREAT, O_RDWR, RT_DEVICE_FLAG_RDWR } from "@keel/abi";
import { DEVICES, DeviceTable, Tty, type TtyPort } from "@keel/device";
import { devFs, PROCFS, ProcFs, ramFs, Vfs } from "@keel/dfs";
import { Hart, HartContext, type HartMemory } from "@keel/hart";
import { type Blocking, Kernel, VirtualClock } from "@keel/kernel";
import { ContextPool, GuestRunner } from "@keel/libcpu";
import { LwpSystem, type SpawnOptions, showInProc } from "@keel/lwp";
import { MemorySystem } from "@keel/mm";
import { program } from "./elf-builder.ts";
import { TestGate } from "./test-gate.ts";

const CONTEXTS = 256;
const RAM_OFFSET: number = CONTEXTS * HartContext.SIZE;

class TestMachine implements HartMemory {
  readonly memory: WebAssembly.Memory;
  readonly ramOffset = RAM_OFFSET;
  readonly ramBase = 0x8000_0000;
  readonly ramSize: number;
  private next = 0;
  private readonly free: number[] = [];

  constructor(ramSize: number) {
    this.ramSize = ramSize;
    this.memory = new WebAssembly.Memory({ initial: (RAM_OFFSET + ramSize) / 65536 });
  }

  allocateContext(): number {
    const free = this.free.pop();
    if (free !== undefined) return free;
    if (this.next === RAM_OFFSET) return -12;
    this.next += HartContext.SIZE;
    return this.next - HartContext.SIZE;
  }

  freeContext(offset: number): void {
    this.free.push(offset);
  }
}

/** A terminal line: tests type into it and read what comes out. */
export class TestLine implements TtyPort {
  onReceive: (() => void) | null = null;
  onTransmit: (() => void) | null = null;
  onHangup: (() => void) | null = null;
  readonly unsent = 0;
  output = "";
  private typed: number[] = [];

  type(text: string): void {
    this.typed.push(...new TextEncoder().encode(text));
    this.onReceive?.();
  }

  connect(): number {
    return 0;
  }

  disconnect(): void {}

  receive(buf: Uint8Array, max: number): number {
    const taken = this.typed.splice(0, max);
    buf.set(taken);
    return taken.length;
  }

  transmit(bytes: Uint8Array): number {
    this.output += new TextDecoder().decode(bytes);
    return bytes.length;
  }

  transmitNow(bytes: Uint8Array): void {
    this.transmit(bytes);
  }

  discardInput(): void {
    this.typed = [];
  }

  discardOutput(): void {}
}

export class World {
  readonly clock: VirtualClock = new VirtualClock();
  /** What the kernel printed. */
  log = "";
  readonly kernel: Kernel;
  readonly mm: MemorySystem;
  readonly vfs: Vfs;
  readonly hart: Hart;
  readonly lwps: LwpSystem;
  readonly gate: TestGate = new TestGate();

  constructor(ramPages: number = 1024) {
    const machine = new TestMachine(ramPages * 4096);
    this.kernel = new Kernel({
      clock: this.clock,
      write: (text) => {
        this.log += text;
      },
    });
    this.hart = new Hart(machine);
    this.mm = new MemorySystem({ hartMemory: machine, hart: this.hart });
    this.vfs = new Vfs(this.kernel);
    this.vfs.registerFileSystem(ramFs("ramfs"));
    this.lwps = new LwpSystem({
      kernel: this.kernel,
      mm: this.mm,
      vfs: this.vfs,
      contexts: new ContextPool(machine),
      runner: new GuestRunner({ hart: this.hart, clock: this.clock, nsPerInstruction: 10 }),
    });
    this.lwps.gate = this.gate;
    this.run(this.vfs.mount("none", "/", "ramfs"));
  }

  /** Runs `work` in a kernel thread, and everything else with it, until `work` is done. */
  run<T>(work: Blocking<T>): T {
    let result: { value: T } | null = null;
    const { kernel } = this;
    const thread = kernel.createThread({
      name: "test",
      priority: 10,
      *entry() {
        result = { value: yield* work };
        kernel.stop();
      },
    });
    thread.startup();
    this.runUntil(() => result !== null);
    return (result as unknown as { value: T }).value;
  }

  /** Lets virtual time pass until `isDone`: at most a minute of it, and half a second of that computing. */
  runUntil(isDone: () => boolean): void {
    const limitNs = this.clock.now() + 60e9;
    let busyNs = 0.5e9;
    while (!isDone()) {
      const startNs = this.clock.now();
      const stop = this.kernel.run(startNs + busyNs);
      busyNs -= this.clock.now() - startNs;
      if (isDone()) return;
      if (stop.reason === "halted") throw new Error(`the kernel halted: ${this.log}`);
      if (stop.reason === "deadline" || stop.nextNs > limitNs)
        throw new Error(`it does not end\n${this.log}`);
      if (stop.reason === "idle") this.clock.spend(Math.max(0, stop.nextNs - this.clock.now()));
    }
  }

  /** A terminal at /dev/tty1. */
  addTty(): { tty: Tty; line: TestLine } {
    const { kernel, vfs } = this;
    const devices = new DeviceTable(kernel);
    kernel.provide(DEVICES, devices);
    vfs.registerFileSystem(devFs("devtmpfs"));
    const line = new TestLine();
    const tty = new Tty(kernel, { port: line, major: 4, minor: 1 });
    devices.register(tty, "tty1", RT_DEVICE_FLAG_RDWR);
    this.run(vfs.mkdir(vfs.kernelLookup, "/dev", 0o755));
    this.run(vfs.mount("none", "/dev", "devtmpfs"));
    return { tty, line };
  }

  /** The processes at /proc. */
  addProc(): void {
    const { kernel, vfs } = this;
    const procFs = new ProcFs(kernel);
    kernel.provide(PROCFS, procFs);
    vfs.registerFileSystem(procFs);
    showInProc(this.lwps, procFs);
    this.run(vfs.mkdir(vfs.kernelLookup, "/proc", 0o755));
    this.run(vfs.mount("none", "/proc", "proc"));
  }

  /** What a file holds, as text. */
  readText(path: string): string {
    const bytes = this.run(this.vfs.readFile(this.vfs.kernelLookup, path));
    if (typeof bytes === "number") throw new Error(`read ${path}: ${bytes}`);
    return new TextDecoder().decode(bytes);
  }

  /** Writes an executable file. */
  addFile(path: string, bytes: Uint8Array, mode: number = 0o755): void {
    this.run(addFile(this.vfs, path, bytes, mode));
  }

  spawn(options: Partial<SpawnOptions> & { path: string }): number {
    return this.run(this.lwps.spawn({ argv: [options.path], envp: [], ...options }));
  }

  /** Runs an assembled program to its end: its wait status. */
  exec(source: string): number {
    this.addFile("/prog", program(source));
    const pid = this.spawn({ path: "/prog" });
    if (pid < 0) throw new Error(`spawn: ${pid}`);
    const status = this.run(this.lwps.waitChild(pid));
    this.settle();
    return status;
  }

  /** Lets everything that is ready run, for a millisecond at most; sleepers are not waited for. */
  settle(ns: number = 1_000_000): void {
    this.kernel.run(this.clock.now() + ns);
  }

  /** Frames that no process and no cache holds. */
  get freePages(): number {
    return this.mm.availablePages;
  }
}

function* addFile(vfs: Vfs, path: string, bytes: Uint8Array, mode: number): Blocking<void> {
  yield* vfs.unlink(vfs.kernelLookup, path);
  const file = yield* vfs.open(vfs.kernelLookup, path, O_CREAT | O_RDWR, mode);
  if (typeof file === "number") throw new Error(`open ${path}: ${file}`);
  const written = file.write(bytes);
  if (typeof written !== "number") yield* written;
  file.unref();
}

/** Small, seeded random numbers (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
