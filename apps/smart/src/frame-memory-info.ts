// What `free` shows in Smart: the board's page frames.

import { PAGE_SIZE } from "@keel/abi";
import type { MemoryInfo } from "@keel/finsh";
import type { MemorySystem } from "@keel/mm";

export class FrameMemoryInfo implements MemoryInfo {
  readonly pages: NonNullable<MemoryInfo["pages"]>;
  private readonly mm: MemorySystem;

  constructor(mm: MemorySystem) {
    this.mm = mm;
    this.pages = {
      sizeBytes: PAGE_SIZE,
      total: () => mm.frames.totalPages,
      free: () => mm.availablePages,
    };
  }

  totalBytes(): number {
    return this.mm.frames.totalPages * PAGE_SIZE;
  }

  usedBytes(): number {
    return (this.mm.frames.totalPages - this.mm.availablePages) * PAGE_SIZE;
  }

  maximumBytes(): number {
    return this.mm.frames.maxUsedPages * PAGE_SIZE;
  }
}
