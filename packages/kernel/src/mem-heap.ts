// A heap with a name over a range of bytes that somebody owns: first fit, free neighbours merged. What it
// hands out are offsets into that range, since the bytes may be a guest's. The book-keeping is kept outside
// of them, so that nothing written there can break it. RT-Thread: rt_memheap_* and rt_smem_*.

import { EINVAL, ENOMEM, RT_OBJECT_CLASS_MEM_HEAP } from "@keel/abi";
import { alignUp, assert } from "@keel/klib";
import type { Kernel } from "./kernel.ts";
import { KObject } from "./object.ts";

/** Sizes and offsets are multiples of it. [RT_ALIGN_SIZE] */
const ALIGN_BYTES = 8;

interface Block {
  offset: number;
  size: number;
  isUsed: boolean;
  prev: Block | null;
  next: Block | null;
}

export class MemHeap extends KObject {
  /** Bytes in all. */
  readonly poolSize: number;
  /** Most bytes ever in use at a time. */
  maxUsedSize: number;
  /** Bytes free, not necessarily in one piece. */
  availableSize: number;
  private readonly kernel: Kernel;
  private readonly first: Block;
  private readonly used: Map<number, Block> = new Map();

  /** A heap of `size` bytes, counted down to a multiple of 8. */
  constructor(kernel: Kernel, name: string, size: number) {
    super(RT_OBJECT_CLASS_MEM_HEAP, name);
    const poolSize = size - (size % ALIGN_BYTES);
    assert(poolSize > 0, `heap ${name} of no size`);
    this.poolSize = poolSize;
    this.maxUsedSize = 0;
    this.availableSize = poolSize;
    this.kernel = kernel;
    this.first = { offset: 0, size: poolSize, isUsed: false, prev: null, next: null };
    kernel.objects.attach(this);
  }

  get usedSize(): number {
    return this.poolSize - this.availableSize;
  }

  /** `size` bytes: their offset, -EINVAL for none, or -ENOMEM. */
  alloc(size: number): number {
    if (!(size > 0)) return -EINVAL;
    const need = alignUp(size, ALIGN_BYTES);
    let block: Block | null = this.first;
    while (block !== null && (block.isUsed || block.size < need)) block = block.next;
    if (block === null) return -ENOMEM;
    this.split(block, need);
    block.isUsed = true;
    this.used.set(block.offset, block);
    this.take(need);
    return block.offset;
  }

  /** Gives back what `alloc` returned: 0, or -EINVAL for anything else. */
  free(offset: number): number {
    const block = this.used.get(offset);
    if (block === undefined) return -EINVAL;
    this.used.delete(offset);
    block.isUsed = false;
    this.availableSize += block.size;
    if (block.next !== null && !block.next.isUsed) this.merge(block, block.next);
    if (block.prev !== null && !block.prev.isUsed) this.merge(block.prev, block);
    return 0;
  }

  /**
   * Changes the size of what is at `offset`, in place if the bytes behind are free: its offset then, which is
   * another one if it had to move (copying is the caller's: it owns the bytes), -EINVAL or -ENOMEM.
   */
  realloc(offset: number, size: number): number {
    const block = this.used.get(offset);
    if (block === undefined || !(size > 0)) return -EINVAL;
    const need = alignUp(size, ALIGN_BYTES);
    const before = block.size;
    if (need > before && block.next !== null && !block.next.isUsed && before + block.next.size >= need) {
      this.merge(block, block.next);
    }
    if (block.size < need) {
      const moved = this.alloc(size);
      if (moved >= 0) this.free(offset);
      return moved;
    }
    this.split(block, need);
    if (need > before) this.take(need - before);
    else this.availableSize += before - need;
    return offset;
  }

  /** Bytes that `offset` has, or -EINVAL. */
  sizeOf(offset: number): number {
    return this.used.get(offset)?.size ?? -EINVAL;
  }

  detach(): void {
    this.kernel.objects.detach(this);
  }

  private take(size: number): void {
    this.availableSize -= size;
    this.maxUsedSize = Math.max(this.maxUsedSize, this.usedSize);
  }

  /** Cuts what is beyond `size` off `block` as a free block, merged with a free one behind. */
  private split(block: Block, size: number): void {
    if (block.size === size) return;
    const { next } = block;
    const rest: Block = {
      offset: block.offset + size,
      size: block.size - size,
      isUsed: false,
      prev: block,
      next,
    };
    if (next !== null) next.prev = rest;
    block.next = rest;
    block.size = size;
    if (next !== null && !next.isUsed) this.merge(rest, next);
  }

  private merge(block: Block, next: Block): void {
    block.size += next.size;
    block.next = next.next;
    if (next.next !== null) next.next.prev = block;
  }
}
