// What a shell says about a program that a signal ended. Source: the wording of strsignal(3) in glibc and musl.

import {
  SIGABRT,
  SIGALRM,
  SIGBUS,
  SIGFPE,
  SIGHUP,
  SIGILL,
  SIGKILL,
  SIGQUIT,
  SIGRTMAX,
  SIGSEGV,
  SIGSYS,
  SIGTERM,
  SIGTRAP,
  SIGUSR1,
  SIGUSR2,
  SIGXCPU,
  SIGXFSZ,
  signalName,
} from "@keel/abi";

const TEXT: ReadonlyMap<number, string> = new Map([
  [SIGHUP, "Hangup"],
  [SIGQUIT, "Quit"],
  [SIGILL, "Illegal instruction"],
  [SIGTRAP, "Trace/breakpoint trap"],
  [SIGABRT, "Aborted"],
  [SIGBUS, "Bus error"],
  [SIGFPE, "Floating point exception"],
  [SIGKILL, "Killed"],
  [SIGUSR1, "User defined signal 1"],
  [SIGSEGV, "Segmentation fault"],
  [SIGUSR2, "User defined signal 2"],
  [SIGALRM, "Alarm clock"],
  [SIGTERM, "Terminated"],
  [SIGXCPU, "CPU time limit exceeded"],
  [SIGXFSZ, "File size limit exceeded"],
  [SIGSYS, "Bad system call"],
]);

export function signalText(signal: number): string {
  return TEXT.get(signal) ?? signalName(signal);
}

/** The number of `9`, `KILL`, `SIGKILL`; null when there is no such signal. */
export function parseSignal(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text) <= SIGRTMAX ? Number(text) : null;
  const name = text.toUpperCase();
  for (let signal = 1; signal <= SIGRTMAX; signal++) {
    if (signalName(signal) === name || signalName(signal) === `SIG${name}`) return signal;
  }
  return null;
}
