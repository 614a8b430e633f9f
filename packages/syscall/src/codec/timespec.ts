// struct timespec and struct timeval of a 64-bit system: two longs, seconds and a fraction.
// Intervals become nanoseconds in one number (2^53 ns is 104 days; a longer sleep loses
// nanoseconds, not its meaning). Dates need both halves, so an absolute CLOCK_REALTIME value
// is first moved to an epoch near it: see `timespecSince`.

import { getInt64, setInt64 } from "./int64.ts";

export const TIMESPEC_SIZE = 16;
export const TIMEVAL_SIZE = 16;

const NS_PER_SEC = 1_000_000_000;
const US_PER_SEC = 1_000_000;

/** Whether the timespec at `offset` is one a call accepts: no negative second, 0 to 999,999,999 ns. */
export function timespecIsValid(view: DataView, offset: number): boolean {
  const nsec = getInt64(view, offset + 8);
  return getInt64(view, offset) >= 0 && nsec >= 0 && nsec < NS_PER_SEC;
}

/** The timespec at `offset` in nanoseconds. */
export function getTimespec(view: DataView, offset: number): number {
  return getInt64(view, offset) * NS_PER_SEC + getInt64(view, offset + 8);
}

/** Nanoseconds from the date (`epochSec`, `epochNs`) to the date at `offset`. */
export function timespecSince(view: DataView, offset: number, epochSec: number, epochNs: number): number {
  return (getInt64(view, offset) - epochSec) * NS_PER_SEC + (getInt64(view, offset + 8) - epochNs);
}

/** Stores `ns` as a timespec. */
export function setTimespec(view: DataView, offset: number, ns: number): void {
  let sec = Math.floor(ns / NS_PER_SEC);
  let nsec = ns - sec * NS_PER_SEC;
  if (nsec < 0) {
    // The division rounded up: a date in nanoseconds has more digits than a double.
    sec -= 1;
    nsec += NS_PER_SEC;
  }
  setInt64(view, offset, sec);
  setInt64(view, offset + 8, nsec);
}

/** Stores a date whose nanoseconds may exceed a second (epoch plus time since). */
export function setTimespecPair(view: DataView, offset: number, sec: number, nsec: number): void {
  const carry = Math.floor(nsec / NS_PER_SEC);
  setInt64(view, offset, sec + carry);
  setInt64(view, offset + 8, nsec - carry * NS_PER_SEC);
}

/** Whether the timeval at `offset` is one a call accepts. */
export function timevalIsValid(view: DataView, offset: number): boolean {
  const usec = getInt64(view, offset + 8);
  return getInt64(view, offset) >= 0 && usec >= 0 && usec < US_PER_SEC;
}

/** The timeval at `offset` in nanoseconds. */
export function getTimeval(view: DataView, offset: number): number {
  return getInt64(view, offset) * NS_PER_SEC + getInt64(view, offset + 8) * 1000;
}

/** Stores `ns` as a timeval, cut off to microseconds. */
export function setTimeval(view: DataView, offset: number, ns: number): void {
  setTimespec(view, offset, ns);
  setInt64(view, offset + 8, Math.floor(getInt64(view, offset + 8) / 1000));
}

/** Stores a date as a timeval. */
export function setTimevalPair(view: DataView, offset: number, sec: number, nsec: number): void {
  setTimespecPair(view, offset, sec, nsec);
  setInt64(view, offset + 8, Math.floor(getInt64(view, offset + 8) / 1000));
}
