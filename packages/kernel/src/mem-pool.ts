// Blocks of one size, handed out and taken back in constant time. RT-Thread: src/mempool.c.

import { EINVAL, ERROR, ETIMEDOUT, RT_IPC_FLAG_FIFO, RT_OBJECT_CLASS_MEM_POOL } from "@keel/abi";
import { assert } from "@keel/klib";
import { type Blocking, WAIT_UNINTERRUPTIBLE, type WaitKind, WAITING_FOREVER } from "./blocking.ts";
import { IpcObject } from "./ipc-object.ts";
import type { Kernel } from "./kernel.ts";
import { RetryCall, WOULD_WAIT } from "./retry-call.ts";

/** A word per block is hidden before it in RT-Thread; counted, so that listings agree. */
const HIDDEN_BYTES = 8;

export class MemPool extends IpcObject {
  readonly blockSize: number;
  readonly blockTotal: number;
  private readonly memory: Uint8Array;
  /** Numbers of the free blocks; the last one is handed out next. */
  private readonly freeBlocks: number[];
  private readonly isUsed: Uint8Array;

  /** `blockCount` blocks of `blockSize` bytes. */
  constructor(kernel: Kernel, name: string, blockCount: number, blockSize: number) {
    super(kernel, RT_OBJECT_CLASS_MEM_POOL, name, RT_IPC_FLAG_FIFO);
    assert(blockCount >= 1 && blockSize >= 1, "memory pool without blocks");
    this.blockSize = blockSize;
    this.blockTotal = blockCount;
    this.memory = new Uint8Array(blockCount * blockSize);
    this.freeBlocks = [];
    for (let index = blockCount - 1; index >= 0; index--) this.freeBlocks.push(index);
    this.isUsed = new Uint8Array(blockCount);
  }

  get blockFree(): number {
    return this.freeBlocks.length;
  }

  /** Bytes that RT-Thread's pool of this shape would take. */
  get size(): number {
    return this.blockTotal * (this.blockSize + HIDDEN_BYTES);
  }

  /** Takes a block, waiting up to `timeoutTicks`: its number, -ETIMEDOUT, -EINTR or -ERROR. */
  alloc(timeoutTicks: number = WAITING_FOREVER, kind: WaitKind = WAIT_UNINTERRUPTIBLE): Blocking<number> {
    return new PoolAlloc(this, timeoutTicks, kind);
  }

  /** Takes a block if one is free: its number or -ETIMEDOUT. */
  tryAlloc(): number {
    const index = this.freeBlocks.pop();
    if (index === undefined) return -ETIMEDOUT;
    this.isUsed[index] = 1;
    this.scheduler.hooks.objectTake?.(this);
    return index;
  }

  /** The bytes of block `index`; yours while you hold it. */
  block(index: number): Uint8Array {
    return this.memory.subarray(index * this.blockSize, (index + 1) * this.blockSize);
  }

  /** Gives a block back: 0, or -EINVAL if it is not out. ISR allowed. */
  free(index: number): number {
    if (this.isUsed[index] !== 1) return -EINVAL;
    this.scheduler.hooks.objectPut?.(this);
    this.isUsed[index] = 0;
    this.freeBlocks.push(index);
    const waiter = this.waiters.first();
    if (waiter !== null) this.scheduler.wake(waiter, 0);
    return 0;
  }

  /** Pools have no controls: -ERROR. */
  control(_command: number, _arg = 0): number {
    return -ERROR;
  }
}

class PoolAlloc extends RetryCall {
  declare private readonly pool: MemPool;

  constructor(pool: MemPool, timeoutTicks: number, kind: WaitKind) {
    super(pool, pool.waiters, timeoutTicks, kind);
    this.pool = pool;
  }

  protected what(): string {
    return "MemPool.alloc";
  }

  protected attempt(): number {
    const result = this.pool.tryAlloc();
    return result === -ETIMEDOUT ? WOULD_WAIT : result;
  }

  protected timeoutError(_timeoutTicks: number): number {
    return -ETIMEDOUT;
  }
}
