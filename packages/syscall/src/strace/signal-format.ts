// Signals, signal sets, actions and wait statuses.

import * as abi from "@keel/abi";
import {
  input,
  output,
  structIn,
  structOut,
  readStruct,
  address,
  hexadecimal,
  type ArgFormat,
} from "./arg-format.ts";
import { bits, nameOf, namesOfBits, oneOf, type NameTable } from "./flag-table.ts";
import { getUint64 } from "../codec/int64.ts";

export const signal: ArgFormat = input((value) => abi.signalName(value | 0));

export const maskHow: ArgFormat = oneOf(
  [
    ["SIG_BLOCK", abi.SIG_BLOCK],
    ["SIG_UNBLOCK", abi.SIG_UNBLOCK],
    ["SIG_SETMASK", abi.SIG_SETMASK],
  ],
  "SIG_???",
);

const ACTION_FLAGS: NameTable = [
  ["SA_NOCLDSTOP", abi.SA_NOCLDSTOP],
  ["SA_NOCLDWAIT", abi.SA_NOCLDWAIT],
  ["SA_SIGINFO", abi.SA_SIGINFO],
  ["SA_RESTORER", abi.SA_RESTORER],
  ["SA_ONSTACK", abi.SA_ONSTACK],
  ["SA_RESTART", abi.SA_RESTART],
  ["SA_NODEFER", abi.SA_NODEFER],
  ["SA_RESETHAND", abi.SA_RESETHAND],
];

/** A set as strace writes it: `[INT CHLD]`, or `~[…]` of those missing when most are present. */
export function signalSetText(lo: number, hi: number): string {
  const present: number[] = [];
  const absent: number[] = [];
  for (let sig = 1; sig <= abi.NSIG; sig++) {
    const bit = sig <= 32 ? lo >>> (sig - 1) : hi >>> (sig - 33);
    ((bit & 1) === 1 ? present : absent).push(sig);
  }
  const names = (signals: readonly number[]): string =>
    signals.map((sig) => abi.signalName(sig).replace(/^SIG/, "")).join(" ");
  return present.length > abi.NSIG / 2 ? `~[${names(absent)}]` : `[${names(present)}]`;
}

const setText = (view: DataView): string => signalSetText(view.getInt32(0, true), view.getInt32(4, true));

export const signalSetIn: ArgFormat = structIn(8, setText);
export const signalSetOut: ArgFormat = structOut(8, setText);

function actionText(view: DataView): string {
  const handler = getUint64(view, 0);
  const name =
    handler === abi.SIG_DFL ? "SIG_DFL" : handler === abi.SIG_IGN ? "SIG_IGN" : hexadecimal(handler);
  const mask = signalSetText(view.getInt32(16, true), view.getInt32(20, true));
  return `{sa_handler=${name}, sa_mask=${mask}, sa_flags=${namesOfBits(ACTION_FLAGS, view.getUint32(8, true))}}`;
}

export const actionIn: ArgFormat = structIn(24, actionText);
export const actionOut: ArgFormat = structOut(24, actionText);

const STACK_FLAGS: NameTable = [
  ["SS_ONSTACK", abi.SS_ONSTACK],
  ["SS_DISABLE", abi.SS_DISABLE],
  ["SS_AUTODISARM", abi.SS_AUTODISARM],
];

function stackText(view: DataView): string {
  const flags = namesOfBits(STACK_FLAGS, view.getUint32(8, true));
  return `{ss_sp=${address(getUint64(view, 0))}, ss_flags=${flags}, ss_size=${getUint64(view, 16)}}`;
}

export const stackIn: ArgFormat = structIn(24, stackText);
export const stackOut: ArgFormat = structOut(24, stackText);

const SIGNAL_CODES: NameTable = [
  ["SI_USER", abi.SI_USER],
  ["SI_KERNEL", abi.SI_KERNEL],
  ["SI_QUEUE", abi.SI_QUEUE],
  ["SI_TIMER", abi.SI_TIMER],
  ["SI_TKILL", abi.SI_TKILL],
];

const CHILD_CODES: NameTable = [
  ["CLD_EXITED", abi.CLD_EXITED],
  ["CLD_KILLED", abi.CLD_KILLED],
  ["CLD_DUMPED", abi.CLD_DUMPED],
  ["CLD_STOPPED", abi.CLD_STOPPED],
  ["CLD_CONTINUED", abi.CLD_CONTINUED],
];

const FAULT_CODES: NameTable = [
  ["SEGV_MAPERR", abi.SEGV_MAPERR],
  ["SEGV_ACCERR", abi.SEGV_ACCERR],
];

/** A siginfo_t, its union read by the signal's kind. */
export function signalInfoText(view: DataView): string {
  const signo = view.getInt32(0, true);
  const code = view.getInt32(8, true);
  const name = abi.signalName(signo);
  if (code > 0 && code < abi.SI_KERNEL) {
    if (signo === abi.SIGCHLD) {
      const status = view.getInt32(24, true);
      const shown = code === abi.CLD_EXITED ? String(status) : abi.signalName(status);
      return (
        `{si_signo=${name}, si_code=${nameOf(CHILD_CODES, code, "CLD_???")}, si_pid=${view.getInt32(16, true)}, ` +
        `si_uid=${view.getInt32(20, true)}, si_status=${shown}}`
      );
    }
    const codeName = signo === abi.SIGSEGV ? nameOf(FAULT_CODES, code, "SEGV_???") : String(code);
    return `{si_signo=${name}, si_code=${codeName}, si_addr=${address(getUint64(view, 16))}}`;
  }
  const codeName = nameOf(SIGNAL_CODES, code, "SI_???");
  if (code === abi.SI_KERNEL) return `{si_signo=${name}, si_code=${codeName}}`;
  return `{si_signo=${name}, si_code=${codeName}, si_pid=${view.getInt32(16, true)}, si_uid=${view.getInt32(20, true)}}`;
}

export const signalInfoIn: ArgFormat = structIn(128, signalInfoText);
export const signalInfoOut: ArgFormat = structOut(128, signalInfoText);

const WAIT_OPTIONS: NameTable = [
  ["WNOHANG", abi.WNOHANG],
  ["WUNTRACED", abi.WUNTRACED],
  ["WEXITED", abi.WEXITED],
  ["WCONTINUED", abi.WCONTINUED],
  ["WNOWAIT", abi.WNOWAIT],
  ["__WNOTHREAD", abi.WNOTHREAD],
  ["__WALL", abi.WALL],
  ["__WCLONE", abi.WCLONE],
];

export const waitOptions: ArgFormat = bits(WAIT_OPTIONS);

export const waitIdType: ArgFormat = oneOf(
  [
    ["P_ALL", abi.P_ALL],
    ["P_PID", abi.P_PID],
    ["P_PGID", abi.P_PGID],
    ["P_PIDFD", abi.P_PIDFD],
  ],
  "P_???",
);

/** A wait status in terms of the macros that take it apart. */
export function waitStatusText(status: number): string {
  const sig = status & 0x7f;
  if (status === abi.CONTINUED_STATUS) return "{WIFCONTINUED(s)}";
  if (sig === 0) return `{WIFEXITED(s) && WEXITSTATUS(s) == ${(status >> 8) & 0xff}}`;
  if (sig === 0x7f) return `{WIFSTOPPED(s) && WSTOPSIG(s) == ${abi.signalName((status >> 8) & 0xff)}}`;
  const core = (status & 0x80) === 0 ? "" : " && WCOREDUMP(s)";
  return `{WIFSIGNALED(s) && WTERMSIG(s) == ${abi.signalName(sig)}${core}}`;
}

export const waitStatusOut: ArgFormat = output((value, call) => {
  const view = call.result === 0 ? null : readStruct(call.memory, value, 4);
  return view === null ? address(value) : `[${waitStatusText(view.getInt32(0, true))}]`;
});
