// struct itimerspec and struct itimerval: interval first, then the time to the next expiry.

import type { ItimerValue } from "@keel/lwp";
import {
  getTimespec,
  getTimeval,
  setTimespec,
  setTimeval,
  timespecIsValid,
  timevalIsValid,
} from "./timespec.ts";

export const ITIMERSPEC_SIZE = 32;
export const ITIMERVAL_SIZE = 32;

/** The setting at the start of `view`, or null when one of its timespecs is no valid time. */
export function decodeItimerspec(view: DataView): ItimerValue | null {
  if (!timespecIsValid(view, 0) || !timespecIsValid(view, 16)) return null;
  return { intervalNs: getTimespec(view, 0), valueNs: getTimespec(view, 16) };
}

export function encodeItimerspec(view: DataView, setting: ItimerValue): void {
  setTimespec(view, 0, setting.intervalNs);
  setTimespec(view, 16, setting.valueNs);
}

/** As `decodeItimerspec`, for setitimer's struct itimerval. */
export function decodeItimerval(view: DataView): ItimerValue | null {
  if (!timevalIsValid(view, 0) || !timevalIsValid(view, 16)) return null;
  return { intervalNs: getTimeval(view, 0), valueNs: getTimeval(view, 16) };
}

export function encodeItimerval(view: DataView, setting: ItimerValue): void {
  setTimeval(view, 0, setting.intervalNs);
  setTimeval(view, 16, setting.valueNs);
}
