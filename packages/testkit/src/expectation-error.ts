// A test's expectation of a board that was not met. vitest, node:test and plain scripts all show its message.

export class ExpectationError extends Error {
  override readonly name = "ExpectationError";

  /** `caller` and what it called are left out of the stack: it begins in the test. */
  constructor(message: string, caller: (...args: never[]) => unknown) {
    super(message);
    Error.captureStackTrace(this, caller);
  }
}
