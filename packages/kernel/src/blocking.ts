// Calls that may block, and what they are made of. A thread drives one with `yield*`; each yield inside
// means "ask the scheduler". The kernel's own calls are not generators but small iterator objects
// (BlockingCall): `yield*` over one costs a third of a generator's price. @hotpath

/** A call that may block: drive it with `yield*` from a thread. */
export type Blocking<T> = Generator<void, T, void>;

/** Completes at once (a plain value) or has to block (a generator). Use `settle`. */
export type MayBlock<T> = T | Blocking<T>;

/** May a wait be ended by a foreign wake-up? Of the three, the order says how much it takes to end it. */
export type WaitKind = number;
/** Only what is waited for, or the time-out, ends the wait. RT-Thread's plain calls. */
export const WAIT_UNINTERRUPTIBLE = 0;
/** Any signal ends the wait with -EINTR. */
export const WAIT_INTERRUPTIBLE = 1;
/** Only a fatal signal ends the wait with -EINTR. */
export const WAIT_KILLABLE = 2;

/** Time-out in ticks: none. */
export const WAITING_FOREVER = -1;
/** Time-out in ticks: do not wait at all. */
export const WAITING_NO = 0;

/** What every yield hands up: nothing. One object for all, so that waiting allocates nothing. */
export const YIELDED: IteratorYieldResult<void> = { done: false, value: undefined };

/** Whether `result` still has to be driven. */
export function isBlocking<T>(result: MayBlock<T>): result is Blocking<T> {
  return (
    typeof result === "object" &&
    result !== null &&
    typeof (result as { next?: unknown }).next === "function" &&
    Symbol.iterator in result
  );
}

/** Drives `result` if it blocks, and returns the plain value. */
export function* settle<T>(result: MayBlock<T>): Blocking<T> {
  return isBlocking(result) ? yield* result : result;
}

/**
 * One blocking kernel call with a number for a result. A subclass puts the whole call into `next`: it returns
 * YIELDED to wait, and `this` with `value` set when it is done (the call is its own result, so finishing
 * allocates nothing). Nothing happens before the first `next`. Every subclass that is hot has a `next` of its
 * own, since a shared one would make its inner calls megamorphic. Fields are `declare`d and set in the
 * constructor: a field that is defined costs a call of its own for every object made.
 */
export abstract class BlockingCall implements Blocking<number> {
  declare readonly done: true;
  declare value: number;

  protected constructor() {
    this.done = true;
    this.value = 0;
  }

  abstract next(): IteratorResult<void, number>;

  /** The thread is being disposed of; who closed it has already taken it out of every queue. */
  return(value: number): IteratorResult<void, number> {
    return { done: true, value };
  }

  throw(error: unknown): IteratorResult<void, number> {
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** What a blocking call without a result returns from `next` when it is done. */
export const FINISHED: IteratorReturnResult<void> = { done: true, value: undefined };

/** One blocking kernel call without a result. */
export abstract class VoidCall implements Blocking<void> {
  abstract next(): IteratorResult<void, void>;

  return(): IteratorResult<void, void> {
    return FINISHED;
  }

  throw(error: unknown): IteratorResult<void, void> {
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }
}
