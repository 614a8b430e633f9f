// The shell as a build chooses it: the shell itself with the commands that need the kernel only, and the sets of
// commands for files and for programs, which cost room where there are neither.

import type { Tty } from "@keel/device";
import { type Component, defineService, type Service } from "@keel/kernel";
import type { Command } from "./command.ts";
import { FILE_COMMANDS, KERNEL_COMMANDS, PROGRAM_COMMANDS } from "./command-sets.gen.ts";
import { startShell } from "./start-shell.ts";

export interface FinshSettings {
  readonly priority?: number;
  readonly stackSize?: number;
  readonly historyLines?: number;
}

/** The commands that the shell will start with. Components add theirs before level `app`. */
export const SHELL_COMMANDS: Service<Command[]> = /* @__PURE__ */ defineService<Command[]>("shell commands");

const VARIABLES = { HOME: "/root", TERM: "xterm", USER: "root" };

/** The shell, on the board's console. RT-Thread: finsh_system_init at INIT_APP_EXPORT. */
export function finsh(settings: FinshSettings, board: { readonly tty: Tty }): Component {
  return {
    name: "finsh",
    title: "MSH: command shell",
    dependsOn: ["device"],
    init: [
      {
        level: "prev",
        name: "shell commands",
        run: (kernel) => kernel.provide(SHELL_COMMANDS, [...KERNEL_COMMANDS]),
      },
      {
        level: "app",
        name: "shell",
        run(kernel) {
          const commands = kernel.service(SHELL_COMMANDS);
          const { tty } = board;
          startShell({ kernel, tty, commands, variables: VARIABLES, ...settings });
        },
      },
    ],
  };
}

/** ls, cat, mount and the like. */
export function fileCommands(): Component {
  return commandSet("file-commands", "Commands for files", FILE_COMMANDS);
}

/** exec, kill, jobs and the like. */
export function programCommands(): Component {
  return commandSet("program-commands", "Commands for programs", PROGRAM_COMMANDS);
}

function commandSet(name: string, title: string, commands: readonly Command[]): Component {
  return {
    name,
    title,
    dependsOn: ["finsh"],
    init: [{ level: "prev", name, run: (kernel) => void kernel.service(SHELL_COMMANDS).push(...commands) }],
  };
}
