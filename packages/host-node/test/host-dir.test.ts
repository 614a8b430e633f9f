import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  EACCES,
  EINVAL,
  EISDIR,
  ENOENT,
  ENOTDIR,
  ENXIO,
  EPERM,
  EROFS,
  O_CREAT,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  S_IFLNK,
  S_IFMT,
} from "@keel/abi";
import { hostFs } from "@keel/dfs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fsContract, makeRamVfs, Posix } from "@keel/dfs/contract";
import { HostDirectory } from "../src/host-dir.ts";

fsContract("hostfs on a folder", () => {
  const folder = mkdtempSync(join(tmpdir(), "keel-hostfs-"));
  const host = new HostDirectory(folder, { isReadOnly: false });
  return {
    type: hostFs(() => host),
    source: folder,
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
});

describe("HostDirectory", () => {
  let top: string;
  let folder: string;
  let host: HostDirectory;

  beforeEach(() => {
    top = realpathSync(mkdtempSync(join(tmpdir(), "keel-hostdir-")));
    folder = join(top, "shared");
    mkdirSync(folder);
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub", "inside"), "inside");
    writeFileSync(join(top, "secret"), "secret");
    host = new HostDirectory(folder, { isReadOnly: false });
  });

  afterEach(() => rmSync(top, { recursive: true, force: true }));

  test("does not go up by dot-dot, absolute paths or names with separators", () => {
    for (const path of ["..", "../secret", "sub/../../secret", "/etc/passwd", "sub/./inside", "a\0b"]) {
      expect(host.lstat(path)).toBe(-EINVAL);
      expect(host.open(path, O_RDONLY)).toBe(-EINVAL);
      expect(host.unlink(path)).toBe(-EINVAL);
      expect(host.rename("sub", path)).toBe(-EINVAL);
    }
    expect(existsSync(join(top, "secret"))).toBe(true);
  });

  test("does not pass through symbolic links that lead out", () => {
    symlinkSync(top, join(folder, "out"));
    symlinkSync("sub", join(folder, "in"));
    expect(host.lstat("out/secret")).toBe(-EACCES);
    expect(host.open("out/secret", O_RDONLY)).toBe(-EACCES);
    expect(host.create("out/new", 0o644)).toBe(-EACCES);
    expect(host.mkdir("out/new", 0o755)).toBe(-EACCES);
    expect(host.list("out")).toBe(-ENOTDIR);
    expect(host.list("out/shared")).toBe(-EACCES);
    expect(host.rmdir("out")).toBeLessThan(0);
    expect(host.rename("out/secret", "mine")).toBe(-EACCES);
    expect(host.rename("sub/inside", "out/stolen")).toBe(-EACCES);
    expect(host.link("out/secret", "mine")).toBe(-EACCES);
    expect(host.symlink("x", "out/x")).toBe(-EACCES);
    expect(typeof host.lstat("in/inside")).toBe("object");
  });

  test("does not follow a symbolic link at the end of a path", () => {
    symlinkSync(join(top, "secret"), join(folder, "l"));
    const stat = host.lstat("l");
    expect(typeof stat === "number" ? stat : stat.mode & S_IFMT).toBe(S_IFLNK);
    expect(host.open("l", O_RDONLY)).toBe(-ENXIO);
    expect(host.open("l", O_RDWR)).toBe(-ENXIO);
    expect(host.chmod("l", 0)).toBeLessThan(0);
    expect(host.link("l", "copy")).toBe(-EPERM);
    expect(host.utimens("l", 0, 0)).toBe(0);
    expect(readFileSync(join(top, "secret"), "utf8")).toBe("secret");
    expect(host.unlink("l")).toBe(0);
    expect(existsSync(join(top, "secret"))).toBe(true);
  });

  test("read-only lets nothing be changed", () => {
    const fixed = new HostDirectory(folder, { isReadOnly: true });
    expect(fixed.open("sub/inside", O_WRONLY)).toBe(-EROFS);
    expect(fixed.create("new", 0o644)).toBe(-EROFS);
    expect(fixed.mkdir("new", 0o755)).toBe(-EROFS);
    expect(fixed.unlink("sub/inside")).toBe(-EROFS);
    expect(fixed.rmdir("sub")).toBe(-EROFS);
    expect(fixed.rename("sub", "bus")).toBe(-EROFS);
    expect(fixed.link("sub/inside", "x")).toBe(-EROFS);
    expect(fixed.symlink("x", "y")).toBe(-EROFS);
    expect(fixed.chmod("sub", 0o700)).toBe(-EROFS);
    expect(fixed.utimens("sub", 0, 0)).toBe(-EROFS);
    expect(fixed.open("sub/inside", O_RDONLY)).toBeGreaterThan(0);
  });

  test("opens regular files only", () => {
    expect(host.open("sub", O_RDONLY)).toBe(-EISDIR);
    expect(host.open("missing", O_RDONLY)).toBe(-ENOENT);
  });

  test("a missing folder is an exception with a message", () => {
    expect(() => new HostDirectory(join(top, "nowhere"), { isReadOnly: false })).toThrow(/ENOENT/);
    expect(() => new HostDirectory(join(top, "secret"), { isReadOnly: false })).toThrow(/not a folder/);
  });
});

describe("hostfs", () => {
  let folder: string;
  let sys: Posix;

  function mount(isReadOnly: boolean): void {
    const host = new HostDirectory(folder, { isReadOnly });
    const vfs = makeRamVfs();
    vfs.registerFileSystem(hostFs((source) => (source === "work" ? host : -ENOENT)));
    sys = new Posix(vfs);
    sys.mkdir("/mnt");
    expect(sys.mount("work", "/mnt", "hostfs")).toBe(0);
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "keel-hostfs-"));
    writeFileSync(join(folder, "f"), "from the host");
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("shows what the host writes, and the host sees what the guest writes", () => {
    mount(false);
    expect(sys.cat("/mnt/f")).toBe("from the host");
    writeFileSync(join(folder, "f"), "changed");
    expect(sys.cat("/mnt/f")).toBe("changed");
    sys.put("/mnt/g", "from the guest");
    expect(readFileSync(join(folder, "g"), "utf8")).toBe("from the guest");
    rmSync(join(folder, "f"));
    expect(sys.cat("/mnt/f")).toBe("ENOENT");
  });

  test("resolves absolute links in the guest's tree, not the host's", () => {
    mount(false);
    sys.put("/etc-passwd", "of the guest");
    sys.symlink("/etc-passwd", "/mnt/l");
    expect(sys.cat("/mnt/l")).toBe("of the guest");
    sys.symlink("../../../../etc", "/mnt/up");
    expect(sys.exists("/mnt/up/hostname")).toBe("ENOENT");
  });

  test("a directory swapped for a link while it is the working directory leads nowhere else", () => {
    mount(false);
    sys.mkdir("/mnt/d");
    sys.put("/mnt/d/f", "mine");
    sys.chdir("/mnt/d");
    rmSync(join(folder, "d"), { recursive: true });
    symlinkSync("/etc", join(folder, "d"));
    expect(sys.cat("passwd")).toBe("EACCES");
  });

  test("mounted read-only refuses writes with EROFS", () => {
    mount(true);
    expect(sys.cat("/mnt/f")).toBe("from the host");
    expect(sys.open("/mnt/f", O_WRONLY)).toBe("EROFS");
    expect(sys.open("/mnt/new", O_WRONLY | O_CREAT)).toBe("EROFS");
    expect(sys.unlink("/mnt/f")).toBe("EROFS");
    expect(sys.chmod("/mnt/f", 0o600)).toBe("EROFS");
    expect(sys.vfs.mounts().at(-1)?.options).toBe("ro,relatime");
  });

  test("a file made with mode 0444 can be written by its maker", () => {
    mount(false);
    const fd = sys.open("/mnt/ro", O_WRONLY | O_CREAT, 0o444);
    expect(sys.write(fd, "once")).toBe(4);
    sys.close(fd);
    expect(sys.stat("/mnt/ro").mode & 0o777).toBe(0o444);
  });

  test("files belong to root, and chown to another is EPERM", () => {
    mount(false);
    expect(sys.stat("/mnt/f").uid).toBe(0);
    expect(sys.chown("/mnt/f", 0, 0)).toBe(0);
    expect(sys.chown("/mnt/f", 1, -1)).toBe("EPERM");
  });

  test("an unknown source is refused", () => {
    mount(false);
    expect(sys.mount("/etc", "/mnt", "hostfs")).toBe("ENOENT");
  });

  test("shared mappings reach the file by sync, and file calls see them before", () => {
    mount(false);
    const fd = sys.open("/mnt/f", O_RDWR);
    const source = sys.file(fd).memObject();
    if (source === null) throw new Error("cannot be mapped");
    source.ref();
    const changes: [number, number][] = [];
    const bytes = new Uint8Array(4096).fill(0xee);
    let released = 0;
    const frame = {
      pa: 0x8000_0000,
      bytes,
      changed: (start: number, end: number) => void changes.push([start, end]),
      release: () => void released++,
    };
    expect(source.adopt(0, frame, true)).toBe(0);
    expect(new TextDecoder().decode(bytes.subarray(0, 14))).toBe("from the host\0");
    bytes.set(new TextEncoder().encode("FROM"));
    expect(sys.cat("/mnt/f")).toBe("FROM the host");
    expect(readFileSync(join(folder, "f"), "utf8")).toBe("from the host");
    sys.pwrite(fd, "xx", 5);
    expect(changes).toEqual([[5, 7]]);
    sys.close(fd);
    source.unref();
    expect(readFileSync(join(folder, "f"), "utf8")).toBe("FROM xxe host");
    source.disown(0);
    expect(released).toBe(1);
  });
});
