// PageCache: pages of files in frames of guest memory, so that every process that maps or runs a file shares
// them and a file is read once. dfs knows which page of a file is at home in which frame (PageSource); this
// side owns the frames, hands them to mappings, and takes those back that nobody maps when memory is short.

import { EACCES, EIO, ENODEV, ENOMEM, PAGE_SIZE } from "@keel/abi";
import type { File, PageFrame, PageSource, Vnode } from "@keel/dfs";
import type { MemObject, MemorySystem } from "@keel/mm";

export class PageCache {
  private readonly mm: MemorySystem;
  /** Files with a mapping. */
  private readonly objects: Map<Vnode, FileObject> = new Map();
  /** Every cached page, the longest held first. */
  private readonly pages: Set<CachedPage> = new Set();
  /** Pages copied from files into frames so far: for tests and figures. */
  fillCount: number = 0;

  constructor(mm: MemorySystem) {
    this.mm = mm;
    mm.frames.addReclaimer({
      reclaim: (pageCount) => this.reclaim(pageCount),
      reclaimable: () => this.idlePages,
    });
  }

  /** The object to map `file` from, a reference being the caller's; or -ENODEV (it cannot be mapped), -EACCES. */
  objectFor(file: File): FileObject | number {
    if (!file.isReadable) return -EACCES;
    const source = file.memObject();
    if (source === null) return -ENODEV;
    const known = this.objects.get(source.vnode);
    if (known !== undefined) {
      known.ref();
      return known;
    }
    const object = new FileObject(this, source, file.path);
    this.objects.set(source.vnode, object);
    return object;
  }

  /** Pages held in frames. */
  get residentPages(): number {
    return this.pages.size;
  }

  /** Pages that no mapping uses. */
  get idlePages(): number {
    let count = 0;
    for (const page of this.pages) if (this.mm.frames.refCount(page.pa) === 1) count++;
    return count;
  }

  /** Writes back and frees up to `pageCount` idle pages; how many. */
  reclaim(pageCount: number): number {
    let freed = 0;
    for (const page of this.pages) {
      if (freed >= pageCount) break;
      if (this.mm.frames.refCount(page.pa) > 1) continue;
      page.source.disown(page.index);
      freed++;
    }
    return freed;
  }

  // ---- for FileObject and CachedPage

  /** The frame page `index` of `source` is at home in; made when there is none. Or -EIO, -ENOMEM. */
  frameOf(source: PageSource, index: number, isWrite: boolean): number {
    const present = source.frame(index);
    if (present instanceof CachedPage) {
      if (!isWrite || present.isWritable) return present.pa;
      return this.adopt(source, index, present.pa, isWrite);
    }
    const pa = this.mm.frames.alloc();
    if (pa === 0) return -ENOMEM;
    const result = this.adopt(source, index, pa, isWrite);
    this.mm.frames.unref(pa);
    return result;
  }

  /** One more reference on a cached frame, for a mapping. */
  hold(pa: number): void {
    this.mm.frames.ref(pa);
  }

  forgetPage(page: CachedPage): void {
    this.pages.delete(page);
    this.mm.frames.unref(page.pa);
  }

  forgetObject(vnode: Vnode): void {
    this.objects.delete(vnode);
  }

  private adopt(source: PageSource, index: number, pa: number, isWritable: boolean): number {
    const page = new CachedPage(this, this.mm, source, index, pa, isWritable);
    // The page's own reference, taken first: `source` may release an older page of the same frame.
    this.mm.frames.ref(pa);
    const error = source.adopt(index, page, isWritable);
    if (error < 0) {
      this.mm.frames.unref(pa);
      return error === -ENOMEM ? error : -EIO;
    }
    this.pages.add(page);
    this.fillCount++;
    return pa;
  }
}

/** One page of a file in its frame; holds a reference on it. */
class CachedPage implements PageFrame {
  readonly pa: number;
  readonly bytes: Uint8Array;
  readonly source: PageSource;
  readonly index: number;
  /** The file knows that mappings store into it. */
  readonly isWritable: boolean;
  private readonly cache: PageCache;
  private readonly mm: MemorySystem;

  constructor(
    cache: PageCache,
    mm: MemorySystem,
    source: PageSource,
    index: number,
    pa: number,
    isWritable: boolean,
  ) {
    this.cache = cache;
    this.mm = mm;
    this.source = source;
    this.index = index;
    this.pa = pa;
    this.bytes = mm.frameBytes(pa);
    this.isWritable = isWritable;
  }

  changed(start: number, end: number): void {
    this.mm.wrote(this.pa - this.mm.ramBase + start, end - start);
  }

  release(): void {
    this.cache.forgetPage(this);
  }
}

/** A file as mappings see it: one for each file, shared by all of them. */
export class FileObject implements MemObject {
  readonly name: string;
  private readonly cache: PageCache;
  private readonly source: PageSource;
  private refs = 1;

  constructor(cache: PageCache, source: PageSource, name: string) {
    this.cache = cache;
    this.source = source;
    this.name = name;
    source.ref();
  }

  get vnode(): Vnode {
    return this.source.vnode;
  }

  page(index: number, isWrite: boolean): number {
    if (index * PAGE_SIZE >= this.source.size()) return -EIO;
    const pa = this.cache.frameOf(this.source, index, isWrite);
    if (pa >= 0) this.cache.hold(pa);
    return pa;
  }

  ref(): void {
    this.refs++;
  }

  /** The last mapping ends: what was stored reaches the file; the frames stay until they are needed. */
  unref(): void {
    if (--this.refs > 0) return;
    this.source.sync();
    this.cache.forgetObject(this.source.vnode);
    this.source.unref();
  }

  sync(): number {
    return this.source.sync();
  }
}
