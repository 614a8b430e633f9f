// MemObject: what stands behind a mapping that is not private zero memory: a file's pages, shared memory, the
// signal trampoline. RT-Thread's rt_mem_obj. Reference-counted: every Varea holds one reference.

export interface MemObject {
  readonly name: string;
  /**
   * The frame with page `index` of the object, one reference taken for the caller; or -ENOMEM, or -EIO when the
   * page lies beyond the object's end or cannot be read (SIGBUS). `isWrite`: the page is about to be written through
   * a shared mapping. Never blocks.
   */
  page(index: number, isWrite: boolean): number;
  ref(): void;
  unref(): void;
  /** Writes pages [index, index + count) that shared mappings have changed back to where they came from (msync). */
  sync?(index: number, count: number): number;
}
