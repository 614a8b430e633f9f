// SigAction and SigHandlers: what a process does with each signal. The table is shared by threads
// (CLONE_SIGHAND), copied by fork, reset by exec.

import {
  NSIG,
  SIG_DFL,
  SIG_IGN,
  SIGCHLD,
  SIGCONT,
  SIGKILL,
  SIGSTOP,
  SIGTSTP,
  SIGTTIN,
  SIGTTOU,
  SIGURG,
  SIGWINCH,
} from "@keel/abi";
import { SigSet } from "./sig-set.ts";

/** One disposition, as in the kernel's struct sigaction of riscv64 (handler, flags, mask; no restorer). */
export interface SigAction {
  /** SIG_DFL, SIG_IGN or the handler's address. */
  readonly handler: number;
  /** SA_…, unsigned. */
  readonly flags: number;
  /** Blocked while the handler runs, besides the signal itself. */
  readonly mask: SigSet;
}

const DEFAULT_ACTION: SigAction = { handler: SIG_DFL, flags: 0, mask: new SigSet() };

/** What SIG_DFL does. */
export type DefaultAction = "terminate" | "core" | "stop" | "continue" | "ignore";

const CORE = SigSet.of(3, 4, 5, 6, 7, 8, 11, 24, 25, 31);

export function defaultAction(sig: number): DefaultAction {
  switch (sig) {
    case SIGCHLD:
    case SIGURG:
    case SIGWINCH:
      return "ignore";
    case SIGCONT:
      return "continue";
    case SIGSTOP:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
      return "stop";
    default:
      return CORE.has(sig) ? "core" : "terminate";
  }
}

export class SigHandlers {
  private readonly actions: SigAction[];

  constructor(actions?: readonly SigAction[]) {
    this.actions = actions === undefined ? new Array<SigAction>(NSIG + 1).fill(DEFAULT_ACTION) : [...actions];
  }

  get(sig: number): SigAction {
    return this.actions[sig] ?? DEFAULT_ACTION;
  }

  set(sig: number, action: SigAction): void {
    this.actions[sig] = action;
  }

  /** SA_RESETHAND. */
  reset(sig: number): void {
    this.actions[sig] = DEFAULT_ACTION;
  }

  /** fork: a table of its own with the same contents. */
  copy(): SigHandlers {
    return new SigHandlers(this.actions);
  }

  /** exec: handlers go back to the default, SIG_IGN stays. */
  copyForExec(): SigHandlers {
    return new SigHandlers(
      this.actions.map((a) =>
        a.handler === SIG_IGN ? { ...DEFAULT_ACTION, handler: SIG_IGN } : DEFAULT_ACTION,
      ),
    );
  }

  /** True when the signal would have no effect at all now. */
  ignores(sig: number): boolean {
    const { handler } = this.get(sig);
    if (handler === SIG_IGN) return sig !== SIGKILL && sig !== SIGSTOP;
    if (handler !== SIG_DFL) return false;
    const action = defaultAction(sig);
    // SIGCONT continues when it is sent; after that there is nothing to take.
    return action === "ignore" || action === "continue";
  }
}
