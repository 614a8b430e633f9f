// IoBuffers: kernel memory that data pass through between user memory and files. Making a fresh
// ArrayBuffer costs a microsecond, more than a short read itself; these are used again. @hotpath

/** Sizes kept: what short reads need, and what a pipe holds. */
const SMALL = 4096;
const LARGE = 65536;
/** Spare buffers of each size; more are left to the garbage collector. */
const SPARES = 8;

export class IoBuffers {
  private readonly small: ArrayBuffer[] = [];
  private readonly large: ArrayBuffer[] = [];

  /** Exactly `length` bytes of undefined contents, until `give`. */
  take(length: number): Uint8Array<ArrayBuffer> {
    if (length <= SMALL) return new Uint8Array(this.small.pop() ?? new ArrayBuffer(SMALL), 0, length);
    if (length <= LARGE) return new Uint8Array(this.large.pop() ?? new ArrayBuffer(LARGE), 0, length);
    return new Uint8Array(length);
  }

  /** Takes a buffer of `take` back; nobody may hold it any more. */
  give(bytes: Uint8Array<ArrayBuffer>): void {
    const { buffer } = bytes;
    if (buffer.byteLength === SMALL && this.small.length < SPARES) this.small.push(buffer);
    else if (buffer.byteLength === LARGE && this.large.length < SPARES) this.large.push(buffer);
  }
}
