// Scheduling policies of processes on the kernel's priorities. Time-sharing programs run below the shell and the
// kernel's own threads; real-time ones above the shell, and SCHED_IDLE just above idle.
// DEVIATION: every thread has a time slice, SCHED_FIFO ones too; nice values are kept and change nothing.

import { EINVAL, SCHED_BATCH, SCHED_FIFO, SCHED_IDLE, SCHED_OTHER, SCHED_RR } from "@keel/abi";
import type { UserThread } from "./user-thread.ts";

export const RT_PRIORITY_MIN = 1;
export const RT_PRIORITY_MAX = 99;

/** Of 32 levels: where time-sharing, idle, and the least and most urgent real-time threads run. */
const TIME_SHARING = 22;
const IDLE = 30;
const RT_LEAST = 19;
const RT_MOST = 6;

/** The kernel priority for a policy; `priority` counts for SCHED_FIFO and SCHED_RR, 99 being the most urgent. */
export function kernelPriority(priorityMax: number, policy: number, priority: number): number {
  let level = TIME_SHARING;
  if (policy === SCHED_IDLE) level = IDLE;
  if (policy === SCHED_FIFO || policy === SCHED_RR) {
    const urgency = (priority - RT_PRIORITY_MIN) / (RT_PRIORITY_MAX - RT_PRIORITY_MIN);
    level = RT_LEAST - urgency * (RT_LEAST - RT_MOST);
  }
  return Math.min(priorityMax - 2, Math.round((level * priorityMax) / 32));
}

/** sched_setscheduler(2): 0 or -EINVAL. */
export function setScheduling(user: UserThread, policy: number, priority: number): number {
  const isRealTime = policy === SCHED_FIFO || policy === SCHED_RR;
  const isKnown = isRealTime || policy === SCHED_OTHER || policy === SCHED_BATCH || policy === SCHED_IDLE;
  const isInRange = isRealTime ? priority >= RT_PRIORITY_MIN && priority <= RT_PRIORITY_MAX : priority === 0;
  if (!isKnown || !isInRange) return -EINVAL;
  user.schedPolicy = policy;
  user.schedPriority = priority;
  return user.thread.resetPriority(kernelPriority(user.thread.kernel.config.priorityMax, policy, priority));
}
