// Clocks, times and timers.

import * as abi from "@keel/abi";
import { getInt64, getUint64 } from "../codec/int64.ts";
import { ITIMERSPEC_SIZE } from "../codec/itimer.ts";
import { structIn, structOut, type ArgFormat } from "./arg-format.ts";
import { bits, nameOf, oneOf, type NameTable } from "./flag-table.ts";

const CLOCKS: NameTable = [
  ["CLOCK_REALTIME", abi.CLOCK_REALTIME],
  ["CLOCK_MONOTONIC", abi.CLOCK_MONOTONIC],
  ["CLOCK_PROCESS_CPUTIME_ID", abi.CLOCK_PROCESS_CPUTIME_ID],
  ["CLOCK_THREAD_CPUTIME_ID", abi.CLOCK_THREAD_CPUTIME_ID],
  ["CLOCK_MONOTONIC_RAW", abi.CLOCK_MONOTONIC_RAW],
  ["CLOCK_REALTIME_COARSE", abi.CLOCK_REALTIME_COARSE],
  ["CLOCK_MONOTONIC_COARSE", abi.CLOCK_MONOTONIC_COARSE],
  ["CLOCK_BOOTTIME", abi.CLOCK_BOOTTIME],
  ["CLOCK_TAI", abi.CLOCK_TAI],
];

export const clock: ArgFormat = oneOf(CLOCKS, "CLOCK_???");

/** CLOCK_…'s TIMER_ABSTIME, which timerfd_settime shares. */
export const timerFlags: ArgFormat = bits([["TIMER_ABSTIME", abi.TIMER_ABSTIME]]);

const spec = (view: DataView, offset: number): string =>
  `{tv_sec=${getInt64(view, offset)}, tv_nsec=${getInt64(view, offset + 8)}}`;
const val = (view: DataView, offset: number): string =>
  `{tv_sec=${getInt64(view, offset)}, tv_usec=${getInt64(view, offset + 8)}}`;

export const timespecIn: ArgFormat = structIn(16, (view) => spec(view, 0));
export const timespecOut: ArgFormat = structOut(16, (view) => spec(view, 0));
export const timevalIn: ArgFormat = structIn(16, (view) => val(view, 0));
export const timevalOut: ArgFormat = structOut(16, (view) => val(view, 0));

/** utimensat's access and modification times. */
export const timespecPairIn: ArgFormat = structIn(32, (view) => `[${utime(view, 0)}, ${utime(view, 16)}]`);

function utime(view: DataView, offset: number): string {
  const nsec = getInt64(view, offset + 8);
  if (nsec === abi.UTIME_NOW) return "UTIME_NOW";
  if (nsec === abi.UTIME_OMIT) return "UTIME_OMIT";
  return spec(view, offset);
}

const itimerspec = (view: DataView): string => `{it_interval=${spec(view, 0)}, it_value=${spec(view, 16)}}`;
const itimerval = (view: DataView): string => `{it_interval=${val(view, 0)}, it_value=${val(view, 16)}}`;

export const itimerspecIn: ArgFormat = structIn(ITIMERSPEC_SIZE, itimerspec);
export const itimerspecOut: ArgFormat = structOut(ITIMERSPEC_SIZE, itimerspec);
export const itimervalIn: ArgFormat = structIn(ITIMERSPEC_SIZE, itimerval);
export const itimervalOut: ArgFormat = structOut(ITIMERSPEC_SIZE, itimerval);

export const itimerWhich: ArgFormat = oneOf(
  [
    ["ITIMER_REAL", abi.ITIMER_REAL],
    ["ITIMER_VIRTUAL", abi.ITIMER_VIRTUAL],
    ["ITIMER_PROF", abi.ITIMER_PROF],
  ],
  "ITIMER_???",
);

const NOTIFICATIONS: NameTable = [
  ["SIGEV_SIGNAL", abi.SIGEV_SIGNAL],
  ["SIGEV_NONE", abi.SIGEV_NONE],
  ["SIGEV_THREAD", abi.SIGEV_THREAD],
  ["SIGEV_THREAD_ID", abi.SIGEV_THREAD_ID],
];

export const sigeventIn: ArgFormat = structIn(64, (view) => {
  const notify = nameOf(NOTIFICATIONS, view.getInt32(12, true), "SIGEV_???");
  const value = `sival_ptr=0x${getUint64(view, 0).toString(16)}`;
  return `{sigev_value={${value}}, sigev_signo=${abi.signalName(view.getInt32(8, true))}, sigev_notify=${notify}}`;
});

export const timerIdOut: ArgFormat = structOut(4, (view) => `[${view.getInt32(0, true)}]`);
