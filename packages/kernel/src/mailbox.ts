// A ring of messages of one word each (a number, or any reference). RT-Thread: rt_mb_* in src/ipc.c. @hotpath

import {
  EINVAL,
  ENOSPC,
  ERROR,
  ETIMEDOUT,
  RT_IPC_CMD_RESET,
  RT_IPC_FLAG_FIFO,
  RT_MB_ENTRY_MAX,
  RT_OBJECT_CLASS_MAILBOX,
} from "@keel/abi";
import { assert, List } from "@keel/klib";
import { type Blocking, WAIT_UNINTERRUPTIBLE, type WaitKind, WAITING_FOREVER } from "./blocking.ts";
import { IpcObject } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";
import { RetryCall, WOULD_WAIT } from "./retry-call.ts";
import type { Thread } from "./thread.ts";

/** Where a receiver finds its mail: reusable, so that receiving allocates nothing. */
export interface MailSlot<T> {
  value: T;
}

export class Mailbox<T = number> extends IpcObject {
  /** Messages that fit. */
  readonly size: number;
  /** Messages in it. */
  entry: number;
  /** Threads that wait to send. */
  readonly senders: List<Thread>;
  private readonly ring: (T | undefined)[];
  private head: number; // next to receive

  /** `size`: 1 to 65535 messages. */
  constructor(kernel: Kernel, name: string, size: number, order: number = RT_IPC_FLAG_FIFO) {
    super(kernel, RT_OBJECT_CLASS_MAILBOX, name, order);
    assert(size >= 1 && size <= RT_MB_ENTRY_MAX, "mailbox size out of range");
    this.size = size;
    this.entry = 0;
    this.senders = new List<Thread>();
    this.ring = Array.from<T | undefined>({ length: size });
    this.head = 0;
  }

  /** Posts behind all others: 0, or -ENOSPC (EFULL). Cannot block. ISR allowed. */
  send(message: T): number {
    const { hooks } = this.scheduler;
    if (hooks.objectPut !== null) hooks.objectPut(this);
    if (this.entry === this.size) return -ENOSPC;
    let place = this.head + this.entry;
    if (place >= this.size) place -= this.size;
    this.ring[place] = message;
    this.entry++;
    this.wakeReceiver();
    return 0;
  }

  /** Posts before all others: 0, or -ENOSPC (EFULL). Cannot block. ISR allowed. */
  urgent(message: T): number {
    const { hooks } = this.scheduler;
    if (hooks.objectPut !== null) hooks.objectPut(this);
    if (this.entry === this.size) return -ENOSPC;
    this.head = this.head === 0 ? this.size - 1 : this.head - 1;
    this.ring[this.head] = message;
    this.entry++;
    this.wakeReceiver();
    return 0;
  }

  /** `send` that waits for room up to `timeoutTicks`. 0, -ETIMEDOUT, -EINTR, -ERROR, or -ENOSPC for no time-out. */
  sendWait(
    message: T,
    timeoutTicks: number = WAITING_FOREVER,
    kind: WaitKind = WAIT_UNINTERRUPTIBLE,
  ): Blocking<number> {
    return new MailboxSend<T>(this, message, timeoutTicks, kind);
  }

  /** Takes the first message into `slot`, waiting up to `timeoutTicks`. 0, -ETIMEDOUT, -EINTR or -ERROR. */
  recv(
    slot: MailSlot<T>,
    timeoutTicks: number = WAITING_FOREVER,
    kind: WaitKind = WAIT_UNINTERRUPTIBLE,
  ): Blocking<number> {
    return new MailboxRecv<T>(this, slot, timeoutTicks, kind);
  }

  /** `recv` without waiting: 0 or -ETIMEDOUT. */
  tryRecv(slot: MailSlot<T>): number {
    const { hooks } = this.scheduler;
    if (hooks.objectTrytake !== null) hooks.objectTrytake(this);
    if (this.entry === 0) return -ETIMEDOUT;
    const { head } = this;
    slot.value = this.ring[head]!;
    this.ring[head] = undefined;
    this.head = head + 1 === this.size ? 0 : head + 1;
    this.entry--;
    if (hooks.objectTake !== null) hooks.objectTake(this);
    const sender = this.senders.first();
    if (sender !== null) this.scheduler.wake(sender, 0);
    return 0;
  }

  /** RT_IPC_CMD_RESET empties it and sends everybody who waits away with -ERROR; else -EINVAL. */
  control(command: number, _arg = 0): number {
    if (command !== RT_IPC_CMD_RESET) return -EINVAL;
    this.scheduler.wakeAll(this.waiters, -ERROR);
    this.scheduler.wakeAll(this.senders, -ERROR);
    this.ring.fill(undefined);
    this.entry = 0;
    this.head = 0;
    return 0;
  }

  override detach(): void {
    this.scheduler.wakeAll(this.senders, -ERROR);
    super.detach();
  }

  private wakeReceiver(): void {
    const receiver = this.waiters.first();
    if (receiver !== null) this.scheduler.wake(receiver, 0);
  }
}

class MailboxRecv<T> extends RetryCall {
  declare private readonly mailbox: Mailbox<T>;
  declare private readonly slot: MailSlot<T>;

  constructor(mailbox: Mailbox<T>, slot: MailSlot<T>, timeoutTicks: number, kind: WaitKind) {
    super(mailbox, mailbox.waiters, timeoutTicks, kind);
    this.mailbox = mailbox;
    this.slot = slot;
  }

  protected what(): string {
    return "Mailbox.recv";
  }

  protected attempt(): number {
    return this.mailbox.tryRecv(this.slot) === 0 ? 0 : WOULD_WAIT;
  }

  protected timeoutError(_timeoutTicks: number): number {
    return -ETIMEDOUT;
  }
}

class MailboxSend<T> extends RetryCall {
  declare private readonly mailbox: Mailbox<T>;
  declare private readonly message: T;

  constructor(mailbox: Mailbox<T>, message: T, timeoutTicks: number, kind: WaitKind) {
    super(mailbox, mailbox.senders, timeoutTicks, kind);
    this.mailbox = mailbox;
    this.message = message;
  }

  protected what(): string {
    return "Mailbox.sendWait";
  }

  protected attempt(): number {
    return this.mailbox.send(this.message) === 0 ? 0 : WOULD_WAIT;
  }

  protected timeoutError(timeoutTicks: number): number {
    return timeoutTicks === 0 ? -ENOSPC : -ETIMEDOUT;
  }
}
