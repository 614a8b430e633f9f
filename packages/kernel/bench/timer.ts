// Timer start and stop while 10,000 others are running, and 10,000 periodic timers that fire.

import { Kernel, Timer, VirtualClock, runVirtual } from "@keel/kernel";
import { RT_TIMER_FLAG_PERIODIC } from "@keel/abi";

const ACTIVE = 10_000;
const ROUNDS = 1_000_000;
const NS_PER_SECOND = 1e9;
const WARM_UP_MS = 100;
const FIRED_MS = 1000;
const NS_PER_MS = 1e6;

function kernelWithTimers(flags: number, ticks: (i: number) => number, callback: () => void): Kernel {
  const kernel = new Kernel({ clock: new VirtualClock() });
  for (let i = 0; i < ACTIVE; i++) {
    new Timer(kernel, { name: `t${i}`, callback, ticks: ticks(i), flags }).start();
  }
  return kernel;
}

function startStop(now: () => number): number {
  const kernel = kernelWithTimers(
    0,
    (i) => 1 + ((i * 7919) % 100_000),
    () => {},
  );
  const timers: Timer[] = [];
  for (let i = 0; i < 1024; i++) {
    timers.push(
      new Timer(kernel, { name: "probe", callback: () => {}, ticks: 1 + ((i * 31_337) % 100_000) }),
    );
  }
  const run = (rounds: number): void => {
    for (let i = 0; i < rounds; i++) {
      const timer = timers[i & 1023]!;
      timer.start();
      timer.stop();
    }
  };
  run(ROUNDS / 4);
  const start = now();
  run(ROUNDS);
  return (ROUNDS / (now() - start)) * NS_PER_SECOND;
}

function fire(now: () => number): number {
  let fired = 0;
  const kernel = kernelWithTimers(
    RT_TIMER_FLAG_PERIODIC,
    (i) => 1 + (i % 100),
    () => {
      fired++;
    },
  );
  runVirtual(kernel, WARM_UP_MS * NS_PER_MS);
  fired = 0;
  const start = now();
  runVirtual(kernel, kernel.now() + FIRED_MS * NS_PER_MS);
  return (fired / (now() - start)) * NS_PER_SECOND;
}

export default [
  { name: "kernel: timer start and stop among 10,000", unit: "op/s", peer: null, run: startStop },
  { name: "kernel: timers fired among 10,000 periodic ones", unit: "op/s", peer: null, run: fire },
];
