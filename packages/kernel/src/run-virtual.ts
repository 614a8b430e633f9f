// The simplest host there is: idle time passes in no time. For tests, batch runs and benchmarks.

import type { Kernel } from "./kernel.ts";
import type { RunStop } from "./run-loop.ts";

/**
 * Runs until the clock reads `untilNs`, jumping over idle time; or until it is halted or stopped; or, when
 * nothing can ever happen again, until then (`idle` with `nextNs` Infinity).
 */
export function runVirtual(kernel: Kernel, untilNs: number): RunStop {
  for (;;) {
    const stop = kernel.run(untilNs);
    if (stop.reason !== "idle") return stop;
    const target = Math.min(stop.nextNs, untilNs);
    if (target === Infinity) return stop;
    if (target > kernel.now()) kernel.clock.spend(target - kernel.now());
    if (stop.nextNs > untilNs) return stop;
  }
}
