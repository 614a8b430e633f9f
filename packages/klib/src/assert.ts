// What a broken invariant does: `assert` and `Panic`. A panic is for what must not happen in a correct
// kernel, never for what a guest or a caller may do in normal use (those get -errno). It is caught once,
// in the kernel's run loop, and printed with the machine's state.

/** A broken kernel invariant. Nobody but the run loop catches it. */
export class Panic extends Error {
  override readonly name = "Panic";
}

/** Panics with `message` unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Panic(message);
}
