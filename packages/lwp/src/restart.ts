// What a system call may answer besides a value or -errno: codes that never reach user space. They say
// whether a call that a signal cut short is issued again. (Linux include/linux/errno.h.)

/** A wait was cut short: issue again unless a handler without SA_RESTART runs, which sees EINTR. read, write, wait4. */
export const ERESTARTSYS = 512;
/** Issue again whatever the handler says. */
export const ERESTARTNOINTR = 513;
/** Issue again only when no handler runs (the signal stopped, continued or was ignored): poll, select, sigsuspend, pause. */
export const ERESTARTNOHAND = 514;
/** As ERESTARTNOHAND, but through `thread.restartCall` (SYS_restart_syscall): nanosleep, whose time has run on. */
export const ERESTART_RESTARTBLOCK = 516;

/** The call has set every register itself, or its thread is at its end: a0 is left alone. Not an errno, not a double below 2^53. */
export const RESULT_NO_RETURN: number = Number.NEGATIVE_INFINITY;

/** True for the answers above that must be turned into a restart or EINTR on the way out. */
export function isRestart(result: number): boolean {
  return result <= -ERESTARTSYS && result >= -ERESTART_RESTARTBLOCK;
}
