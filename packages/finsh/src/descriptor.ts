// What this package offers to a build. RT-Thread: components/finsh/Kconfig.

import type { ComponentDescriptor } from "@keel/kernel";
import { FINSH_HISTORY_LINES } from "./history.ts";
import { FINSH_THREAD_PRIORITY, FINSH_THREAD_STACK_SIZE } from "./start-shell.ts";

const MENU = ["RT-Thread Components"];

export const finshDescriptors: readonly ComponentDescriptor[] = [
  {
    name: "finsh",
    title: "MSH: command shell",
    symbol: "RT_USING_MSH",
    dependsOn: "RT_USING_DEVICE",
    menu: MENU,
    help: "A shell on the console: line editing, history, completion, variables, pipes into files.",
    package: "@keel/finsh",
    create: "finsh",
    options: [
      {
        type: "int",
        symbol: "FINSH_THREAD_PRIORITY",
        prompt: "The priority level value of thread",
        range: [
          { range: [0, 6], when: "RT_THREAD_PRIORITY_8" },
          { range: [0, 30], when: "RT_THREAD_PRIORITY_32" },
          { range: [0, 254], when: "RT_THREAD_PRIORITY_256" },
        ],
        default: FINSH_THREAD_PRIORITY,
        setting: "priority",
      },
      {
        type: "int",
        symbol: "FINSH_THREAD_STACK_SIZE",
        prompt: "The stack size for thread, as listings show it",
        range: [256, 1048576],
        default: FINSH_THREAD_STACK_SIZE,
        setting: "stackSize",
      },
      {
        type: "int",
        symbol: "FINSH_HISTORY_LINES",
        prompt: "The command history line number",
        range: [0, 10000],
        default: FINSH_HISTORY_LINES,
        setting: "historyLines",
      },
    ],
  },
  {
    name: "file-commands",
    title: "Commands for files",
    symbol: "KEEL_MSH_FILE_COMMANDS",
    dependsOn: "RT_USING_MSH && RT_USING_DFS",
    default: true,
    menu: MENU,
    help: "ls, cat, cp, mv, rm, mkdir, mount, df and the like.",
    package: "@keel/finsh",
    create: "fileCommands",
  },
  {
    name: "program-commands",
    title: "Commands for programs",
    symbol: "KEEL_MSH_PROGRAM_COMMANDS",
    dependsOn: "RT_USING_MSH && RT_USING_SMART",
    default: true,
    menu: MENU,
    help: "exec, jobs, fg, bg, kill, killall, free.",
    package: "@keel/finsh",
    create: "programCommands",
  },
];
