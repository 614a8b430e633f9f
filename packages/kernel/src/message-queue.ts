// A queue of messages of up to a fixed number of bytes, copied in and out. RT-Thread: rt_mq_* in src/ipc.c.

import {
  EINVAL,
  ENOSPC,
  ERROR,
  ETIMEDOUT,
  RT_IPC_CMD_RESET,
  RT_IPC_FLAG_FIFO,
  RT_MQ_ENTRY_MAX,
  RT_OBJECT_CLASS_MESSAGE_QUEUE,
} from "@keel/abi";
import { assert, List } from "@keel/klib";
import { type Blocking, WAIT_UNINTERRUPTIBLE, type WaitKind, WAITING_FOREVER } from "./blocking.ts";
import { IpcObject } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";
import { RetryCall, WOULD_WAIT } from "./retry-call.ts";
import type { Thread } from "./thread.ts";

export class MessageQueue extends IpcObject {
  /** Longest message in bytes. */
  readonly messageSize: number;
  /** Messages that fit. */
  readonly messageMax: number;
  /** Messages in it. */
  entry: number;
  /** Threads that wait to send. */
  readonly senders: List<Thread>;
  private readonly pool: Uint8Array;
  private readonly lengths: Int32Array;
  private head: number; // slot of the next to receive

  /** `messageSize` in bytes, at least 1; `messageMax`: 1 to 65535 messages. */
  constructor(
    kernel: Kernel,
    name: string,
    messageSize: number,
    messageMax: number,
    order: number = RT_IPC_FLAG_FIFO,
  ) {
    super(kernel, RT_OBJECT_CLASS_MESSAGE_QUEUE, name, order);
    // DEVIATION: RT-Thread returns -EINVAL for a queue without slots; a constructor has only the panic.
    assert(
      messageSize >= 1 && messageMax >= 1 && messageMax <= RT_MQ_ENTRY_MAX,
      "message queue without slots",
    );
    this.messageSize = messageSize;
    this.messageMax = messageMax;
    this.entry = 0;
    this.senders = new List<Thread>();
    this.pool = new Uint8Array(messageSize * messageMax);
    this.lengths = new Int32Array(messageMax);
    this.head = 0;
  }

  /** Puts a copy behind all others: 0, -ENOSPC (EFULL), or -ERROR if empty or too long. Cannot block. ISR allowed. */
  send(message: Uint8Array): number {
    const refused = this.checkSend(message);
    if (refused !== 0) return refused;
    this.put((this.head + this.entry) % this.messageMax, message);
    return 0;
  }

  /** Puts a copy before all others: 0, -ENOSPC (EFULL), or -ERROR. Cannot block. ISR allowed. */
  urgent(message: Uint8Array): number {
    const refused = this.checkSend(message);
    if (refused !== 0) return refused;
    this.head = (this.head + this.messageMax - 1) % this.messageMax;
    this.put(this.head, message);
    return 0;
  }

  /** `send` that waits for room up to `timeoutTicks`: 0, -ETIMEDOUT, -EINTR, -ERROR, or -ENOSPC for no time-out. */
  sendWait(
    message: Uint8Array,
    timeoutTicks: number = WAITING_FOREVER,
    kind: WaitKind = WAIT_UNINTERRUPTIBLE,
  ): Blocking<number> {
    return new MessageSend(this, message, timeoutTicks, kind);
  }

  /**
   * Copies the first message into `buffer`, waiting up to `timeoutTicks`. Its length, cut to the buffer's;
   * or -ETIMEDOUT, -EINTR, -ERROR.
   */
  recv(
    buffer: Uint8Array,
    timeoutTicks: number = WAITING_FOREVER,
    kind: WaitKind = WAIT_UNINTERRUPTIBLE,
  ): Blocking<number> {
    return new MessageRecv(this, buffer, timeoutTicks, kind);
  }

  /** `recv` without waiting: a length or -ETIMEDOUT. */
  tryRecv(buffer: Uint8Array): number {
    const { hooks } = this.scheduler;
    if (hooks.objectTrytake !== null) hooks.objectTrytake(this);
    if (this.entry === 0) return -ETIMEDOUT;
    const slot = this.head;
    const length = Math.min(this.lengths[slot]!, buffer.length);
    const start = slot * this.messageSize;
    buffer.set(this.pool.subarray(start, start + length));
    this.head = (slot + 1) % this.messageMax;
    this.entry--;
    if (hooks.objectTake !== null) hooks.objectTake(this);
    const sender = this.senders.first();
    if (sender !== null) this.scheduler.wake(sender, 0);
    return length;
  }

  /** RT_IPC_CMD_RESET empties it and sends everybody who waits away with -ERROR; else -EINVAL. */
  control(command: number, _arg = 0): number {
    if (command !== RT_IPC_CMD_RESET) return -EINVAL;
    this.scheduler.wakeAll(this.waiters, -ERROR);
    this.scheduler.wakeAll(this.senders, -ERROR);
    this.entry = 0;
    this.head = 0;
    return 0;
  }

  override detach(): void {
    this.scheduler.wakeAll(this.senders, -ERROR);
    super.detach();
  }

  private checkSend(message: Uint8Array): number {
    if (message.length === 0 || message.length > this.messageSize) return -ERROR;
    const { hooks } = this.scheduler;
    if (hooks.objectPut !== null) hooks.objectPut(this);
    return this.entry === this.messageMax ? -ENOSPC : 0;
  }

  private put(slot: number, message: Uint8Array): void {
    this.pool.set(message, slot * this.messageSize);
    this.lengths[slot] = message.length;
    this.entry++;
    const receiver = this.waiters.first();
    if (receiver !== null) this.scheduler.wake(receiver, 0);
  }
}

class MessageRecv extends RetryCall {
  declare private readonly queue: MessageQueue;
  declare private readonly buffer: Uint8Array;

  constructor(queue: MessageQueue, buffer: Uint8Array, timeoutTicks: number, kind: WaitKind) {
    super(queue, queue.waiters, timeoutTicks, kind);
    this.queue = queue;
    this.buffer = buffer;
  }

  protected what(): string {
    return "MessageQueue.recv";
  }

  protected attempt(): number {
    const result = this.queue.tryRecv(this.buffer);
    return result === -ETIMEDOUT ? WOULD_WAIT : result;
  }

  protected timeoutError(_timeoutTicks: number): number {
    return -ETIMEDOUT;
  }
}

class MessageSend extends RetryCall {
  declare private readonly queue: MessageQueue;
  declare private readonly message: Uint8Array;

  constructor(queue: MessageQueue, message: Uint8Array, timeoutTicks: number, kind: WaitKind) {
    super(queue, queue.senders, timeoutTicks, kind);
    this.queue = queue;
    this.message = message;
  }

  protected what(): string {
    return "MessageQueue.sendWait";
  }

  protected attempt(): number {
    const result = this.queue.send(this.message);
    return result === -ENOSPC ? WOULD_WAIT : result;
  }

  protected timeoutError(timeoutTicks: number): number {
    return timeoutTicks === 0 ? -ENOSPC : -ETIMEDOUT;
  }
}
