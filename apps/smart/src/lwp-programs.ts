// How the shell runs programs where there are processes: each as a child of the kernel, leading a group of its own.

import { O_RDWR, WNOHANG, WUNTRACED } from "@keel/abi";
import type { Tty } from "@keel/device";
import type { File } from "@keel/dfs";
import type { ProgramInfo, ProgramOptions, ProgramRunner } from "@keel/finsh";
import type { Blocking } from "@keel/kernel";
import type { LwpSystem } from "@keel/lwp";

export class LwpPrograms implements ProgramRunner {
  private readonly system: LwpSystem;
  private readonly findTty: () => Tty;

  constructor(system: LwpSystem, findTty: () => Tty) {
    this.system = system;
    this.findTty = findTty;
  }

  *start(path: string, argv: readonly string[], options: ProgramOptions): Blocking<number> {
    const { system } = this;
    const tty = this.findTty();
    const terminal = yield* this.openTerminal(tty);
    if (typeof terminal === "number") return terminal;
    const files = options.files.map((file) => (file ?? terminal).ref());
    terminal.unref();
    const pid = yield* system.spawn({
      path,
      argv,
      envp: options.env,
      cwd: options.cwd,
      files,
      tty,
      foreground: options.ground === "foreground",
    });
    if (pid < 0) for (const file of files) file.unref();
    return pid;
  }

  *wait(pid: number): Blocking<number> {
    return yield* this.system.waitChild(pid, WUNTRACED);
  }

  poll(pid: number): number {
    return this.system.pollChild(pid, WUNTRACED | WNOHANG);
  }

  kill(pid: number, signal: number): number {
    return this.system.kill(pid, signal);
  }

  setForeground(pid: number): void {
    const lwp = this.system.find(pid);
    this.findTty().foregroundGroup = lwp === null ? 0 : lwp.pgid;
  }

  list(): readonly ProgramInfo[] {
    return this.system.lwps().map((lwp) => ({
      pid: lwp.pid,
      name: lwp.name,
      threads: [...lwp.threads.values()].map(({ tid, thread }) => ({ tid, thread })),
    }));
  }

  private *openTerminal(tty: Tty): Blocking<File | number> {
    const { vfs } = this.system;
    return yield* vfs.open(vfs.kernelLookup, `/dev/${tty.name}`, O_RDWR, 0);
  }
}
