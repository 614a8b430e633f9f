// StructBuffer: one scratch area through which fixed-size user structures pass on their way in and
// out. It saves each call an allocation; its slices by size are made once.

/** The largest structure that passes: struct statx, 256 bytes, with room to spare. */
const CAPACITY = 512;

export class StructBuffer {
  readonly view: DataView;
  private readonly bytes: Uint8Array = new Uint8Array(CAPACITY);
  private readonly slices: (Uint8Array | null)[] = new Array<Uint8Array | null>(CAPACITY + 1).fill(null);

  constructor() {
    this.view = new DataView(this.bytes.buffer);
  }

  /** The first `size` bytes. */
  slice(size: number): Uint8Array {
    let slice = this.slices[size] ?? null;
    if (slice === null) {
      slice = this.bytes.subarray(0, size);
      this.slices[size] = slice;
    }
    return slice;
  }
}
