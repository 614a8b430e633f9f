// The real-time kernel: what the rooms above it may use.

export { Alarm } from "./alarm.ts";
export { banner, type BannerOptions, KEEL_VERSION } from "./banner.ts";
export {
  type Blocking,
  BlockingCall,
  isBlocking,
  type MayBlock,
  settle,
  WAIT_INTERRUPTIBLE,
  WAIT_KILLABLE,
  WAIT_UNINTERRUPTIBLE,
  type WaitKind,
  WAITING_FOREVER,
  WAITING_NO,
  YIELDED,
} from "./blocking.ts";
export { BODY_BLOCKED, BODY_EXITED, BODY_PREEMPTED, type Body, type BodyStop } from "./body.ts";
export { type Clock, VirtualClock } from "./clock.ts";
export { Completion } from "./completion.ts";
export {
  BOARD_LEVELS,
  type Component,
  inDependencyOrder,
  type InitLevel,
  type InitStep,
  MAIN_LEVELS,
} from "./component.ts";
export type {
  BoardDescriptor,
  ChoiceDescriptor,
  ComponentDescriptor,
  ConditionalDefault,
  ConditionalRange,
  EntryDescriptor,
  OptionDescriptor,
  OptionValue,
  SubmenuDescriptor,
} from "./component-descriptor.ts";
export { DEFAULT_CONFIG, type KernelConfig } from "./config.ts";
export { Condvar } from "./condvar.ts";
export { CoroutineBody } from "./coroutine-body.ts";
export { kernelDescriptors } from "./descriptor.ts";
export { Event } from "./event.ts";
export { type Hardware, NoHardware } from "./hardware.ts";
export { KernelHooks, type ObjectHook } from "./hooks.ts";
export { Idle } from "./idle.ts";
export { IpcObject } from "./ipc-object.ts";
export { Kernel, type KernelOptions, PANIC_STATUS } from "./kernel.ts";
export { Mailbox, type MailSlot } from "./mailbox.ts";
export { MemHeap } from "./mem-heap.ts";
export { MemPool } from "./mem-pool.ts";
export { MessageQueue } from "./message-queue.ts";
export { Mutex } from "./mutex.ts";
export { KObject } from "./object.ts";
export { ObjectTable } from "./object-table.ts";
export { PRIORITY_NONE } from "./priority-inheritance.ts";
export { Random } from "./random.ts";
export type { RunReason, RunStop } from "./run-loop.ts";
export { runVirtual } from "./run-virtual.ts";
export { Semaphore } from "./semaphore.ts";
export { defineService, type Service } from "./service.ts";
export { startup, type StartupOptions } from "./startup.ts";
export { Thread, type ThreadOptions } from "./thread.ts";
export { type SignalHandler, ThreadSignals } from "./thread-signals.ts";
export { threadStateName } from "./thread-state.ts";
export { ticksFromMs } from "./tick.ts";
export { Timer, type TimerCallback, type TimerOptions } from "./timer.ts";
export { TraceBuffer, type TraceSink } from "./trace.ts";
export { type Wakeable, Waiter, waitAny, WaitQueue } from "./wait-queue.ts";
export { Work, WorkQueue, type WorkQueueOptions } from "./work-queue.ts";
