import { deflateRawSync, gzipSync, constants } from "node:zlib";
import { Random } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import { crc32 } from "../../src/image/crc32.ts";
import { gunzip } from "../../src/image/gzip.ts";
import { ImageError, isGzip } from "../../src/index.ts";

function randomBytes(random: Random, length: number, alphabet: number): Uint8Array {
  return new Uint8Array(length).map(() => random.below(alphabet));
}

/** Text with repetitions near and far, as programs and sources have. */
function words(random: Random, length: number): Uint8Array {
  const vocabulary = Array.from({ length: 200 }, () => randomBytes(random, 1 + random.below(300), 256));
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const word = vocabulary[random.below(vocabulary.length)] ?? bytes.subarray(0, 1);
    bytes.set(word.subarray(0, length - at), at);
    at += word.length;
  }
  return bytes;
}

describe("crc32", () => {
  test("gives the published check value, for every alignment of the length", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
    expect(crc32(new TextEncoder().encode("a"))).toBe(0xe8b7be43);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});

describe("gunzip", () => {
  test("unpacks what zlib packs, at every level and strategy (seed 11)", () => {
    const random = new Random(11);
    const samples = [
      new Uint8Array(0),
      new Uint8Array([65]),
      new Uint8Array(300_000),
      randomBytes(random, 100_000, 256),
      randomBytes(random, 50_000, 3),
      words(random, 200_000),
    ];
    const strategies = [
      constants.Z_DEFAULT_STRATEGY,
      constants.Z_HUFFMAN_ONLY,
      constants.Z_RLE,
      constants.Z_FIXED,
    ];
    for (const sample of samples) {
      for (const level of [0, 1, 6, 9]) {
        for (const strategy of strategies) {
          const packed = gzipSync(sample, { level, strategy });
          expect(Buffer.compare(gunzip(packed), sample)).toBe(0);
        }
      }
    }
  });

  test("reads headers with name, comment, extra field and checksum", () => {
    const body = new TextEncoder().encode("payload");
    const plain = gzipSync(body);
    const flags = 2 | 4 | 8 | 16;
    const header = [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255, 3, 0, 1, 2, 3, 110, 0, 99, 0, 0xab, 0xcd];
    expect(gunzip(new Uint8Array([...header, ...plain.subarray(10)]))).toEqual(body);
  });

  test("joins members, and passes over zeros behind them", () => {
    const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
    const packed = Buffer.concat([gzipSync(encode("one ")), gzipSync(encode("two")), new Uint8Array(100)]);
    expect(gunzip(packed)).toEqual(encode("one two"));
  });

  test("refuses every truncation, with a message", () => {
    const packed = gzipSync(words(new Random(3), 3000));
    for (let length = 0; length < packed.length; length += 7) {
      if (length === 0) continue;
      expect(() => gunzip(packed.subarray(0, length))).toThrow(ImageError);
    }
  });

  test("refuses damage anywhere: by its shape, or by length and checksum", () => {
    const original = words(new Random(5), 5000);
    const packed = gzipSync(original);
    const random = new Random(6);
    for (let round = 0; round < 500; round++) {
      const damaged = packed.slice();
      const at = 10 + random.below(packed.length - 10);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << random.below(8));
      try {
        // Padding bits and unused codes may change without a trace.
        expect(Buffer.compare(gunzip(damaged), original)).toBe(0);
      } catch (error) {
        expect(error).toBeInstanceOf(ImageError);
      }
    }
  });

  test("names what is wrong", () => {
    expect(() => gunzip(new Uint8Array(20))).toThrow("no gzip file");
    const packed = gzipSync(new Uint8Array(1000).fill(7));
    packed[packed.length - 8] = (packed[packed.length - 8] ?? 0) ^ 1;
    expect(() => gunzip(packed)).toThrow("check sum does not match");
    const raw = deflateRawSync(new Uint8Array(10));
    expect(isGzip(raw)).toBe(false);
  });

  test("does not trust a length that cannot be", () => {
    const packed = gzipSync(new Uint8Array(10));
    packed.fill(0xff, packed.length - 4);
    expect(() => gunzip(packed)).toThrow("length does not match");
  });
});
