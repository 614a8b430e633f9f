import { describe, expect, test } from "vitest";
import { RingBuffer, utf8Decode, utf8Encode } from "../src/index.ts";

function take(ring: RingBuffer, count: number): string {
  const target = new Uint8Array(count);
  return utf8Decode(target.subarray(0, ring.get(target)));
}

describe("RingBuffer", () => {
  test("hands bytes out in order, across its end", () => {
    const ring = new RingBuffer(5);
    expect(ring.put(utf8Encode("abcd"))).toBe(4);
    expect(take(ring, 3)).toBe("abc");
    expect(ring.put(utf8Encode("efgh"))).toBe(4);
    expect([ring.length, ring.space, ring.isFull]).toEqual([5, 0, true]);
    expect(take(ring, 9)).toBe("defgh");
    expect(ring.isEmpty).toBe(true);
  });

  test("put keeps what fits and says how much", () => {
    const ring = new RingBuffer(3);
    expect(ring.put(utf8Encode("abcd"))).toBe(3);
    expect(ring.put(utf8Encode("x"))).toBe(0);
    expect(ring.putByte(1)).toBe(false);
    expect(take(ring, 9)).toBe("abc");
  });

  test("putForce drops the oldest and says how many", () => {
    const ring = new RingBuffer(3);
    ring.put(utf8Encode("ab"));
    expect(ring.putForce(utf8Encode("cd"))).toBe(1);
    expect(take(ring, 9)).toBe("bcd");
    expect(ring.putForce(utf8Encode("12345"))).toBe(2);
    expect(take(ring, 9)).toBe("345");
  });

  test("peek, at and discard leave the rest alone", () => {
    const ring = new RingBuffer(4);
    ring.put(utf8Encode("xxabc".slice(1)));
    expect(ring.discard(1)).toBe(1);
    const seen = new Uint8Array(2);
    expect(ring.peek(seen)).toBe(2);
    expect(utf8Decode(seen)).toBe("ab");
    expect([ring.at(2), ring.at(3)]).toEqual([0x63, -1]);
    expect(ring.discard(9)).toBe(3);
    expect(ring.getByte()).toBe(-1);
  });

  test("single bytes and reset", () => {
    const ring = new RingBuffer(2);
    ring.putByte(7);
    ring.putByte(8);
    expect(ring.getByte()).toBe(7);
    ring.reset();
    expect([ring.length, ring.getByte()]).toEqual([0, -1]);
  });
});
