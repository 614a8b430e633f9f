// A thread written in TypeScript: a generator whose every yield asks the scheduler. Also drives a single
// blocking call on behalf of another body (a system call of a guest thread). @hotpath

import { RT_THREAD_RUNNING, RT_THREAD_STAT_MASK } from "@keel/abi";
import type { Blocking } from "./blocking.ts";
import { BODY_BLOCKED, BODY_EXITED, BODY_PREEMPTED, type Body, type BodyStop } from "./body.ts";
import type { Kernel } from "./kernel.ts";
import type { Thread } from "./thread.ts";

export class CoroutineBody<T = unknown> implements Body {
  /** What the generator returned, once it has. */
  result: T | undefined = undefined;
  private readonly kernel: Kernel;
  private readonly generator: Blocking<T>;

  constructor(kernel: Kernel, generator: Blocking<T>) {
    this.kernel = kernel;
    this.generator = generator;
  }

  run(thread: Thread, _deadlineNs: number): BodyStop {
    if (thread.signals !== null) thread.signals.deliver();
    const step = this.generator.next();
    if (step.done === true) {
      this.result = step.value;
      return BODY_EXITED;
    }
    return (thread.stat & RT_THREAD_STAT_MASK) === RT_THREAD_RUNNING ? BODY_PREEMPTED : BODY_BLOCKED;
  }

  /** Runs the generator's `finally` blocks. They cannot block: whoever waits for them is not there any more. */
  dispose(thread: Thread): void {
    const step = this.generator.return(undefined as T);
    if (step.done !== true)
      this.kernel.panic(`thread ${thread.name} blocks in a finally block while it is disposed of`);
  }
}
