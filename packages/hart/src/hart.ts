// One RISC-V hart at user level: `run(context, budget)` executes guest code until a trap, the end
// of the budget or a request, and says which. It knows nothing of kernels: a trap is a value.

import type { HartContext } from "./context.ts";
import type { HartBus, HartMemory } from "./memory.ts";
import { TRAP_BUDGET } from "./trap.ts";

export interface HartOptions extends HartMemory {
  /** What rdtime reads, given the instructions retired in this run so far. Default: instret. */
  readonly time?: (retiredInThisRun: number) => number;
  /** What answers outside RAM. Default: nothing, every such access is an access fault. */
  readonly bus?: HartBus;
}

export class Hart {
  /** Instructions retired by the last run. */
  retired = 0;

  constructor(_options: HartOptions) {}

  run(_context: HartContext, _budget: number): number {
    return TRAP_BUDGET;
  }

  flushTlb(_asid?: number, _va?: number): void {}
  flushCode(): void {}
  codeChanged(_pa: number, _length: number): void {}
  requestInterrupt(): void {}
}
