// Decompresses DEFLATE data (RFC 1951). The loop keeps up to 31 bits of input in `hold`, looks
// codes up in tables, and writes into a buffer of the expected size.
//
// It runs once, at boot, so that what counts is how fast it gets optimised. A function that is
// called often is compiled knowing all its paths; one long loop is compiled while it runs, on
// what it has seen so far, and is thrown out again and again. Hence the chunks, and no short
// loops inside.
// @hotpath

import { HuffmanTable, LENGTH_BITS, LENGTH_MASK } from "./huffman.ts";
import { ImageError } from "./image-error.ts";

const LITERALS_MAX = 288;
const END_OF_BLOCK = 256;
const FIRST_LENGTH = 257;
const LAST_LENGTH = 285;
const LAST_DISTANCE = 29;
const MATCH_MAX = 258;
/** How much is decoded between two looks at the space and the end of the input. */
const CHUNK = 1024;
/** Up to this many bytes a loop is faster than a call. */
const SHORT_COPY = 16;

const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** The order in which a block gives the lengths of the codes for lengths. */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

export class Inflater {
  readonly #input: Uint8Array;
  #at: number;
  /** Input bits not yet used, lowest first, and how many they are. */
  #hold = 0;
  #bits = 0;
  #output: Uint8Array<ArrayBuffer>;
  #used = 0;
  readonly #literals = new HuffmanTable();
  readonly #distances = new HuffmanTable();
  readonly #lengths = new Uint8Array(LITERALS_MAX + 32);

  /** Reads `input` from `start` on; `expectedSize` (bytes) is how much space to begin with. */
  constructor(input: Uint8Array, start: number, expectedSize: number) {
    this.#input = input;
    this.#at = start;
    this.#output = new Uint8Array(expectedSize + MATCH_MAX);
  }

  /** Decompresses to the end of the stream. Throws ImageError for damaged data. */
  run(): Uint8Array<ArrayBuffer> {
    let isLast = false;
    while (!isLast) {
      isLast = this.#take(1) === 1;
      const kind = this.#take(2);
      if (kind === 0) this.#stored();
      else if (kind === 1) this.#fixed();
      else if (kind === 2) this.#dynamic();
      else throw new ImageError("gzip: damaged data (unknown kind of block)");
    }
    return this.#output.subarray(0, this.#used);
  }

  /** Where the stream ended in the input: the byte after its last bit. */
  get end(): number {
    return this.#at - (this.#bits >> 3);
  }

  /** The next `count` bits, at most 16. */
  #take(count: number): number {
    while (this.#bits < count) {
      if (this.#at >= this.#input.length) throw truncated();
      this.#hold |= this.#input[this.#at++]! << this.#bits;
      this.#bits += 8;
    }
    const value = this.#hold & ((1 << count) - 1);
    this.#hold >>>= count;
    this.#bits -= count;
    return value;
  }

  #stored(): void {
    this.#at = this.end;
    this.#hold = 0;
    this.#bits = 0;
    const length = this.#take(16);
    if (length !== (~this.#take(16) & 0xffff)) throw new ImageError("gzip: damaged data (stored block)");
    if (this.#at + length > this.#input.length) throw truncated();
    this.#reserve(length);
    this.#output.set(this.#input.subarray(this.#at, this.#at + length), this.#used);
    this.#at += length;
    this.#used += length;
  }

  #reserve(count: number): void {
    if (this.#used + count <= this.#output.length) return;
    const larger = new Uint8Array((this.#used + count) * 2 + MATCH_MAX);
    larger.set(this.#output.subarray(0, this.#used));
    this.#output = larger;
  }

  #fixed(): void {
    const lengths = this.#lengths;
    lengths.fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, LITERALS_MAX);
    this.#literals.build(lengths, LITERALS_MAX);
    lengths.fill(5, 0, 32);
    this.#distances.build(lengths, 32);
    this.#decode();
  }

  #dynamic(): void {
    const literalCount = this.#take(5) + 257;
    const distanceCount = this.#take(5) + 1;
    const lengthCount = this.#take(4) + 4;
    if (literalCount > 286 || distanceCount > LAST_DISTANCE + 1) {
      throw new ImageError("gzip: damaged data (too many codes)");
    }
    const lengths = this.#lengths.fill(0);
    for (let i = 0; i < lengthCount; i++) lengths[LENGTH_ORDER[i]!] = this.#take(3);
    this.#distances.build(lengths, LENGTH_ORDER.length);
    this.#readLengths(literalCount + distanceCount);
    if (lengths[END_OF_BLOCK] === 0) throw new ImageError("gzip: damaged data (block without an end)");
    this.#literals.build(lengths, literalCount);
    this.#distances.build(lengths.subarray(literalCount), distanceCount);
    this.#decode();
  }

  /** Reads code lengths, themselves coded by what `#distances` holds at the moment. */
  #readLengths(count: number): void {
    const lengths = this.#lengths;
    let index = 0;
    while (index < count) {
      const symbol = this.#symbol(this.#distances);
      if (symbol < 16) {
        lengths[index++] = symbol;
        continue;
      }
      if (symbol === 16 && index === 0) throw new ImageError("gzip: damaged data (nothing to repeat)");
      const value = symbol === 16 ? lengths[index - 1]! : 0;
      const times =
        symbol === 18 ? 11 + this.#take(7) : symbol === 17 ? 3 + this.#take(3) : 3 + this.#take(2);
      if (index + times > count) throw new ImageError("gzip: damaged data (too many lengths)");
      lengths.fill(value, index, index + times);
      index += times;
    }
    lengths.fill(0, count);
  }

  /** One symbol, the slow way, for the few of a block's header. */
  #symbol(table: HuffmanTable): number {
    while (this.#bits < 15 && this.#at < this.#input.length) {
      this.#hold |= this.#input[this.#at++]! << this.#bits;
      this.#bits += 8;
    }
    const entry = table.entries[this.#hold & ((1 << table.bits) - 1)]!;
    const length = entry & LENGTH_MASK;
    if (length === 0) throw new ImageError("gzip: damaged data (code that stands for nothing)");
    if (length > this.#bits) throw truncated();
    this.#hold >>>= length;
    this.#bits -= length;
    return entry >> LENGTH_BITS;
  }

  /** Literals and matches up to the end of the block. */
  #decode(): void {
    do {
      if (this.end > this.#input.length) throw truncated();
      this.#reserve(CHUNK + MATCH_MAX);
    } while (!this.#decodeChunk());
    if (this.end > this.#input.length) throw truncated();
    this.#giveBack();
  }

  /** Some literals and matches, about CHUNK bytes; true at the end of the block. */
  #decodeChunk(): boolean {
    const input = this.#input;
    const output = this.#output;
    const literals = this.#literals.entries;
    const literalMask = (1 << this.#literals.bits) - 1;
    const distances = this.#distances.entries;
    const distanceMask = (1 << this.#distances.bits) - 1;
    let at = this.#at;
    let hold = this.#hold;
    let bits = this.#bits;
    let used = this.#used;
    const stop = used + CHUNK;
    let isEnd = false;
    while (used < stop) {
      // Reading ahead stays within the trailer of the file; beyond it, zeros come in.
      if (bits < 16) {
        hold |= (input[at]! | (input[at + 1]! << 8)) << bits;
        at += 2;
        bits += 16;
      }
      let entry = literals[hold & literalMask]!;
      let count = entry & LENGTH_MASK;
      hold >>>= count;
      bits -= count;
      const symbol = entry >> LENGTH_BITS;
      if (symbol < END_OF_BLOCK) {
        output[used++] = symbol;
        continue;
      }
      if (symbol === END_OF_BLOCK) {
        isEnd = true;
        break;
      }
      if (symbol > LAST_LENGTH) throw new ImageError("gzip: damaged data (length that does not exist)");
      if (bits < 16) {
        hold |= (input[at]! | (input[at + 1]! << 8)) << bits;
        at += 2;
        bits += 16;
      }
      count = LENGTH_EXTRA[symbol - FIRST_LENGTH]!;
      const end = used + LENGTH_BASE[symbol - FIRST_LENGTH]! + (hold & ((1 << count) - 1));
      hold >>>= count;
      bits -= count;
      if (bits < 16) {
        hold |= (input[at]! | (input[at + 1]! << 8)) << bits;
        at += 2;
        bits += 16;
      }
      entry = distances[hold & distanceMask]!;
      count = entry & LENGTH_MASK;
      hold >>>= count;
      bits -= count;
      const far = entry >> LENGTH_BITS;
      if (far > LAST_DISTANCE) throw new ImageError("gzip: damaged data (distance that does not exist)");
      if (bits < 16) {
        hold |= (input[at]! | (input[at + 1]! << 8)) << bits;
        at += 2;
        bits += 16;
      }
      count = DISTANCE_EXTRA[far]!;
      const distance = DISTANCE_BASE[far]! + (hold & ((1 << count) - 1));
      hold >>>= count;
      bits -= count;
      if (distance > used) throw new ImageError("gzip: damaged data (match before the beginning)");
      if (end - used > SHORT_COPY) used = copyMatch(output, used, end, distance);
      else for (; used < end; used++) output[used] = output[used - distance]!;
    }
    this.#at = at;
    this.#hold = hold;
    this.#bits = bits;
    this.#used = used;
    return isEnd;
  }

  /** Returns whole bytes that were read ahead, so that `#take` does not count past the end. */
  #giveBack(): void {
    const ahead = this.#bits >> 3;
    this.#at -= ahead;
    this.#bits &= 7;
    this.#hold &= (1 << this.#bits) - 1;
  }
}

/** Fills [at, end) with what is `distance` before; overlapping matches repeat themselves. */
function copyMatch(output: Uint8Array, at: number, end: number, distance: number): number {
  const source = at - distance;
  let done = at;
  // What has been copied can be copied from, so that each step may be longer than the last.
  while (done < end) {
    const length = Math.min(end - done, done - source);
    output.copyWithin(done, source, source + length);
    done += length;
  }
  return end;
}

function truncated(): ImageError {
  return new ImageError("gzip: the data end too early (truncated file?)");
}
