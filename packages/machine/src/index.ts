// Virtual hardware: RAM, bus, interrupt controller, UART, timer, power switch, event queue, a paced clock.

export * from "./bus.ts";
export * from "./clint.ts";
export * from "./event-queue.ts";
export * from "./machine.ts";
export * from "./ns16550-registers.ts";
export * from "./ns16550.ts";
export * from "./part.ts";
export * from "./plic.ts";
export * from "./real-clock.ts";
export * from "./sifive-test.ts";
