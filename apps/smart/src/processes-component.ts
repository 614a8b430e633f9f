// Processes for Smart: lwp over the board's memory and hart, Linux's system calls as its gate, and the shell's
// way to run programs.

import type { BoardInstance } from "@keel/bsp";
import { VFS } from "@keel/dfs";
import { MEMORY_INFO, PROGRAMS } from "@keel/finsh";
import type { Component, Kernel } from "@keel/kernel";
import { LWP, LwpSystem } from "@keel/lwp";
import { MM } from "@keel/mm";
import { LINUX_SYSCALLS, LinuxGate } from "@keel/syscall";
import { FrameMemoryInfo } from "./frame-memory-info.ts";
import { LwpPrograms } from "./lwp-programs.ts";

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
    kernel.provide(MEMORY_INFO, new FrameMemoryInfo(mm));
    kernel.provide(PROGRAMS, new LwpPrograms(system, () => board.tty));
  };
  return {
    name: "lwp",
    title: "Processes with the Linux system calls",
    symbol: "RT_USING_LWP",
    dependsOn: ["dfs"],
    init: [{ level: "prev", name: "processes", run: createProcesses }],
  };
}
