// Flags and structures of the process calls: clone, futex, limits, scheduling, names.

import * as abi from "@keel/abi";
import { RLIMIT_SIZE, decodeRlimit } from "../codec/rlimit.ts";
import { RUSAGE_SIZE } from "../codec/rusage.ts";
import { getInt64 } from "../codec/int64.ts";
import { input, structIn, structOut, type ArgFormat } from "./arg-format.ts";
import { bits, nameOf, namesOfBits, oneOf, type NameTable } from "./flag-table.ts";
import { timespecIn } from "./time-format.ts";

const CLONE_FLAGS: NameTable = [
  ["CLONE_VM", abi.CLONE_VM],
  ["CLONE_FS", abi.CLONE_FS],
  ["CLONE_FILES", abi.CLONE_FILES],
  ["CLONE_SIGHAND", abi.CLONE_SIGHAND],
  ["CLONE_PIDFD", abi.CLONE_PIDFD],
  ["CLONE_PTRACE", abi.CLONE_PTRACE],
  ["CLONE_VFORK", abi.CLONE_VFORK],
  ["CLONE_PARENT", abi.CLONE_PARENT],
  ["CLONE_THREAD", abi.CLONE_THREAD],
  ["CLONE_NEWNS", abi.CLONE_NEWNS],
  ["CLONE_SYSVSEM", abi.CLONE_SYSVSEM],
  ["CLONE_SETTLS", abi.CLONE_SETTLS],
  ["CLONE_PARENT_SETTID", abi.CLONE_PARENT_SETTID],
  ["CLONE_CHILD_CLEARTID", abi.CLONE_CHILD_CLEARTID],
  ["CLONE_DETACHED", abi.CLONE_DETACHED],
  ["CLONE_UNTRACED", abi.CLONE_UNTRACED],
  ["CLONE_CHILD_SETTID", abi.CLONE_CHILD_SETTID],
];

/** Clone's flags, whose low byte is the signal at the child's end. */
export const cloneFlags: ArgFormat = input((value) => {
  const flags = value >>> 0;
  const exitSignal = flags & abi.CSIGNAL;
  const names = namesOfBits(CLONE_FLAGS, flags - exitSignal);
  if (exitSignal === 0) return names;
  return names === "0" ? abi.signalName(exitSignal) : `${names}|${abi.signalName(exitSignal)}`;
});

const FUTEX_COMMANDS: NameTable = [
  ["FUTEX_WAIT", abi.FUTEX_WAIT],
  ["FUTEX_WAKE", abi.FUTEX_WAKE],
  ["FUTEX_FD", abi.FUTEX_FD],
  ["FUTEX_REQUEUE", abi.FUTEX_REQUEUE],
  ["FUTEX_CMP_REQUEUE", abi.FUTEX_CMP_REQUEUE],
  ["FUTEX_WAKE_OP", abi.FUTEX_WAKE_OP],
  ["FUTEX_LOCK_PI", abi.FUTEX_LOCK_PI],
  ["FUTEX_UNLOCK_PI", abi.FUTEX_UNLOCK_PI],
  ["FUTEX_TRYLOCK_PI", abi.FUTEX_TRYLOCK_PI],
  ["FUTEX_WAIT_BITSET", abi.FUTEX_WAIT_BITSET],
  ["FUTEX_WAKE_BITSET", abi.FUTEX_WAKE_BITSET],
];

const FUTEX_MODIFIERS = abi.FUTEX_PRIVATE_FLAG | abi.FUTEX_CLOCK_REALTIME;

export const futexOperation: ArgFormat = input((value) => {
  const command = nameOf(FUTEX_COMMANDS, value & ~FUTEX_MODIFIERS, "FUTEX_???");
  const isPrivate = (value & abi.FUTEX_PRIVATE_FLAG) !== 0;
  const isRealtime = (value & abi.FUTEX_CLOCK_REALTIME) !== 0;
  return `${command}${isPrivate ? "_PRIVATE" : ""}${isRealtime ? "|FUTEX_CLOCK_REALTIME" : ""}`;
});

/** futex's fourth argument: a timeout for the waits, a count for the others. */
export const futexTimeout: ArgFormat = input((value, call) => {
  const command = (call.args[1] ?? 0) & ~FUTEX_MODIFIERS;
  const isWait =
    command === abi.FUTEX_WAIT || command === abi.FUTEX_WAIT_BITSET || command === abi.FUTEX_LOCK_PI;
  return isWait ? timespecIn.text(value, call) : String(value);
});

export const resource: ArgFormat = oneOf(
  [
    ["RLIMIT_CPU", abi.RLIMIT_CPU],
    ["RLIMIT_FSIZE", abi.RLIMIT_FSIZE],
    ["RLIMIT_DATA", abi.RLIMIT_DATA],
    ["RLIMIT_STACK", abi.RLIMIT_STACK],
    ["RLIMIT_CORE", abi.RLIMIT_CORE],
    ["RLIMIT_RSS", abi.RLIMIT_RSS],
    ["RLIMIT_NPROC", abi.RLIMIT_NPROC],
    ["RLIMIT_NOFILE", abi.RLIMIT_NOFILE],
    ["RLIMIT_MEMLOCK", abi.RLIMIT_MEMLOCK],
    ["RLIMIT_AS", abi.RLIMIT_AS],
    ["RLIMIT_LOCKS", abi.RLIMIT_LOCKS],
    ["RLIMIT_SIGPENDING", abi.RLIMIT_SIGPENDING],
    ["RLIMIT_MSGQUEUE", abi.RLIMIT_MSGQUEUE],
    ["RLIMIT_NICE", abi.RLIMIT_NICE],
    ["RLIMIT_RTPRIO", abi.RLIMIT_RTPRIO],
    ["RLIMIT_RTTIME", abi.RLIMIT_RTTIME],
  ],
  "RLIMIT_???",
);

function limitText(view: DataView): string {
  const { cur, max } = decodeRlimit(view);
  const text = (limit: number): string => (limit === Infinity ? "RLIM64_INFINITY" : String(limit));
  return `{rlim_cur=${text(cur)}, rlim_max=${text(max)}}`;
}

export const limitIn: ArgFormat = structIn(RLIMIT_SIZE, limitText);
export const limitOut: ArgFormat = structOut(RLIMIT_SIZE, limitText);

export const usageWho: ArgFormat = oneOf(
  [
    ["RUSAGE_SELF", abi.RUSAGE_SELF],
    ["RUSAGE_CHILDREN", abi.RUSAGE_CHILDREN],
    ["RUSAGE_THREAD", abi.RUSAGE_THREAD],
  ],
  "RUSAGE_???",
);

export const usageOut: ArgFormat = structOut(
  RUSAGE_SIZE,
  (view) =>
    `{ru_utime={tv_sec=${getInt64(view, 0)}, tv_usec=${getInt64(view, 8)}}, ` +
    `ru_stime={tv_sec=${getInt64(view, 16)}, tv_usec=${getInt64(view, 24)}}, ...}`,
);

export const schedulingPolicy: ArgFormat = oneOf(
  [
    ["SCHED_OTHER", abi.SCHED_OTHER],
    ["SCHED_FIFO", abi.SCHED_FIFO],
    ["SCHED_RR", abi.SCHED_RR],
    ["SCHED_BATCH", abi.SCHED_BATCH],
    ["SCHED_IDLE", abi.SCHED_IDLE],
  ],
  "SCHED_???",
);

export const priorityWhich: ArgFormat = oneOf(
  [
    ["PRIO_PROCESS", abi.PRIO_PROCESS],
    ["PRIO_PGRP", abi.PRIO_PGRP],
    ["PRIO_USER", abi.PRIO_USER],
  ],
  "PRIO_???",
);

export const prctlOption: ArgFormat = oneOf(
  [
    ["PR_SET_PDEATHSIG", abi.PR_SET_PDEATHSIG],
    ["PR_GET_PDEATHSIG", abi.PR_GET_PDEATHSIG],
    ["PR_GET_DUMPABLE", abi.PR_GET_DUMPABLE],
    ["PR_SET_DUMPABLE", abi.PR_SET_DUMPABLE],
    ["PR_SET_NAME", abi.PR_SET_NAME],
    ["PR_GET_NAME", abi.PR_GET_NAME],
    ["PR_SET_NO_NEW_PRIVS", abi.PR_SET_NO_NEW_PRIVS],
    ["PR_GET_NO_NEW_PRIVS", abi.PR_GET_NO_NEW_PRIVS],
    ["PR_SET_VMA", abi.PR_SET_VMA],
  ],
  "PR_???",
);

export const randomFlags: ArgFormat = bits([
  ["GRND_NONBLOCK", abi.GRND_NONBLOCK],
  ["GRND_RANDOM", abi.GRND_RANDOM],
  ["GRND_INSECURE", abi.GRND_INSECURE],
]);

/** An int in user memory. */
export const intOut: ArgFormat = structOut(4, (view) => `[${view.getInt32(0, true)}]`);

/** uname's answer, by its first two names. */
export const utsnameOut: ArgFormat = structOut(
  130,
  (view) => `{sysname="${cString(view, 0)}", nodename="${cString(view, 65)}", ...}`,
);

function cString(view: DataView, offset: number): string {
  let text = "";
  for (let i = offset; i < view.byteLength && view.getUint8(i) !== 0; i++) {
    text += String.fromCharCode(view.getUint8(i));
  }
  return text;
}
