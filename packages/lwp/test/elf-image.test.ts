import { EINVAL, ENOEXEC, PROT_EXEC, PROT_READ, PROT_WRITE } from "@keel/abi";
import { USER_TOP } from "@keel/mm";
import { describe, expect, test } from "vitest";
import { type ElfImage, parseElfHeader, parseElfImage } from "../src/elf-image.ts";
import { buildElf, type ElfSpec } from "./elf-builder.ts";

const CODE = new Uint8Array(100).fill(0x13);

function parse(spec: ElfSpec): ElfImage | number {
  const file = buildElf(spec);
  const header = parseElfHeader(file.subarray(0, 64));
  if (typeof header === "number") return header;
  return parseElfImage(header, file.subarray(64, 64 + header.phdrCount * 56), file.length);
}

const GOOD: ElfSpec = {
  segments: [
    { va: 0x10040, bytes: CODE, flags: 5 },
    { va: 0x20000, bytes: new Uint8Array(8), memorySize: 0x3000, flags: 6 },
  ],
};

describe("parseElfImage", () => {
  test("reads segments, rights and extent of a good file", () => {
    const image = parse(GOOD) as ElfImage;
    expect(image.segments.map((s) => [s.va, s.memorySize, s.prot])).toEqual([
      [0x10040, 100, PROT_READ | PROT_EXEC],
      [0x20000, 0x3000, PROT_READ | PROT_WRITE],
    ]);
    expect([image.start, image.end, image.entry]).toEqual([0x10000, 0x23000, 0x10040]);
    expect(image.isPositionIndependent).toBe(false);
    expect(image.hasExecutableStack).toBe(false);
  });

  test("finds the program headers in memory when a segment covers them", () => {
    expect((parse(GOOD) as ElfImage).phdrVa).toBe(0);
    const covered = parse({
      segments: [{ va: 0x10000, fileOffset: 0, fileSize: 200, memorySize: 200, flags: 5 }],
    });
    expect((covered as ElfImage).phdrVa).toBe(0x10040);
  });

  test.each<[string, (view: DataView) => void]>([
    ["no magic", (v) => v.setUint8(1, 0x46)],
    ["32 bits", (v) => v.setUint8(4, 1)],
    ["big endian", (v) => v.setUint8(5, 2)],
    ["an unknown version", (v) => v.setUint8(6, 9)],
    ["an object file", (v) => v.setUint16(16, 1, true)],
    ["another machine", (v) => v.setUint16(18, 62, true)],
    ["RVE registers", (v) => v.setUint32(48, 8, true)],
    ["a wrong header size", (v) => v.setUint16(54, 32, true)],
    ["no program headers", (v) => v.setUint16(56, 0, true)],
    ["too many program headers", (v) => v.setUint16(56, 65535, true)],
    ["headers beyond the file", (v) => v.setUint16(56, 1000, true)],
  ])("refuses %s with ENOEXEC", (_name, patch) => {
    expect(parse({ ...GOOD, patch })).toBe(-ENOEXEC);
  });

  test("refuses a short file", () => {
    expect(parseElfHeader(buildElf(GOOD).subarray(0, 63))).toBe(-ENOEXEC);
    expect(parseElfHeader(new Uint8Array(0))).toBe(-ENOEXEC);
  });

  test("refuses a segment that ends beyond the file", () => {
    expect(
      parse({ segments: [{ va: 0x10000, bytes: CODE, fileSize: 101, memorySize: 101, flags: 5 }] }),
    ).toBe(-ENOEXEC);
  });

  test("refuses overlapping segments, whatever their order", () => {
    const low = { va: 0x10000, bytes: CODE, memorySize: 0x2001, flags: 5 };
    const high = { va: 0x12000, bytes: CODE, flags: 6 };
    expect(parse({ segments: [low, high] })).toBe(-ENOEXEC);
    expect(parse({ segments: [high, low] })).toBe(-ENOEXEC);
    expect(typeof parse({ segments: [high, { ...low, memorySize: 0x2000 }] })).toBe("object");
  });

  test("refuses sizes and addresses that cannot be", () => {
    const flags = 6;
    expect(parse({ segments: [{ va: 0x10000, bytes: CODE, memorySize: 99, flags }] })).toBe(-EINVAL);
    expect(parse({ segments: [{ va: 0x10000, memorySize: 2 ** 63, flags }] })).toBe(-EINVAL);
    expect(parse({ segments: [{ va: USER_TOP - 4096, memorySize: 8192, flags }] })).toBe(-EINVAL);
    expect(parse({ segments: [{ va: 2 ** 63, memorySize: 16, flags }] })).toBe(-EINVAL);
    expect(parse({ segments: [{ va: 0x10000, bytes: CODE, fileOffset: 0x1008, flags }] })).toBe(-EINVAL);
  });

  test("refuses a file with nothing to load", () => {
    expect(parse({ segments: [{ va: 0, bytes: CODE, flags: 4, type: 4 }] })).toBe(-ENOEXEC);
  });

  test("PT_GNU_STACK says whether the stack may be executed", () => {
    const stack = (flags: number): boolean =>
      (parse({ segments: [...GOOD.segments, { va: 0, flags, type: 0x6474e551 }] }) as ElfImage)
        .hasExecutableStack;
    expect([stack(6), stack(7)]).toEqual([false, true]);
  });

  test("PT_INTERP must be a path inside the file", () => {
    const withInterpreter = (size: number): ElfImage | number =>
      parse({ segments: [...GOOD.segments, { va: 0, bytes: CODE, fileSize: size, flags: 4, type: 3 }] });
    expect((withInterpreter(20) as ElfImage).interpreter?.size).toBe(20);
    expect(withInterpreter(1)).toBe(-ENOEXEC);
    expect(withInterpreter(5000)).toBe(-ENOEXEC);
  });
});
