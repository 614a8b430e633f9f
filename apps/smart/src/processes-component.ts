// Processes for Smart: lwp over the board's memory and hart, Linux's system calls as its gate, and the shell's
// way to run programs.

import { ENXIO, RT_DEVICE_FLAG_RDWR } from "@keel/abi";
import type { BoardInstance, GuestBoard } from "@keel/bsp";
import { PROCFS, VFS } from "@keel/dfs";
import { MEMORY_INFO, PROGRAMS } from "@keel/finsh";
import { AliasDevice, DEVICES } from "@keel/device";
import type { Component, Kernel } from "@keel/kernel";
import { LWP, LwpSystem, showInProc } from "@keel/lwp";
import { MM, MemorySystem } from "@keel/mm";
import { LINUX_SYSCALLS, LinuxGate } from "@keel/syscall";
import { FrameMemoryInfo } from "./frame-memory-info.ts";
import { LwpPrograms } from "./lwp-programs.ts";

/** Linux's device number of /dev/tty. */
const TTY_MAJOR = 5;
const TTY_MINOR = 0;

export function processesComponent(board: BoardInstance, strace: ((text: string) => void) | null): Component {
  const createProcesses = (kernel: Kernel): void => {
    const mm = kernel.service(MM);
    const system = new LwpSystem({
      kernel,
      mm,
      vfs: kernel.service(VFS),
      runner: board.runner,
      contexts: board.contexts,
    });
    system.gate = new LinuxGate({ system, syscalls: LINUX_SYSCALLS, straceSink: strace });
    kernel.provide(LWP, system);
    showInProc(system, kernel.service(PROCFS));
    kernel.provide(MEMORY_INFO, new FrameMemoryInfo(mm));
    kernel.provide(PROGRAMS, new LwpPrograms(system, () => board.tty));
  };
  return {
    name: "lwp",
    title: "Processes with the Linux system calls",
    dependsOn: ["dfs", "procfs"],
    init: [
      { level: "prev", name: "processes", run: createProcesses },
      { level: "device", name: "tty", run: registerControllingTerminal },
    ],
  };
}

/** Address spaces and processes, for an image that chooses them. */
export function processes(_settings: object, board: GuestBoard): Component {
  const { machine, hart } = board;
  const component = processesComponent(board, null);
  return {
    ...component,
    init: [
      {
        level: "board",
        name: "memory",
        run: (kernel) => kernel.provide(MM, new MemorySystem({ hartMemory: machine, hart })),
      },
      ...(component.init ?? []),
    ],
  };
}

/** /dev/tty: whichever terminal controls the process that opens it. */
function registerControllingTerminal(kernel: Kernel): number {
  const system = kernel.service(LWP);
  const tty = new AliasDevice(kernel, TTY_MAJOR, TTY_MINOR, () => system.current?.lwp.tty ?? -ENXIO);
  return kernel.service(DEVICES).register(tty, "tty", RT_DEVICE_FLAG_RDWR);
}
