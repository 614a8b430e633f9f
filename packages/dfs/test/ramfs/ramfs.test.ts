import {
  FALLOC_FL_KEEP_SIZE,
  FALLOC_FL_PUNCH_HOLE,
  MS_REMOUNT,
  O_CREAT,
  O_NOATIME,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  SEEK_DATA,
  SEEK_HOLE,
  S_IFSOCK,
} from "@keel/abi";
import { beforeEach, describe, expect, test } from "vitest";
import { ramFs } from "../../src/index.ts";
import { fsContract } from "../fs-contract.ts";
import { makeRamVfs, Posix, runNow } from "../posix.ts";

fsContract("ramfs", () => ({ type: ramFs("ramfs"), source: "none", dispose() {} }));

describe("ramFs", () => {
  let sys: Posix;

  beforeEach(() => {
    sys = new Posix(makeRamVfs());
    sys.mkdir("/mnt");
  });

  function freeBlocks(): number {
    const statfs = runNow(sys.vfs.statfs(sys.base, "/mnt"));
    return typeof statfs === "number" ? statfs : statfs.bfree;
  }

  test("a full file system is ENOSPC, and removing files makes room", () => {
    sys.mount("none", "/mnt", "tmpfs", 0, "size=16k");
    const fd = sys.open("/mnt/f", O_WRONLY | O_CREAT);
    expect(sys.write(fd, new Uint8Array(20_000))).toBe(16_384);
    expect(sys.write(fd, "x")).toBe("ENOSPC");
    expect(sys.unlink("/mnt/f")).toBe(0);
    const other = sys.open("/mnt/g", O_WRONLY | O_CREAT);
    expect(sys.write(other, "x")).toBe("ENOSPC");
    sys.close(fd);
    expect(sys.write(other, "x")).toBe(1);
  });

  test("nr_inodes limits the number of files", () => {
    sys.mount("none", "/mnt", "tmpfs", 0, "nr_inodes=3");
    expect(sys.mkdir("/mnt/a")).toBe(0);
    sys.put("/mnt/b", "");
    expect(sys.open("/mnt/c", O_WRONLY | O_CREAT)).toBe("ENOSPC");
    expect(sys.symlink("x", "/mnt/c")).toBe("ENOSPC");
    expect(sys.link("/mnt/b", "/mnt/c")).toBe(0);
    sys.unlink("/mnt/b");
    expect(sys.mkdir("/mnt/d")).toBe("ENOSPC");
    sys.unlink("/mnt/c");
    expect(sys.mkdir("/mnt/d")).toBe(0);
  });

  test("takes size, mode, uid and gid from the options, and size anew by remount", () => {
    sys.mount("none", "/mnt", "tmpfs", 0, "size=1m,mode=0700,uid=5,gid=6");
    expect(sys.stat("/mnt")).toMatchObject({ mode: 0o40700, uid: 5, gid: 6 });
    expect(freeBlocks()).toBe(256);
    sys.put("/mnt/f", new Uint8Array(10_000));
    expect(freeBlocks()).toBe(253);
    expect(sys.mount("none", "/mnt", "", MS_REMOUNT, "size=8k")).toBe("EINVAL");
    expect(sys.mount("none", "/mnt", "", MS_REMOUNT, "size=16k")).toBe(0);
    expect(freeBlocks()).toBe(1);
    expect(sys.vfs.mounts().at(-1)?.options).toBe("rw,relatime,size=16k");
  });

  test("everything comes back when files go, however they went", () => {
    sys.mount("none", "/mnt", "tmpfs");
    const before = freeBlocks();
    for (let i = 0; i < 50; i++) sys.put(`/mnt/f${i}`, new Uint8Array(9000));
    for (let i = 0; i < 20; i++) sys.unlink(`/mnt/f${i}`);
    for (let i = 20; i < 40; i++) sys.rename(`/mnt/f${i}`, "/mnt/f49");
    for (let i = 40; i < 49; i++) sys.truncate(`/mnt/f${i}`, 0);
    const fd = sys.open("/mnt/f49");
    sys.unlink("/mnt/f49");
    expect(freeBlocks()).toBe(before - 3);
    sys.close(fd);
    expect(freeBlocks()).toBe(before);
  });

  test("directories count their links and subdirectories", () => {
    sys.mkdir("/mnt/a");
    expect(sys.stat("/mnt").nlink).toBe(3);
    sys.mkdir("/mnt/b");
    sys.rename("/mnt/a", "/mnt/b/a");
    expect(sys.stat("/mnt").nlink).toBe(3);
    expect(sys.stat("/mnt/b").nlink).toBe(3);
    sys.rmdir("/mnt/b/a");
    expect(sys.stat("/mnt/b").nlink).toBe(2);
  });

  test("stamps the times that POSIX asks for", () => {
    sys.put("/f", "x");
    const made = sys.stat("/f");
    sys.advance();
    sys.cat("/f");
    const readOnce = sys.stat("/f");
    expect(readOnce.atimeNs).toBeGreaterThan(made.atimeNs);
    expect(readOnce.mtimeNs).toBe(made.mtimeNs);
    sys.advance();
    sys.cat("/f");
    expect(sys.stat("/f").atimeNs).toBe(readOnce.atimeNs);
    const fd = sys.open("/f", O_WRONLY);
    sys.write(fd, "y");
    const written = sys.stat("/f");
    expect(written.mtimeNs).toBeGreaterThan(readOnce.mtimeNs);
    expect(written.ctimeNs).toBe(written.mtimeNs);
    sys.advance();
    sys.chmod("/f", 0o600);
    expect(sys.stat("/f").mtimeNs).toBe(written.mtimeNs);
    expect(sys.stat("/f").ctimeNs).toBeGreaterThan(written.ctimeNs);
    const root = sys.stat("/").mtimeNs;
    sys.advance();
    sys.unlink("/f");
    expect(sys.stat("/").mtimeNs).toBeGreaterThan(root);
  });

  test("O_NOATIME leaves the access time alone", () => {
    sys.put("/f", "x");
    const { atimeNs } = sys.stat("/f");
    sys.advance();
    sys.read(sys.open("/f", O_RDONLY | O_NOATIME));
    expect(sys.stat("/f").atimeNs).toBe(atimeNs);
  });

  test("SEEK_DATA and SEEK_HOLE step through a sparse file", () => {
    const fd = sys.open("/f", O_RDWR | O_CREAT);
    sys.pwrite(fd, "data", 8192);
    sys.ftruncate(fd, 20_000);
    expect(sys.lseek(fd, 0, SEEK_DATA)).toBe(8192);
    expect(sys.lseek(fd, 8192, SEEK_HOLE)).toBe(12_288);
    expect(sys.lseek(fd, 12_288, SEEK_DATA)).toBe("ENXIO");
    expect(sys.lseek(fd, 30_000, SEEK_HOLE)).toBe("ENXIO");
    expect(sys.fstat(fd).blocks).toBe(8);
  });

  test("fallocate reserves, and punches holes", () => {
    const fd = sys.open("/f", O_RDWR | O_CREAT);
    expect(runNow(sys.file(fd).allocate(0, 0, 10_000))).toBe(0);
    expect(sys.fstat(fd)).toMatchObject({ size: 10_000, blocks: 24 });
    const punch = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    expect(runNow(sys.file(fd).allocate(punch, 0, 8192))).toBe(0);
    expect(sys.fstat(fd)).toMatchObject({ size: 10_000, blocks: 8 });
    expect(runNow(sys.file(fd).allocate(FALLOC_FL_KEEP_SIZE, 0, 50_000))).toBe(0);
    expect(sys.fstat(fd).size).toBe(10_000);
  });

  test("sockets have names but cannot be opened", () => {
    sys.mknod("/sock", S_IFSOCK | 0o777);
    expect(sys.open("/sock")).toBe("ENXIO");
  });

  test("a mapped file outlives its name and its descriptions", () => {
    sys.mount("none", "/mnt", "tmpfs");
    sys.put("/mnt/f", "mapped");
    const before = freeBlocks();
    const fd = sys.open("/mnt/f");
    const source = sys.file(fd).memObject();
    source?.ref();
    sys.close(fd);
    sys.unlink("/mnt/f");
    expect(freeBlocks()).toBe(before);
    expect(source?.pageBytes(0)).toHaveLength(4096);
    source?.unref();
    expect(freeBlocks()).toBe(before + 1);
  });
});
