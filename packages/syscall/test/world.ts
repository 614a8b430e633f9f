// A whole small system: kernel, hart, memory, file systems, processes and the gate. `Caller` is a
// process that stands still while a test makes its system calls for it, by name.

import { ENOMEM, O_CREAT, O_RDWR } from "@keel/abi";
import { DeviceTable, DEVICES, NullDevice, ZeroDevice } from "@keel/device";
import { devFs, ramFs, VFS, Vfs } from "@keel/dfs";
import { Hart, HartContext, type HartMemory } from "@keel/hart";
import { type Blocking, isBlocking, Kernel, VirtualClock } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";
import { ContextPool, GuestRunner } from "@keel/libcpu";
import { type Lwp, LwpSystem, type UserThread } from "@keel/lwp";
import { MemorySystem } from "@keel/mm";
import { LINUX_SYSCALLS, LinuxGate, Strace } from "@keel/syscall";
import { DATA_SIZE, DATA_VA, elfOf } from "./elf.ts";

const CONTEXTS = 64;
const RAM_OFFSET: number = CONTEXTS * HartContext.SIZE;

class TestMachine implements HartMemory {
  readonly memory: WebAssembly.Memory;
  readonly ramOffset = RAM_OFFSET;
  readonly ramBase = 0x8000_0000;
  readonly ramSize: number;
  private readonly free: number[] = [];

  constructor(ramSize: number) {
    this.ramSize = ramSize;
    this.memory = new WebAssembly.Memory({ initial: (RAM_OFFSET + ramSize) / 65536 });
    for (let i = CONTEXTS - 1; i >= 0; i--) this.free.push(i * HartContext.SIZE);
  }

  allocateContext(): number {
    return this.free.pop() ?? -ENOMEM;
  }

  freeContext(offset: number): void {
    this.free.push(offset);
  }
}

/** Waits with every signal blocked, for ever: rt_sigsuspend(DATA_VA, 8) on a mask of all ones. */
const STAND_STILL: readonly number[] = [
  0x00020537, // lui a0, DATA_VA >> 12
  0xfff00293, // li t0, -1
  0x00553023, // sd t0, 0(a0)
  0x00800593, // li a1, 8
  0x08500893, // li a7, rt_sigsuspend
  0x00000073, // ecall
];

const PROGRAM = "/stand-still";

export class World {
  readonly clock: VirtualClock = new VirtualClock();
  /** What the kernel printed. */
  log = "";
  /** What strace wrote. */
  trace = "";
  readonly kernel: Kernel;
  readonly vfs: Vfs;
  readonly lwps: LwpSystem;
  readonly gate: LinuxGate;

  constructor() {
    const machine = new TestMachine(4 << 20);
    this.kernel = new Kernel({
      clock: this.clock,
      write: (text) => {
        this.log += text;
      },
    });
    const hart = new Hart(machine);
    const mm = new MemorySystem({ hartMemory: machine, hart });
    const devices = new DeviceTable(this.kernel);
    this.kernel.provide(DEVICES, devices);
    devices.register(new NullDevice(this.kernel), "null", 0);
    devices.register(new ZeroDevice(this.kernel), "zero", 0);
    this.vfs = new Vfs(this.kernel);
    this.kernel.provide(VFS, this.vfs);
    for (const type of [ramFs("ramfs"), ramFs("tmpfs"), devFs("devtmpfs")]) this.vfs.registerFileSystem(type);
    this.lwps = new LwpSystem({
      kernel: this.kernel,
      mm,
      vfs: this.vfs,
      contexts: new ContextPool(machine),
      runner: new GuestRunner({ hart, clock: this.clock, nsPerInstruction: 10 }),
    });
    this.gate = new LinuxGate({
      system: this.lwps,
      syscalls: LINUX_SYSCALLS,
    });
    this.lwps.gate = this.gate;
    this.run(this.populate());
  }

  private *populate(): Blocking<void> {
    const { vfs } = this;
    yield* vfs.mount("none", "/", "ramfs");
    for (const path of ["/tmp", "/dev"]) yield* vfs.mkdir(vfs.kernelLookup, path, 0o777);
    yield* vfs.mount("none", "/dev", "devtmpfs");
    yield* this.install(PROGRAM, elfOf(STAND_STILL));
  }

  /** Traces the calls from now on. */
  startTrace(): void {
    this.gate.strace = new Strace((text) => {
      this.trace += text;
    });
  }

  /** Runs `work` in a kernel thread, and everything else with it, until `work` is done. */
  run<T>(work: Blocking<T>): T {
    const task = this.start(work);
    this.runUntil(() => task.isDone);
    return task.result as T;
  }

  /** Starts `work` in a kernel thread and runs what can run now. */
  start<T>(work: Blocking<T>): { isDone: boolean; result: T | null } {
    const task: { isDone: boolean; result: T | null } = { isDone: false, result: null };
    const thread = this.kernel.createThread({
      name: "test",
      priority: 10,
      *entry() {
        task.result = yield* work;
        task.isDone = true;
      },
    });
    thread.startup();
    this.settle();
    return task;
  }

  /** Lets virtual time pass until `isDone`, for at most a minute of it. */
  runUntil(isDone: () => boolean): void {
    const limitNs = this.clock.now() + 60e9;
    while (!isDone()) {
      const stop = this.kernel.run(limitNs);
      if (isDone()) return;
      if (stop.reason === "halted") throw new Error(`the kernel halted: ${this.log}`);
      if (stop.nextNs > limitNs || this.clock.now() >= limitNs)
        throw new Error(`nothing happens\n${this.log}`);
      if (stop.reason === "idle") this.clock.spend(Math.max(0, stop.nextNs - this.clock.now()));
    }
  }

  /** Lets everything that is ready run, without letting time pass. */
  settle(): void {
    this.kernel.run(this.clock.now() + 1000);
  }

  /** A process that stands still. */
  caller(): Caller {
    const pid = this.run(this.lwps.spawn({ path: PROGRAM, argv: [PROGRAM], envp: [] }));
    const lwp = this.lwps.find(pid);
    if (lwp === null) throw new Error(`spawn: ${pid}`);
    this.settle();
    return new Caller(this, lwp);
  }

  private *install(path: string, bytes: Uint8Array): Blocking<void> {
    const file = yield* this.vfs.open(this.vfs.kernelLookup, path, O_CREAT | O_RDWR, 0o755);
    if (typeof file === "number") throw new Error(`open ${path}: ${file}`);
    const written = file.write(bytes);
    if (typeof written !== "number") yield* written;
    file.unref();
  }
}

/** An argument: a number, or text that is put into the caller's memory for the call. */
type Argument = number | string;

export class Caller {
  readonly world: World;
  readonly lwp: Lwp;
  readonly thread: UserThread;
  /** Where tests may put structures: one page of the caller's data. */
  readonly buffer: number = DATA_VA + 0x1000;
  /** An address where nothing is. */
  readonly nowhere: number = DATA_VA + DATA_SIZE + 0x100000;
  private stringVa: number = DATA_VA + 0x2000;

  constructor(world: World, lwp: Lwp) {
    this.world = world;
    this.lwp = lwp;
    this.thread = lwp.leader as UserThread;
  }

  /** Makes a call and waits for its result. */
  call(name: string, ...args: Argument[]): number {
    return this.world.run(this.driven(name, args));
  }

  /** Makes a call that may wait; the test goes on. */
  begin(name: string, ...args: Argument[]): { isDone: boolean; result: number | null } {
    return this.world.start(this.driven(name, args));
  }

  private *driven(name: string, args: readonly Argument[]): Blocking<number> {
    const syscall = LINUX_SYSCALLS.find((candidate) => candidate.name === name);
    if (syscall === undefined) throw new Error(`no such call: ${name}`);
    this.stringVa = DATA_VA + 0x2000;
    const { context } = this.thread;
    for (let i = 0; i < 6; i++) context.setX(10 + i, this.register(args[i] ?? 0));
    context.setX(17, syscall.nr);
    const result = this.world.gate.call(this.thread);
    return isBlocking(result) ? yield* result : result;
  }

  private register(argument: Argument): number {
    if (typeof argument === "number") return argument;
    const va = this.stringVa;
    const bytes = utf8Encode(`${argument}\0`);
    this.poke(va, bytes);
    this.stringVa += (bytes.length + 7) & ~7;
    return va;
  }

  /** Puts bytes into the caller's memory. */
  poke(va: number, bytes: Uint8Array): void {
    if (this.thread.aspace.copyOut(va, bytes) !== 0) throw new Error(`poke at ${va}`);
  }

  /** Reads the caller's memory. */
  peek(va: number, size: number): DataView {
    const bytes = new Uint8Array(size);
    if (this.thread.aspace.copyIn(va, bytes) !== 0) throw new Error(`peek at ${va}`);
    return new DataView(bytes.buffer);
  }
}
