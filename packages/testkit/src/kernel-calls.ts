// Calls into the board's kernel that may block, made from a test: each runs in a kernel thread of its own while the
// board's time goes on.

import type { Blocking, Kernel } from "@keel/kernel";
import type { DriveEnd, Driver } from "./driver.ts";

const THREAD_NAME = "testkit";
/** The shell's. */
const PRIORITY = 20;
/** What starting up may take, ns of board time. */
const START_LIMIT_NS = 60e9;

export class KernelCalls {
  readonly #kernel: Kernel;
  readonly #driver: Driver;

  constructor(kernel: Kernel, driver: Driver) {
    this.#kernel = kernel;
    this.#driver = driver;
  }

  /** Lets the board come up: until everything that starts by itself waits. */
  settle(): void {
    const driver = this.#driver;
    driver.until(this.#kernel.now() + START_LIMIT_NS, () => driver.hasBeenIdle);
  }

  /** Runs `body` in a thread for at most `timeoutNs`: its result, or why there is none. */
  call<T extends object>(body: () => Blocking<T>, timeoutNs: number): T | DriveEnd {
    const kernel = this.#kernel;
    let result: T | null = null;
    const driver = this.#driver;
    const thread = kernel.createThread({
      name: THREAD_NAME,
      priority: Math.min(PRIORITY, kernel.config.priorityMax - 2),
      *entry() {
        result = yield* body();
        driver.lookSoon();
      },
    });
    thread.startup();
    const end = driver.until(kernel.now() + timeoutNs, () => result !== null);
    return result ?? end;
  }
}
