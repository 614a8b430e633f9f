// The numbers that Keel shares with user programs, hardware manuals and RT-Thread. No logic but naming them.

export * from "./auxv.ts";
export * from "./elf.ts";
export * from "./errno.ts";
export * from "./fcntl.ts";
export * from "./futex.ts";
export * from "./mman.ts";
export * from "./poll.ts";
export * from "./resource.ts";
export * from "./rtthread.ts";
export * from "./sched.ts";
export * from "./signal.ts";
export * from "./stat.ts";
export * from "./syscall.ts";
export * from "./termios.ts";
export * from "./time.ts";
export * from "./wait.ts";
