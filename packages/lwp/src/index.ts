// Processes: what the system-call tables, the shell and the boards use.

export { type CloneArgs, clone } from "./clone.ts";
export { Credentials } from "./credentials.ts";
export { type ArgBytes, execve, readArgs } from "./exec.ts";
export { exitGroup, exitThread } from "./exit.ts";
export { FileTable } from "./file-table.ts";
export { FsContext } from "./fs-context.ts";
export { FutexTable, type FutexWord } from "./futex.ts";
export { ItimerSet, type ItimerValue } from "./itimer.ts";
export {
  acquireTty,
  checkTtyChange,
  checkTtyRead,
  foregroundGroup,
  releaseTty,
  setForegroundGroup,
  setpgid,
  setsid,
} from "./job-control.ts";
export { Lwp, type LwpParts } from "./lwp.ts";
export { LWP, LwpSystem, type LwpSystemOptions, type SpawnOptions } from "./lwp-system.ts";
export { type FileMapping, mapFile } from "./mmap.ts";
export { FileObject, PageCache } from "./page-cache.ts";
export {
  ERESTART_RESTARTBLOCK,
  ERESTARTNOHAND,
  ERESTARTNOINTR,
  ERESTARTSYS,
  isRestart,
  RESULT_NO_RETURN,
} from "./restart.ts";
export { showInProc } from "./proc-processes.ts";
export { kernelPriority, setScheduling } from "./scheduling.ts";
export { type ResourceLimit, ResourceLimits } from "./rlimit.ts";
export { ResourceUsage } from "./rusage.ts";
export { Session } from "./session.ts";
export { type DefaultAction, defaultAction, type SigAction, SigHandlers } from "./sig-action.ts";
export { SIGINFO_SIZE, SigInfo } from "./sig-info.ts";
export { SigQueue } from "./sig-queue.ts";
export { SigSet } from "./sig-set.ts";
export { kill, sendToGroup, sendToLwp, sendToThread, sigqueue, tgkill } from "./signal.ts";
export { sigreturn } from "./signal-frame.ts";
export {
  altStackOf,
  borrowSigmask,
  pendingSignals,
  setAction,
  setAltStack,
  setSigmask,
  sigsuspend,
  sigtimedwait,
} from "./signal-mask.ts";
export type { SyscallGate } from "./syscall-gate.ts";
export { type AltStack, UserThread, userThreadOf } from "./user-thread.ts";
export { type WaitFilter, type WaitResult, waitChild } from "./wait.ts";
