// A byte queue of fixed capacity, for serial lines, pipes and terminals. RT-Thread: rt_ringbuffer.
// `put` keeps what fits, `putForce` drops the oldest bytes instead.

export class RingBuffer {
  readonly capacity: number;
  private readonly bytes: Uint8Array;
  private head = 0; // next byte to read
  private used = 0;

  /** `capacity` in bytes, at least 1. */
  constructor(capacity: number) {
    this.capacity = capacity;
    this.bytes = new Uint8Array(capacity);
  }

  /** Bytes waiting to be read. */
  get length(): number {
    return this.used;
  }

  /** Bytes that still fit. */
  get space(): number {
    return this.capacity - this.used;
  }

  get isEmpty(): boolean {
    return this.used === 0;
  }

  get isFull(): boolean {
    return this.used === this.capacity;
  }

  /** Forgets the contents. */
  reset(): void {
    this.head = 0;
    this.used = 0;
  }

  /** Appends as much of `source` as fits; returns the number of bytes taken. */
  put(source: Uint8Array): number {
    const count = Math.min(source.length, this.space);
    this.append(source, 0, count);
    return count;
  }

  /** Appends all of `source`, dropping the oldest bytes to make room; returns the number of bytes dropped. */
  putForce(source: Uint8Array): number {
    const skipped = Math.max(0, source.length - this.capacity);
    const count = source.length - skipped;
    const dropped = Math.max(0, count - this.space);
    this.discard(dropped);
    this.append(source, skipped, count);
    return dropped + skipped;
  }

  /** Appends one byte; false when full. */
  putByte(byte: number): boolean {
    if (this.used === this.capacity) return false;
    this.bytes[(this.head + this.used) % this.capacity] = byte;
    this.used++;
    return true;
  }

  /** Takes up to `target.length` bytes out; returns how many. */
  get(target: Uint8Array): number {
    const count = this.peek(target);
    this.discard(count);
    return count;
  }

  /** Like `get`, but leaves the bytes in the queue. */
  peek(target: Uint8Array): number {
    const count = Math.min(target.length, this.used);
    const first = Math.min(count, this.capacity - this.head);
    target.set(this.bytes.subarray(this.head, this.head + first));
    target.set(this.bytes.subarray(0, count - first), first);
    return count;
  }

  /** Takes one byte out, or -1 when empty. */
  getByte(): number {
    if (this.used === 0) return -1;
    const byte = this.bytes[this.head]!;
    this.discard(1);
    return byte;
  }

  /** The byte `index` places behind the oldest, or -1. */
  at(index: number): number {
    return index < this.used ? this.bytes[(this.head + index) % this.capacity]! : -1;
  }

  /** Drops up to `count` of the oldest bytes; returns how many. */
  discard(count: number): number {
    const dropped = Math.min(count, this.used);
    this.head = (this.head + dropped) % this.capacity;
    this.used -= dropped;
    return dropped;
  }

  private append(source: Uint8Array, from: number, count: number): void {
    const tail = (this.head + this.used) % this.capacity;
    const first = Math.min(count, this.capacity - tail);
    this.bytes.set(source.subarray(from, from + first), tail);
    this.bytes.set(source.subarray(from + first, from + count), 0);
    this.used += count;
  }
}
