// What every writable file system of Keel does, whoever stores the bytes: the suite that ramfs
// and hostfs pass. Each test gets a new file system, mounted on /mnt and made the working
// directory.

import {
  O_APPEND,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  R_OK,
  RENAME_NOREPLACE,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
} from "@keel/abi";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileSystemType } from "../src/index.ts";
import { makeRamVfs, Posix } from "./posix.ts";

export interface FsUnderTest {
  readonly type: FileSystemType;
  /** Source of the mount. */
  readonly source: string;
  /** Removes what the test left behind on the host. */
  dispose(): void;
}

const WRITE_NEW = O_WRONLY | O_CREAT | O_TRUNC;

export function fsContract(name: string, makeFs: () => FsUnderTest): void {
  describe(`${name} as a POSIX file system`, () => {
    let fs: FsUnderTest;
    let sys: Posix;

    beforeEach(() => {
      fs = makeFs();
      const vfs = makeRamVfs();
      vfs.registerFileSystem(fs.type);
      sys = new Posix(vfs);
      sys.mkdir("/mnt");
      expect(sys.mount(fs.source, "/mnt", fs.type.name)).toBe(0);
      expect(sys.chdir("/mnt")).toBe(0);
    });

    afterEach(() => fs.dispose());

    describe("open", () => {
      test("of a missing file is ENOENT, and creates it with O_CREAT", () => {
        expect(sys.open("f")).toBe("ENOENT");
        const fd = sys.open("f", O_RDWR | O_CREAT, 0o640);
        expect(sys.write(fd, "hello")).toBe(5);
        sys.close(fd);
        expect(sys.cat("f")).toBe("hello");
        expect(sys.stat("f").mode & S_IFMT).toBe(S_IFREG);
      });

      test("with O_EXCL refuses what is there, a dangling symlink too", () => {
        sys.put("f", "1");
        expect(sys.open("f", O_WRONLY | O_CREAT | O_EXCL)).toBe("EEXIST");
        sys.symlink("nowhere", "l");
        expect(sys.open("l", O_WRONLY | O_CREAT | O_EXCL)).toBe("EEXIST");
      });

      test("with O_CREAT through a dangling symlink makes its target", () => {
        sys.symlink("target", "l");
        sys.put("l", "through");
        expect(sys.cat("target")).toBe("through");
        expect(sys.readlink("l")).toBe("target");
      });

      test("with O_TRUNC empties the file", () => {
        sys.put("f", "long contents");
        sys.close(sys.open("f", O_WRONLY | O_TRUNC));
        expect(sys.stat("f").size).toBe(0);
      });

      test("of a directory for writing is EISDIR, of a file with O_DIRECTORY ENOTDIR", () => {
        sys.mkdir("d");
        sys.put("f", "");
        expect(sys.open("d", O_WRONLY)).toBe("EISDIR");
        expect(sys.open("d", O_RDWR | O_CREAT)).toBe("EISDIR");
        expect(sys.open("f", O_RDONLY | O_DIRECTORY)).toBe("ENOTDIR");
        expect(sys.open("f/", O_RDONLY)).toBe("ENOTDIR");
        expect(sys.open("f/x", O_RDONLY)).toBe("ENOTDIR");
        expect(sys.open("new/", WRITE_NEW)).toBe("EISDIR");
      });

      test("with O_NOFOLLOW of a symlink is ELOOP", () => {
        sys.put("f", "");
        sys.symlink("f", "l");
        expect(sys.open("l", O_RDONLY | O_NOFOLLOW)).toBe("ELOOP");
        expect(sys.open("l", O_WRONLY | O_CREAT | O_NOFOLLOW)).toBe("ELOOP");
      });

      test("of a name with more than 255 bytes is ENAMETOOLONG", () => {
        expect(sys.open("x".repeat(256), WRITE_NEW)).toBe("ENAMETOOLONG");
        expect(sys.open("ü".repeat(128), WRITE_NEW)).toBe("ENAMETOOLONG");
        sys.put("x".repeat(255), "");
        expect(sys.exists("x".repeat(255))).toBe(0);
      });
    });

    describe("read and write", () => {
      test("move one position, which dup shares and a second open does not", () => {
        sys.put("f", "abcdefgh");
        const fd = sys.open("f");
        const dup = sys.dup(fd);
        const other = sys.open("f");
        expect(sys.read(fd, 3)).toBe("abc");
        expect(sys.read(dup, 3)).toBe("def");
        expect(sys.read(other, 3)).toBe("abc");
        expect(sys.read(fd)).toBe("gh");
        expect(sys.read(fd)).toBe("");
      });

      test("refuse a description that was not opened for them with EBADF", () => {
        sys.put("f", "x");
        expect(sys.write(sys.open("f", O_RDONLY), "y")).toBe("EBADF");
        expect(sys.read(sys.open("f", O_WRONLY))).toBe("EBADF");
      });

      test("with O_APPEND go to the end, wherever the position is", () => {
        sys.put("f", "one");
        const fd = sys.open("f", O_RDWR | O_APPEND);
        sys.put("f", "onetwo");
        expect(sys.write(fd, "three")).toBe(5);
        expect(sys.tell(fd)).toBe(11);
        expect(sys.cat("f")).toBe("onetwothree");
      });

      test("at a position leave the position alone", () => {
        const fd = sys.open("f", O_RDWR | O_CREAT);
        sys.write(fd, "abcdef");
        expect(sys.pwrite(fd, "XY", 2)).toBe(2);
        expect(sys.pread(fd, 4, 1)).toBe("bXYe");
        expect(sys.tell(fd)).toBe(6);
        expect(sys.pread(fd, 1, -1)).toBe("EINVAL");
      });

      test("beyond the end leave a hole that reads as zeros", () => {
        const fd = sys.open("f", O_RDWR | O_CREAT);
        expect(sys.lseek(fd, 10000)).toBe(10000);
        sys.write(fd, "end");
        expect(sys.fstat(fd).size).toBe(10003);
        expect(sys.pread(fd, 6, 9997)).toBe("\0\0\0end");
        expect(sys.pread(fd, 3, 0)).toBe("\0\0\0");
      });

      test("move data of many pages whole, at odd offsets", () => {
        const data = new Uint8Array(50_000).map((_, i) => (i * 7 + (i >> 8)) & 0x7f);
        sys.put("f", data);
        const fd = sys.open("f");
        expect(sys.pread(fd, 20_000, 4095)).toBe(String.fromCharCode(...data.subarray(4095, 24_095)));
      });

      test("see what another description wrote", () => {
        const writer = sys.open("f", WRITE_NEW);
        const reader = sys.open("f");
        sys.write(writer, "now");
        expect(sys.read(reader)).toBe("now");
      });

      test("of a directory are EISDIR", () => {
        sys.mkdir("d");
        expect(sys.read(sys.open("d"))).toBe("EISDIR");
      });
    });

    describe("lseek", () => {
      test("counts from start, position and end, and refuses what is before the file", () => {
        sys.put("f", "0123456789");
        const fd = sys.open("f");
        expect(sys.lseek(fd, 4, SEEK_SET)).toBe(4);
        expect(sys.lseek(fd, 2, SEEK_CUR)).toBe(6);
        expect(sys.lseek(fd, -1, SEEK_END)).toBe(9);
        expect(sys.read(fd)).toBe("9");
        expect(sys.lseek(fd, 5, SEEK_END)).toBe(15);
        expect(sys.read(fd)).toBe("");
        expect(sys.lseek(fd, -11, SEEK_END)).toBe("EINVAL");
        expect(sys.lseek(fd, 0, 99)).toBe("EINVAL");
      });
    });

    describe("truncate", () => {
      test("cuts, and grows with zeros instead of what was cut", () => {
        sys.put("f", "0123456789");
        expect(sys.truncate("f", 4)).toBe(0);
        expect(sys.truncate("f", 8)).toBe(0);
        expect(sys.cat("f")).toBe("0123\0\0\0\0");
        const fd = sys.open("f", O_RDWR);
        expect(sys.ftruncate(fd, 2)).toBe(0);
        expect(sys.cat("f")).toBe("01");
      });

      test("refuses directories, negative sizes and read-only descriptions", () => {
        sys.put("f", "x");
        sys.mkdir("d");
        expect(sys.truncate("d", 0)).toBe("EISDIR");
        expect(sys.truncate("f", -1)).toBe("EINVAL");
        expect(sys.truncate("missing", 0)).toBe("ENOENT");
        expect(sys.ftruncate(sys.open("f"), 0)).toBe("EINVAL");
      });
    });

    describe("unlink", () => {
      test("takes the name, while an open file keeps its data", () => {
        sys.put("f", "still here");
        const fd = sys.open("f", O_RDWR);
        expect(sys.unlink("f")).toBe(0);
        expect(sys.exists("f")).toBe("ENOENT");
        expect(sys.read(fd)).toBe("still here");
        expect(sys.fstat(fd).nlink).toBe(0);
        expect(sys.write(fd, "!")).toBe(1);
        expect(sys.fstat(fd).size).toBe(11);
        sys.close(fd);
      });

      test("lets a new file of the same name begin afresh", () => {
        sys.put("f", "old");
        const old = sys.open("f");
        sys.unlink("f");
        sys.put("f", "new");
        expect(sys.cat("f")).toBe("new");
        expect(sys.read(old)).toBe("old");
        sys.close(old);
      });

      test("refuses directories, missing names and files with a slash behind", () => {
        sys.mkdir("d");
        sys.put("f", "");
        expect(sys.unlink("d")).toBe("EISDIR");
        expect(sys.unlink("nothing")).toBe("ENOENT");
        expect(sys.unlink("f/")).toBe("ENOTDIR");
        expect(sys.unlink(".")).toBe("EISDIR");
      });
    });

    describe("mkdir and rmdir", () => {
      test("make and take an empty directory", () => {
        expect(sys.mkdir("d", 0o750)).toBe(0);
        expect(sys.stat("d").mode & S_IFMT).toBe(S_IFDIR);
        expect(sys.mkdir("d")).toBe("EEXIST");
        expect(sys.mkdir("d/sub/")).toBe(0);
        expect(sys.rmdir("d")).toBe("ENOTEMPTY");
        expect(sys.rmdir("d/sub")).toBe(0);
        expect(sys.rmdir("d")).toBe(0);
        expect(sys.exists("d")).toBe("ENOENT");
      });

      test("refuse missing parents, files, and the names dot and dot-dot", () => {
        sys.put("f", "");
        sys.mkdir("d");
        expect(sys.mkdir("no/d")).toBe("ENOENT");
        expect(sys.mkdir("f/d")).toBe("ENOTDIR");
        expect(sys.mkdir("f")).toBe("EEXIST");
        expect(sys.mkdir("d/..")).toBe("EEXIST");
        expect(sys.rmdir("f")).toBe("ENOTDIR");
        expect(sys.rmdir("d/.")).toBe("EINVAL");
        expect(sys.rmdir("d/..")).toBe("ENOTEMPTY");
        expect(sys.rmdir("no")).toBe("ENOENT");
      });

      test("leave nothing to be made in a directory that is gone", () => {
        sys.mkdir("d");
        sys.chdir("d");
        sys.rmdir("../d");
        expect(sys.open("f", WRITE_NEW)).toBe("ENOENT");
        expect(sys.mkdir("sub")).toBe("ENOENT");
        expect(sys.getcwd()).toBe("ENOENT");
        expect(sys.getdents(sys.open("."))).toEqual(["ENOENT"]);
        sys.chdir("/");
      });
    });

    describe("rename", () => {
      test("moves a file within and between directories", () => {
        sys.put("a", "data");
        sys.mkdir("d");
        const { ino } = sys.stat("a");
        expect(sys.rename("a", "b")).toBe(0);
        expect(sys.rename("b", "d/c")).toBe(0);
        expect(sys.cat("d/c")).toBe("data");
        expect(sys.stat("d/c").ino).toBe(ino);
        expect(sys.ls()).toEqual(["d"]);
      });

      test("replaces a file, whose open descriptions keep it", () => {
        sys.put("a", "new");
        sys.put("b", "old");
        const fd = sys.open("b");
        expect(sys.rename("a", "b")).toBe(0);
        expect(sys.cat("b")).toBe("new");
        expect(sys.read(fd)).toBe("old");
        expect(sys.exists("a")).toBe("ENOENT");
        sys.close(fd);
      });

      test("moves a directory with all it holds, and its path follows", () => {
        sys.mkdir("a");
        sys.mkdir("a/sub");
        sys.put("a/sub/f", "deep");
        sys.mkdir("b");
        sys.chdir("a/sub");
        expect(sys.rename("/mnt/a", "/mnt/b/moved")).toBe(0);
        expect(sys.getcwd()).toBe("/mnt/b/moved/sub");
        expect(sys.cat("f")).toBe("deep");
        expect(sys.cat("../../../b/moved/sub/f")).toBe("deep");
        sys.put("g", "made after the move");
        expect(sys.cat("/mnt/b/moved/sub/g")).toBe("made after the move");
        sys.chdir("/mnt");
      });

      test("replaces an empty directory by a directory only", () => {
        sys.mkdir("a");
        sys.mkdir("empty");
        sys.mkdir("full");
        sys.put("full/f", "");
        sys.put("file", "");
        expect(sys.rename("a", "full")).toBe("ENOTEMPTY");
        expect(sys.rename("a", "file")).toBe("ENOTDIR");
        expect(sys.rename("file", "empty")).toBe("EISDIR");
        expect(sys.rename("a", "empty")).toBe(0);
        expect(sys.ls()).toEqual(["empty", "file", "full"]);
      });

      test("refuses to move a directory into itself or below", () => {
        sys.mkdir("a");
        sys.mkdir("a/b");
        expect(sys.rename("a", "a/c")).toBe("EINVAL");
        expect(sys.rename("a", "a/b/c")).toBe("EINVAL");
        expect(sys.rename("a/b", "a")).toBe("ENOTEMPTY");
        expect(sys.rename("a", "a")).toBe(0);
      });

      test("refuses missing names, dots, and files with a slash behind", () => {
        sys.put("f", "");
        sys.mkdir("d");
        expect(sys.rename("no", "x")).toBe("ENOENT");
        expect(sys.rename("f", "no/x")).toBe("ENOENT");
        expect(sys.rename("d/.", "x")).toBe("EBUSY");
        expect(sys.rename("f", "d/..")).toBe("EBUSY");
        expect(sys.rename("f", "x/")).toBe("ENOTDIR");
        expect(sys.rename("d", "e/")).toBe(0);
      });

      test("to another file system is EXDEV", () => {
        sys.put("f", "");
        expect(sys.rename("f", "/f")).toBe("EXDEV");
      });

      test("with RENAME_NOREPLACE leaves what is there", () => {
        sys.put("a", "a");
        sys.put("b", "b");
        expect(sys.rename("a", "b", RENAME_NOREPLACE)).toBe("EEXIST");
        expect(sys.rename("a", "c", RENAME_NOREPLACE)).toBe(0);
        expect(sys.cat("b")).toBe("b");
      });
    });

    describe("links", () => {
      test("hard: two names share contents and count; the last one out ends them", () => {
        sys.put("a", "shared");
        expect(sys.link("a", "b")).toBe(0);
        expect(sys.stat("a").nlink).toBe(2);
        expect(sys.stat("a").ino).toBe(sys.stat("b").ino);
        const fd = sys.open("a", O_WRONLY | O_APPEND);
        sys.write(fd, " data");
        sys.close(fd);
        expect(sys.cat("b")).toBe("shared data");
        expect(sys.unlink("a")).toBe(0);
        expect(sys.stat("b").nlink).toBe(1);
        expect(sys.cat("b")).toBe("shared data");
      });

      test("hard: refused for directories, over what is there, and across file systems", () => {
        sys.mkdir("d");
        sys.put("f", "");
        expect(sys.link("d", "e")).toBe("EPERM");
        expect(sys.link("f", "d")).toBe("EEXIST");
        expect(sys.link("no", "x")).toBe("ENOENT");
        expect(sys.link("f", "/f")).toBe("EXDEV");
      });

      test("hard: rename between two names of one file leaves both", () => {
        sys.put("a", "");
        sys.link("a", "b");
        expect(sys.rename("a", "b")).toBe(0);
        expect(sys.ls()).toEqual(["a", "b"]);
      });

      test("symbolic: followed by open and stat, not by lstat, unlink, rename and readlink", () => {
        sys.put("f", "target");
        expect(sys.symlink("f", "l")).toBe(0);
        expect(sys.cat("l")).toBe("target");
        expect(sys.stat("l").mode & S_IFMT).toBe(S_IFREG);
        expect(sys.lstat("l").mode & S_IFMT).toBe(S_IFLNK);
        expect(sys.lstat("l").size).toBe(1);
        expect(sys.readlink("l")).toBe("f");
        expect(sys.readlink("f")).toBe("EINVAL");
        expect(sys.rename("l", "m")).toBe(0);
        expect(sys.unlink("m")).toBe(0);
        expect(sys.cat("f")).toBe("target");
      });

      test("symbolic: lead through directories, up, and out of the mount", () => {
        sys.mkdir("d");
        sys.mkdir("d/e");
        sys.put("d/f", "here");
        sys.put("/outside", "there");
        sys.symlink("d/e", "into");
        sys.symlink("../../outside", "d/out");
        sys.symlink("/mnt/d", "absolute");
        expect(sys.cat("into/../f")).toBe("here");
        expect(sys.cat("d/out")).toBe("there");
        expect(sys.cat("absolute/f")).toBe("here");
      });

      test("symbolic: loops are ELOOP, dangling ones ENOENT", () => {
        sys.symlink("b", "a");
        sys.symlink("a", "b");
        sys.symlink("nothing", "dangling");
        expect(sys.open("a")).toBe("ELOOP");
        expect(sys.exists("a/x")).toBe("ELOOP");
        expect(sys.exists("dangling")).toBe("ENOENT");
        expect(sys.lstat("dangling").mode & S_IFMT).toBe(S_IFLNK);
        expect(sys.symlink("x", "a")).toBe("EEXIST");
        expect(sys.symlink("", "empty")).toBe("ENOENT");
      });
    });

    describe("getdents", () => {
      test("lists dot, dot-dot and every name once", () => {
        sys.mkdir("d");
        for (const name of ["a", "b", "c"]) sys.put(`d/${name}`, "");
        sys.mkdir("d/sub");
        const fd = sys.open("d");
        expect(sys.getdents(fd).slice(0, 2)).toEqual([".", ".."]);
        expect(sys.getdents(fd)).toEqual([]);
        sys.lseek(fd, 0);
        expect(sys.getdents(fd).slice(2).sort()).toEqual(["a", "b", "c", "sub"]);
      });

      test("neither skips nor repeats while names are removed on the way", () => {
        sys.mkdir("d");
        const names = Array.from({ length: 60 }, (_, i) => `file${String(i).padStart(2, "0")}`);
        for (const name of names) sys.put(`d/${name}`, "");
        const fd = sys.open("d");
        const seen: string[] = [];
        for (;;) {
          const [name] = sys.getdents(fd, 1);
          if (name === undefined) break;
          seen.push(name);
          if (name !== "." && name !== "..") expect(sys.unlink(`d/${name}`)).toBe(0);
        }
        expect(seen.slice(2).sort()).toEqual(names);
        expect(sys.rmdir("d")).toBe(0);
      });

      test("of a file is ENOTDIR", () => {
        sys.put("f", "");
        expect(sys.getdents(sys.open("f"))).toEqual(["ENOTDIR"]);
      });
    });

    describe("attributes", () => {
      test("utimens sets access and modification times to the second", () => {
        sys.put("f", "");
        expect(sys.utimens("f", 1e18, 1_500_000_000e9)).toBe(0);
        expect(sys.stat("f").atimeNs).toBe(1e18);
        expect(sys.stat("f").mtimeNs).toBe(1_500_000_000e9);
        expect(sys.utimens("f", "omit", 1_600_000_000e9)).toBe(0);
        expect(sys.stat("f").atimeNs).toBe(1e18);
        expect(sys.stat("f").mtimeNs).toBe(1_600_000_000e9);
      });

      test("chmod takes write permission away and gives it back", () => {
        sys.put("f", "");
        expect(sys.chmod("f", 0o444)).toBe(0);
        expect(sys.stat("f").mode & 0o222).toBe(0);
        expect(sys.chmod("f", 0o644)).toBe(0);
        expect(sys.stat("f").mode & 0o200).toBe(0o200);
        expect(sys.chmod("no", 0o644)).toBe("ENOENT");
      });

      test("access tells what is there", () => {
        sys.put("f", "");
        expect(sys.access("f", R_OK)).toBe(0);
        expect(sys.access("no", R_OK)).toBe("ENOENT");
        expect(sys.access("f", 64)).toBe("EINVAL");
      });

      test("dev and ino tell files apart", () => {
        sys.put("a", "");
        sys.put("b", "");
        expect(sys.stat("a").ino).not.toBe(sys.stat("b").ino);
        expect(sys.stat("a").dev).toBe(sys.stat("b").dev);
        expect(sys.stat("a").dev).not.toBe(sys.stat("/").dev);
      });
    });
  });
}
