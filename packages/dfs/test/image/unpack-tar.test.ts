import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, chmodSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { O_WRONLY, S_IFCHR, S_IFIFO, S_IFMT } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { ImageError, TarReader, unpackTar } from "../../src/index.ts";
import { makeRamVfs, Posix, runNow } from "../posix.ts";

interface Header {
  name: string;
  type?: string;
  mode?: number;
  uid?: number;
  size?: number;
  mtime?: number;
  link?: string;
  prefix?: string;
  data?: string | Uint8Array;
  major?: number;
  minor?: number;
}

function block(length: number): Uint8Array {
  return new Uint8Array(Math.ceil(length / 512) * 512);
}

/** One entry as ustar writes it. */
function entry(header: Header): Uint8Array {
  const data = typeof header.data === "string" ? new TextEncoder().encode(header.data) : header.data;
  const bytes = block(512 + (data?.length ?? 0));
  const put = (at: number, text: string): void => bytes.set(new TextEncoder().encode(text), at);
  const octal = (at: number, width: number, value: number): void => {
    put(at, `${value.toString(8).padStart(width - 1, "0")}\0`);
  };
  put(0, header.name);
  octal(100, 8, header.mode ?? 0o644);
  octal(108, 8, header.uid ?? 0);
  octal(116, 8, 0);
  octal(124, 12, header.size ?? data?.length ?? 0);
  octal(136, 12, header.mtime ?? 0);
  put(148, "        ");
  put(156, header.type ?? "0");
  put(157, header.link ?? "");
  put(257, "ustar\x0000");
  octal(329, 8, header.major ?? 0);
  octal(337, 8, header.minor ?? 0);
  put(345, header.prefix ?? "");
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  if (data !== undefined) bytes.set(data, 512);
  return bytes;
}

function pax(records: Record<string, string>, type = "x"): Uint8Array {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = ` ${key}=${value}\n`;
    const bytes = new TextEncoder().encode(rest).length;
    let length = bytes + 1;
    while (String(length).length + bytes !== length) length = String(length).length + bytes;
    return `${length}${rest}`;
  });
  return entry({ name: "PaxHeaders/x", type, data: lines.join("") });
}

function archive(...parts: Uint8Array[]): Uint8Array {
  return Buffer.concat([...parts, new Uint8Array(1024)]);
}

function unpacked(bytes: Uint8Array): Posix {
  const vfs = makeRamVfs();
  runNow(unpackTar(vfs.kernel, vfs, bytes));
  return new Posix(vfs);
}

describe("unpackTar", () => {
  test("makes files, directories, links, FIFOs and devices with their attributes", () => {
    const sys = unpacked(
      archive(
        entry({ name: "./", type: "5", mode: 0o755 }),
        entry({ name: "./bin/", type: "5", mode: 0o750, mtime: 1_000_000 }),
        entry({ name: "./bin/prog", mode: 0o4755, uid: 3, mtime: 1_700_000_000, data: "code" }),
        entry({ name: "./bin/hard", type: "1", link: "./bin/prog" }),
        entry({ name: "./bin/soft", type: "2", link: "/bin/prog" }),
        entry({ name: "./pipe", type: "6", mode: 0o600 }),
        entry({ name: "./null", type: "3", mode: 0o666, major: 1, minor: 3 }),
        entry({ name: "./deep/down/f", data: "made on the way" }),
      ),
    );
    expect(sys.cat("/bin/soft")).toBe("code");
    expect(sys.stat("/bin/prog")).toMatchObject({ mode: 0o104755, uid: 3, nlink: 2, size: 4 });
    expect(sys.stat("/bin/prog").mtimeNs).toBe(1_700_000_000e9);
    expect(sys.stat("/bin").mtimeNs).toBe(1_000_000e9);
    expect(sys.stat("/bin").mode & 0o777).toBe(0o750);
    expect(sys.stat("/bin/hard").ino).toBe(sys.stat("/bin/prog").ino);
    expect(sys.stat("/pipe").mode & S_IFMT).toBe(S_IFIFO);
    expect(sys.stat("/null")).toMatchObject({ mode: S_IFCHR | 0o666, rdev: 0x103 });
    expect(sys.cat("/deep/down/f")).toBe("made on the way");
  });

  test("does not copy the contents, and keeps the archive as it is when files are written", () => {
    const data = new Uint8Array(9000).fill(1);
    const bytes = archive(entry({ name: "f", data }));
    const before = bytes.slice();
    const sys = unpacked(bytes);
    const source = sys.file(sys.open("/f")).memObject();
    const page = source?.pageBytes(1);
    expect(page instanceof Uint8Array ? page.buffer : page).toBe(bytes.buffer);
    const fd = sys.open("/f", O_WRONLY);
    sys.pwrite(fd, "changed", 4096);
    expect(sys.cat("/f")).toContain("changed");
    expect(Buffer.compare(bytes, before)).toBe(0);
  });

  test("unpacks gzip", () => {
    expect(unpacked(gzipSync(archive(entry({ name: "f", data: "packed" })))).cat("/f")).toBe("packed");
  });

  test("reads long names: ustar prefixes, GNU headers, pax headers", () => {
    const long = `${"d".repeat(90)}/${"e".repeat(90)}/${"f".repeat(90)}`;
    const sys = unpacked(
      archive(
        entry({ name: "g".repeat(90), prefix: "p".repeat(120), data: "prefix" }),
        entry({ name: "././@LongLink", type: "L", data: `${long}\0` }),
        entry({ name: long.slice(0, 100), data: "gnu" }),
        entry({ name: "././@LongLink", type: "K", data: `/${long}\0` }),
        entry({ name: "link", type: "2", link: long.slice(0, 100) }),
        pax({ path: "päx/größe", mtime: "1234567890.5", uid: "77", comment: "a=b" }),
        entry({ name: "short", data: "pax" }),
        pax({ linkpath: "päx/größe" }),
        entry({ name: "l2", type: "2", link: "x" }),
        pax({ comment: "for all" }, "g"),
        entry({ name: "after", data: "plain" }),
      ),
    );
    expect(sys.cat(`/${"p".repeat(120)}/${"g".repeat(90)}`)).toBe("prefix");
    expect(sys.cat(`/${long}`)).toBe("gnu");
    expect(sys.cat("/link")).toBe("gnu");
    expect(sys.cat("/päx/größe")).toBe("pax");
    expect(sys.stat("/päx/größe")).toMatchObject({ mtimeNs: 1_234_567_890.5e9, uid: 77 });
    expect(sys.readlink("/l2")).toBe("päx/größe");
    expect(sys.stat("/after").uid).toBe(0);
  });

  test("reads sizes in pax headers and in binary", () => {
    const binary = entry({ name: "b", data: "12345" });
    binary.set([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5], 124);
    const sum = binary
      .subarray(0, 512)
      .reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
    binary.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
    const sys = unpacked(archive(pax({ size: "3" }), entry({ name: "p", size: 0, data: "abc" }), binary));
    expect(sys.cat("/p")).toBe("abc");
    expect(sys.cat("/b")).toBe("12345");
  });

  test("replaces what an earlier entry made", () => {
    const sys = unpacked(archive(entry({ name: "f", data: "old" }), entry({ name: "f", data: "new" })));
    expect(sys.cat("/f")).toBe("new");
  });

  test("agrees with GNU tar on a tree of the host", () => {
    const top = mkdtempSync(join(tmpdir(), "keel-tar-"));
    try {
      const tree = join(top, "tree");
      mkdirSync(join(tree, "a", "b".repeat(120)), { recursive: true });
      writeFileSync(join(tree, "a", "b".repeat(120), "c".repeat(150)), "long");
      writeFileSync(join(tree, "a", "exec"), "#!/bin/sh\n");
      chmodSync(join(tree, "a", "exec"), 0o755);
      linkSync(join(tree, "a", "exec"), join(tree, "a", "hard"));
      symlinkSync("exec", join(tree, "a", "soft"));
      for (const format of ["ustar", "gnu", "pax"]) {
        const skip = format === "ustar" ? ["--exclude=b*"] : [];
        const bytes = execFileSync("tar", ["-C", tree, ...skip, `--format=${format}`, "-cz", "."]);
        const sys = unpacked(bytes);
        expect(sys.cat("/a/soft")).toBe("#!/bin/sh\n");
        expect(sys.stat("/a/hard").nlink).toBe(2);
        expect(sys.stat("/a/exec").mode & 0o777).toBe(0o755);
        if (format !== "ustar") {
          expect(sys.cat(`/a/${"b".repeat(120)}/${"c".repeat(150)}`)).toBe("long");
        }
      }
    } finally {
      rmSync(top, { recursive: true });
    }
  });

  test("refuses damaged archives with a message that says where", () => {
    const good = archive(entry({ name: "a", data: "x" }), entry({ name: "b", data: "y".repeat(2000) }));
    expect(() => unpacked(good.subarray(0, 1024 + 700))).toThrow("the data of b are cut short");
    expect(() => unpacked(good.subarray(0, 1024 + 100))).toThrow("a header is cut short");
    const damaged = good.slice();
    damaged[1024] = 0x7a;
    expect(() => unpacked(damaged)).toThrow("no valid header at byte 1024");
    expect(() => unpacked(new TextEncoder().encode("not a tar at all".repeat(64)))).toThrow(ImageError);
    expect(() => unpacked(archive(entry({ name: "s", type: "S" })))).toThrow("kind that is not supported");
    expect(() => unpacked(archive(pax({ size: "many" }), entry({ name: "f" })))).toThrow("not a number");
  });

  test("refuses names that lead out, and images that do not fit", () => {
    expect(() => unpacked(archive(entry({ name: "../etc/passwd" })))).toThrow("leads out");
    expect(() => unpacked(archive(entry({ name: "h", type: "1", link: "nothing" })))).toThrow(
      "cannot unpack h",
    );
    const vfs = makeRamVfs("size=4k");
    const big = archive(entry({ name: "big", data: new Uint8Array(9000) }));
    expect(() => runNow(unpackTar(vfs.kernel, vfs, big))).toThrow(
      "cannot unpack big: No space left on device",
    );
  });
});

describe("TarReader", () => {
  test("yields entries with cleaned paths", () => {
    const reader = new TarReader(
      archive(entry({ name: "/abs//x/./y", data: "1" }), entry({ name: "./", type: "5" })),
    );
    expect(reader.next()?.path).toBe("abs/x/y");
    expect(reader.next()?.path).toBe("");
    expect(reader.next()).toBe(null);
  });
});
