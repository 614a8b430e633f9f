// Runs a pair of coroutine threads of equal priority to their end, and times it.

import { type Blocking, Kernel, runVirtual, VirtualClock } from "@keel/kernel";

const NS_PER_SECOND = 1e9;

/** Rounds per second of two threads that `build` makes for a fresh kernel, after two others have warmed up. */
export function roundsPerSecond(
  now: () => number,
  rounds: number,
  build: (kernel: Kernel, rounds: number) => readonly [Blocking<unknown>, Blocking<unknown>],
): number {
  runPair(rounds / 4, build);
  runPair(rounds / 4, build);
  const start = now();
  runPair(rounds, build);
  return (rounds / (now() - start)) * NS_PER_SECOND;
}

function runPair(
  rounds: number,
  build: (kernel: Kernel, rounds: number) => readonly [Blocking<unknown>, Blocking<unknown>],
): void {
  const kernel = new Kernel({ clock: new VirtualClock(1e10) });
  const [first, second] = build(kernel, rounds);
  kernel.createThread({ name: "first", priority: 10, entry: () => first }).startup();
  kernel.createThread({ name: "second", priority: 10, entry: () => second }).startup();
  runVirtual(kernel, Infinity);
  if (kernel.panicMessage !== null) throw new Error(kernel.panicMessage);
}
