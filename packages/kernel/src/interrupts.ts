// Interrupt context: a nesting depth, and hooks around it. A switch that a handler asks for happens after
// the outermost has left. RT-Thread: src/irq.c.

import type { Scheduler } from "./scheduler.ts";

/** Runs `handler` as the interrupt `name`. Handlers must not block; a plain function cannot. */
export function runInterrupt(scheduler: Scheduler, name: string, handler: () => void): void {
  const { hooks, trace } = scheduler;
  const nest = ++scheduler.interruptNest;
  if (hooks.interruptEnter !== null) hooks.interruptEnter(nest);
  if (trace !== null) trace.event(scheduler.clock.now(), "irq", name, "");
  handler();
  if (hooks.interruptLeave !== null) hooks.interruptLeave(nest);
  scheduler.interruptNest--;
}
