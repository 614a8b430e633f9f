// The kernel's options. Every one ends in KernelConfig; see config.ts for what each does.
// RT-Thread: src/Kconfig.

import type { ComponentDescriptor, ConditionalRange } from "./component-descriptor.ts";

/** The least urgent priority is the idle thread's own. */
const PRIORITIES: readonly ConditionalRange[] = [
  { range: [0, 6], when: "RT_THREAD_PRIORITY_8" },
  { range: [0, 30], when: "RT_THREAD_PRIORITY_32" },
  { range: [0, 254], when: "RT_THREAD_PRIORITY_256" },
];

export const kernelDescriptors: readonly ComponentDescriptor[] = [
  {
    name: "kernel",
    title: "RT-Thread Kernel",
    menu: ["RT-Thread Kernel"],
    package: "@keel/kernel",
    options: [
      {
        type: "int",
        symbol: "RT_NAME_MAX",
        prompt: "The maximal size of kernel object name",
        // Shorter ones could not tell the devices apart that drivers look for by name.
        range: [
          { range: [8, 256], when: "RT_USING_DEVICE" },
          { range: [2, 256], when: "y" },
        ],
        default: 24,
        setting: "nameMax",
        help: "Longest name of a thread, semaphore or device, plus one. A longer name is cut, and the console says so.",
      },
      {
        type: "choice",
        prompt: "The maximal level value of priority of thread",
        default: "RT_THREAD_PRIORITY_32",
        options: [
          { symbol: "RT_THREAD_PRIORITY_8", prompt: "8" },
          { symbol: "RT_THREAD_PRIORITY_32", prompt: "32" },
          { symbol: "RT_THREAD_PRIORITY_256", prompt: "256" },
        ],
      },
      {
        type: "int",
        symbol: "RT_THREAD_PRIORITY_MAX",
        setting: "priorityMax",
        default: [
          { value: 8, when: "RT_THREAD_PRIORITY_8" },
          { value: 32, when: "RT_THREAD_PRIORITY_32" },
          { value: 256, when: "RT_THREAD_PRIORITY_256" },
        ],
      },
      {
        type: "int",
        symbol: "RT_TICK_PER_SECOND",
        prompt: "Tick frequency, Hz",
        range: [10, 1000],
        default: 1000,
        setting: "tickPerSecond",
        help: "Timeouts and time slices are counted in ticks of this length. The kernel is tickless: a higher rate costs nothing.",
      },
      {
        type: "int",
        symbol: "RT_MAIN_THREAD_PRIORITY",
        prompt: "The priority of main thread",
        range: PRIORITIES,
        default: [
          { value: 4, when: "RT_THREAD_PRIORITY_8" },
          { value: 10, when: "RT_THREAD_PRIORITY_32" },
          { value: 85, when: "RT_THREAD_PRIORITY_256" },
        ],
        setting: "mainThreadPriority",
      },
      {
        type: "int",
        symbol: "RT_MAIN_THREAD_STACK_SIZE",
        prompt: "The stack size of main thread, as listings show it",
        range: [256, 1048576],
        default: 6144,
        setting: "mainThreadStackSize",
      },
      {
        type: "menu",
        title: "Timers",
        options: [
          {
            type: "bool",
            symbol: "RT_USING_TIMER_ALL_SOFT",
            prompt: "Run all timers in the timer thread",
            default: false,
            setting: "timerAllSoft",
            help: "Hard timers run in the timer thread too instead of in the tick interrupt, so that their callbacks may block others less.",
          },
          {
            type: "int",
            symbol: "RT_TIMER_THREAD_PRIO",
            prompt: "The priority level value of timer thread",
            range: PRIORITIES,
            default: 4,
            setting: "timerThreadPriority",
          },
          {
            type: "int",
            symbol: "RT_TIMER_THREAD_STACK_SIZE",
            prompt: "The stack size of timer thread, as listings show it",
            range: [256, 1048576],
            default: 2048,
            setting: "timerThreadStackSize",
          },
        ],
      },
      {
        type: "menu",
        title: "Idle thread",
        options: [
          {
            type: "int",
            symbol: "RT_IDLE_HOOK_LIST_SIZE",
            prompt: "The max size of idle hook list",
            range: [1, 16],
            default: 4,
            setting: "idleHookMax",
          },
          {
            type: "int",
            symbol: "IDLE_THREAD_STACK_SIZE",
            prompt: "The stack size of idle thread, as listings show it",
            range: [256, 1048576],
            default: 1024,
            setting: "idleThreadStackSize",
          },
        ],
      },
      {
        type: "menu",
        title: "RT-Thread debugging",
        options: [
          {
            type: "bool",
            symbol: "RT_DEBUGING_CONTEXT",
            prompt: "Enable debugging of the calling context",
            default: true,
            setting: "debugContext",
            help: "A blocking call in an interrupt or inside a critical section panics with a report, instead of returning an error.",
          },
          {
            type: "bool",
            symbol: "RT_DEBUGING_AUTO_INIT",
            prompt: "Enable debugging of components initialization",
            default: false,
            setting: "debugAutoInit",
            help: "Prints every initialization step with what it returned.",
          },
        ],
      },
    ],
  },
];
