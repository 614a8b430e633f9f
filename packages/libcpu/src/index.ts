// Joins the hart to the kernel: interrupt dispatch, register files, guest time, the meaning of traps.

export * from "./context-pool.ts";
export * from "./guest-runner.ts";
export * from "./riscv-hardware.ts";
export * from "./trap-cause.ts";
