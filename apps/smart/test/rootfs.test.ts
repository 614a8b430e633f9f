// The checked-in root file system: is it the one that its sources make?

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { checkManifest, IMAGE } from "../rootfs/build.ts";
import { packTar, readTar } from "../rootfs/tar.ts";

const image = readFileSync(IMAGE);
const entries = readTar(gunzipSync(image));

describe("rootfs.tar.gz", () => {
  test("was built from the sources as they are", () => {
    expect(checkManifest()).toEqual([]);
  });

  test("holds programs for riscv64, and nothing executable that is none", () => {
    const programs = entries.filter(({ path, bytes }) => bytes !== null && /^s?bin\//.test(path));
    expect(programs.map(({ path }) => path)).toContain("bin/hello");
    for (const { bytes } of programs) {
      const elf = Buffer.from(bytes ?? []);
      expect(elf.subarray(0, 5)).toEqual(Buffer.from("\u007fELF\u0002"));
      expect(elf.readUInt16LE(18)).toBe(243);
    }
  });

  test("has the folders that things are mounted on", () => {
    const folders = entries.filter(({ bytes }) => bytes === null).map(({ path }) => path);
    expect(folders).toEqual(expect.arrayContaining(["dev", "proc", "tmp", "mnt", "etc", "root"]));
  });

  test("stays small", () => {
    expect(image.length).toBeLessThan(200 * 1024);
  });
});

describe("packTar", () => {
  const files = [
    { path: "folder", mode: 0o750, bytes: null },
    { path: "folder/file", mode: 0o644, bytes: Buffer.from("x".repeat(513)) },
    { path: "folder/nothing", mode: 0o600, bytes: new Uint8Array() },
  ];

  test("is undone by readTar", () => {
    const read = readTar(packTar(files)).map(({ bytes, ...rest }) => ({
      ...rest,
      text: bytes && String(Buffer.from(bytes)),
    }));
    expect(read).toEqual([
      { path: "folder", mode: 0o750, text: null },
      { path: "folder/file", mode: 0o644, text: "x".repeat(513) },
      { path: "folder/nothing", mode: 0o600, text: "" },
    ]);
  });

  test("writes whole blocks with two empty ones at the end", () => {
    const archive = packTar(files);
    expect(archive.length % 512).toBe(0);
    expect(archive.subarray(-1024).every((byte) => byte === 0)).toBe(true);
  });

  test("refuses a path that does not fit", () => {
    expect(() => packTar([{ path: "p".repeat(101), mode: 0o644, bytes: null }])).toThrow("too long");
  });
});
