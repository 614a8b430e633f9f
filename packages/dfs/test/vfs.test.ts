import {
  MNT_DETACH,
  MS_BIND,
  MS_RDONLY,
  MS_REMOUNT,
  O_CREAT,
  O_DIRECTORY,
  O_PATH,
  O_RDONLY,
  O_RDWR,
  O_TMPFILE,
  O_WRONLY,
  R_OK,
  S_IFCHR,
  S_IFDIR,
  S_IFMT,
  ST_RDONLY,
  W_OK,
  X_OK,
} from "@keel/abi";
import { beforeEach, describe, expect, test } from "vitest";
import { lookupAt } from "../src/index.ts";
import { makeRamVfs, Posix, runNow } from "./posix.ts";

let sys: Posix;

beforeEach(() => {
  sys = new Posix(makeRamVfs());
});

describe("Vfs: paths", () => {
  test("dot, dot-dot, repeated and trailing slashes name what POSIX says", () => {
    sys.mkdir("/a");
    sys.mkdir("/a/b");
    sys.put("/a/f", "file");
    expect(sys.cat("//a///b/.././b/../f")).toBe("file");
    expect(sys.cat("/../../a/f")).toBe("file");
    expect(sys.exists("/a/f/")).toBe("ENOTDIR");
    expect(sys.exists("/a/f/.")).toBe("ENOTDIR");
    expect(sys.exists("/a/f/..")).toBe("ENOTDIR");
    expect(sys.exists("/a/b/")).toBe(0);
    expect(sys.exists("/")).toBe(0);
    expect(sys.exists("")).toBe("ENOENT");
    expect(sys.exists("/none/..")).toBe("ENOENT");
  });

  test("a path of 4095 bytes is walked, one of 4096 is ENAMETOOLONG", () => {
    sys.put("/f", "x");
    expect(sys.cat(`${"/".repeat(4094)}f`)).toBe("x");
    expect(sys.cat(`${"/".repeat(4095)}f`)).toBe("ENAMETOOLONG");
    expect(sys.exists("ü".repeat(2048))).toBe("ENAMETOOLONG");
  });

  test("40 symbolic links are followed, the 41st is ELOOP", () => {
    sys.put("/l0", "end");
    for (let i = 1; i <= 41; i++) sys.symlink(`l${i - 1}`, `/l${i}`);
    expect(sys.cat("/l40")).toBe("end");
    expect(sys.cat("/l41")).toBe("ELOOP");
  });

  test("a trailing slash follows a symbolic link, for lstat as well", () => {
    sys.mkdir("/d");
    sys.symlink("d", "/l");
    sys.put("/f", "");
    sys.symlink("f", "/lf");
    expect(sys.lstat("/l/").mode & S_IFMT).toBe(S_IFDIR);
    expect(sys.readlink("/l/")).toBe("EINVAL");
    expect(sys.exists("/lf/")).toBe("ENOTDIR");
    expect(sys.rmdir("/l")).toBe("ENOTDIR");
    expect(sys.mkdir("/l/sub")).toBe(0);
    expect(sys.ls("/d")).toEqual(["sub"]);
  });

  test("getcwd follows chdir through links to the real path", () => {
    sys.mkdir("/a");
    sys.mkdir("/a/b");
    sys.symlink("a/b", "/short");
    expect(sys.chdir("/short")).toBe(0);
    expect(sys.getcwd()).toBe("/a/b");
    expect(sys.chdir("..")).toBe(0);
    expect(sys.getcwd()).toBe("/a");
    expect(sys.chdir("/nowhere")).toBe("ENOENT");
  });

  test("a changed root is the top for absolute paths, dot-dot, links and getcwd", () => {
    sys.mkdir("/jail");
    sys.mkdir("/jail/sub");
    sys.put("/secret", "outside");
    sys.put("/jail/secret", "inside");
    sys.symlink("/secret", "/jail/link");
    sys.chdir("/jail/sub");
    const jail = runNow(sys.vfs.resolve(sys.base, "/jail", true));
    if (typeof jail === "number") throw new Error("no jail");
    sys.root = jail;
    expect(sys.cat("/secret")).toBe("inside");
    expect(sys.cat("../../../secret")).toBe("inside");
    expect(sys.cat("/link")).toBe("inside");
    expect(sys.getcwd()).toBe("/sub");
  });

  test("the *at calls start at a directory's description", () => {
    sys.mkdir("/d");
    sys.put("/d/f", "at");
    const { location } = sys.file(sys.open("/d", O_RDONLY | O_DIRECTORY));
    if (location === null) throw new Error("no location");
    const base = lookupAt(sys.base, location);
    expect(runNow(sys.vfs.stat(base, "f", true))).toMatchObject({ size: 2 });
    const file = sys.file(sys.open("/d/f")).location;
    if (file === null) throw new Error("no location");
    expect(runNow(sys.vfs.stat(lookupAt(sys.base, file), "x", true))).toBe(-20);
  });

  test("O_PATH opens a place to start from but not its contents", () => {
    sys.put("/f", "data");
    const fd = sys.open("/f", O_PATH);
    expect(sys.read(fd)).toBe("EBADF");
    expect(sys.write(fd, "x")).toBe("EBADF");
    expect(sys.fstat(fd).size).toBe(4);
  });

  test("O_TMPFILE makes a file without a name", () => {
    sys.mkdir("/tmp");
    const fd = sys.open("/tmp", O_TMPFILE | O_RDWR, 0o600);
    expect(sys.write(fd, "hidden")).toBe(6);
    expect(sys.pread(fd, 10, 0)).toBe("hidden");
    expect(sys.fstat(fd).nlink).toBe(0);
    expect(sys.ls("/tmp")).toEqual([]);
    expect(sys.open("/tmp", O_TMPFILE | O_RDONLY)).toBe("EINVAL");
  });
});

describe("Vfs: mounts", () => {
  test("a mount covers a directory, and umount uncovers it", () => {
    sys.mkdir("/mnt");
    sys.put("/mnt/below", "hidden");
    expect(sys.mount("none", "/mnt", "tmpfs")).toBe(0);
    expect(sys.ls("/mnt")).toEqual([]);
    sys.put("/mnt/above", "");
    expect(sys.stat("/mnt").ino).toBe(1);
    expect(sys.stat("/mnt").dev).not.toBe(sys.stat("/").dev);
    expect(sys.umount("/mnt")).toBe(0);
    expect(sys.ls("/mnt")).toEqual(["below"]);
  });

  test("dot-dot leaves a mount for the directory that holds the mount point", () => {
    sys.mkdir("/a");
    sys.mkdir("/a/mnt");
    sys.put("/a/f", "next to it");
    sys.mount("none", "/a/mnt", "tmpfs");
    sys.mkdir("/a/mnt/d");
    expect(sys.cat("/a/mnt/d/../../f")).toBe("next to it");
    sys.chdir("/a/mnt/d");
    expect(sys.getcwd()).toBe("/a/mnt/d");
    const fd = sys.open("/a/mnt");
    const file = sys.file(fd);
    file.pos = 1;
    expect(runNow(file.readdir())).toMatchObject({ name: "..", ino: sys.stat("/a").ino });
  });

  test("mounts stack, and the newest is seen", () => {
    sys.mkdir("/mnt");
    sys.mount("one", "/mnt", "tmpfs");
    sys.put("/mnt/one", "");
    sys.mount("two", "/mnt", "tmpfs");
    expect(sys.ls("/mnt")).toEqual([]);
    expect(sys.vfs.mounts().map(({ source, target }) => [source, target])).toEqual([
      ["root", "/"],
      ["one", "/mnt"],
      ["two", "/mnt"],
    ]);
    expect(sys.umount("/mnt")).toBe(0);
    expect(sys.ls("/mnt")).toEqual(["one"]);
  });

  test("umount is EBUSY while a file is open, a mount is inside or a process stands there", () => {
    sys.mkdir("/mnt");
    sys.mount("none", "/mnt", "tmpfs");
    sys.put("/mnt/f", "");
    const fd = sys.open("/mnt/f");
    expect(sys.umount("/mnt")).toBe("EBUSY");
    sys.close(fd);
    sys.mkdir("/mnt/inner");
    sys.mount("none", "/mnt/inner", "tmpfs");
    expect(sys.umount("/mnt")).toBe("EBUSY");
    expect(sys.umount("/mnt/inner")).toBe(0);
    sys.vfs.addLocationHolder(() => [sys.cwd]);
    sys.chdir("/mnt");
    expect(sys.umount("/mnt")).toBe("EBUSY");
    sys.chdir("/");
    expect(sys.umount("/mnt")).toBe(0);
    expect(sys.umount("/mnt")).toBe("EINVAL");
    expect(sys.umount("/")).toBe("EBUSY");
  });

  test("a lazy umount takes the tree away and leaves open files usable", () => {
    sys.mkdir("/mnt");
    sys.mount("none", "/mnt", "tmpfs");
    sys.put("/mnt/f", "still");
    const fd = sys.open("/mnt/f");
    expect(sys.umount("/mnt", MNT_DETACH)).toBe(0);
    expect(sys.ls("/mnt")).toEqual([]);
    expect(sys.read(fd)).toBe("still");
    sys.close(fd);
  });

  test("a mount point cannot be removed or renamed", () => {
    sys.mkdir("/mnt");
    sys.mkdir("/other");
    sys.mount("none", "/mnt", "tmpfs");
    expect(sys.rmdir("/mnt")).toBe("EBUSY");
    expect(sys.rename("/mnt", "/moved")).toBe("EBUSY");
    expect(sys.rename("/other", "/mnt")).toBe("EBUSY");
  });

  test("links and renames between mounts are EXDEV", () => {
    sys.mkdir("/mnt");
    sys.mount("none", "/mnt", "tmpfs");
    sys.put("/f", "");
    expect(sys.link("/f", "/mnt/f")).toBe("EXDEV");
    expect(sys.rename("/f", "/mnt/f")).toBe("EXDEV");
  });

  test("read-only: nothing changes, and remount makes it writable", () => {
    sys.mkdir("/mnt");
    sys.mount("none", "/mnt", "tmpfs", 0, "mode=0755");
    sys.put("/mnt/f", "kept");
    expect(sys.mount("none", "/mnt", "", MS_REMOUNT | MS_RDONLY)).toBe(0);
    expect(sys.open("/mnt/f", O_WRONLY)).toBe("EROFS");
    expect(sys.open("/mnt/g", O_WRONLY | O_CREAT)).toBe("EROFS");
    expect(sys.mkdir("/mnt/d")).toBe("EROFS");
    expect(sys.unlink("/mnt/f")).toBe("EROFS");
    expect(sys.rename("/mnt/f", "/mnt/g")).toBe("EROFS");
    expect(sys.chmod("/mnt/f", 0o600)).toBe("EROFS");
    expect(sys.utimens("/mnt/f", "now", "now")).toBe("EROFS");
    expect(sys.truncate("/mnt/f", 0)).toBe("EROFS");
    expect(sys.access("/mnt/f", W_OK)).toBe("EROFS");
    expect(sys.cat("/mnt/f")).toBe("kept");
    const statfs = runNow(sys.vfs.statfs(sys.base, "/mnt"));
    expect(typeof statfs === "number" ? statfs : statfs.flags & ST_RDONLY).toBe(ST_RDONLY);
    expect(sys.mount("none", "/mnt", "", MS_REMOUNT)).toBe(0);
    expect(sys.unlink("/mnt/f")).toBe(0);
  });

  test("remounting read-only is EBUSY while a file is open for writing", () => {
    sys.mkdir("/mnt");
    sys.mount("none", "/mnt", "tmpfs");
    const fd = sys.open("/mnt/f", O_WRONLY | O_CREAT);
    expect(sys.mount("none", "/mnt", "", MS_REMOUNT | MS_RDONLY)).toBe("EBUSY");
    sys.close(fd);
    expect(sys.mount("none", "/mnt", "", MS_REMOUNT | MS_RDONLY)).toBe(0);
  });

  test("a bind mount shows a directory a second time, under its own path", () => {
    sys.mkdir("/a");
    sys.mkdir("/a/sub");
    sys.mkdir("/b");
    expect(sys.mount("/a", "/b", "", MS_BIND)).toBe(0);
    sys.put("/b/sub/f", "shared");
    expect(sys.cat("/a/sub/f")).toBe("shared");
    sys.chdir("/b/sub");
    expect(sys.getcwd()).toBe("/b/sub");
    expect(sys.rename("/a/sub/f", "/b/sub/g")).toBe("EXDEV");
    sys.chdir("/");
    expect(sys.umount("/b")).toBe(0);
    expect(sys.ls("/b")).toEqual([]);
  });

  test("refuses unknown kinds, missing and non-directory targets", () => {
    sys.put("/f", "");
    sys.mkdir("/d");
    expect(sys.mount("none", "/d", "nofs")).toBe("ENODEV");
    expect(sys.mount("none", "/missing", "tmpfs")).toBe("ENOENT");
    expect(sys.mount("none", "/f", "tmpfs")).toBe("ENOTDIR");
    expect(sys.mount("none", "/d", "tmpfs", 0, "size=lots")).toBe("EINVAL");
  });
});

describe("Vfs: permissions", () => {
  let user: Posix;

  beforeEach(() => {
    user = new Posix(sys.vfs, 1000);
    sys.put("/private", "x", 0o600);
    sys.put("/public", "x", 0o644);
    sys.mkdir("/closed", 0o700);
    sys.put("/closed/f", "x");
    sys.mkdir("/tmp");
    sys.chmod("/tmp", 0o1777);
  });

  test("others read what the mode lets them, and root reads everything", () => {
    expect(user.open("/private")).toBe("EACCES");
    expect(user.cat("/public")).toBe("x");
    expect(user.open("/public", O_WRONLY)).toBe("EACCES");
    expect(user.exists("/closed/f")).toBe("EACCES");
    expect(user.open("/new", O_WRONLY | O_CREAT)).toBe("EACCES");
    expect(sys.cat("/private")).toBe("x");
  });

  test("owner, group and others each have their own bits, and the first that fits counts", () => {
    sys.put("/f", "x", 0o040);
    sys.chown("/f", 1000, 1000);
    expect(user.open("/f")).toBe("EACCES");
    const member = new Posix(sys.vfs, 1001);
    member.gid = 1000;
    expect(member.cat("/f")).toBe("x");
  });

  test("root runs a file only if somebody may", () => {
    expect(sys.access("/public", X_OK)).toBe("EACCES");
    sys.chmod("/public", 0o001);
    expect(sys.access("/public", X_OK | R_OK | W_OK)).toBe(0);
    expect(sys.access("/closed", X_OK)).toBe(0);
  });

  test("in a sticky directory only the owner takes a name away", () => {
    user.put("/tmp/mine", "");
    const other = new Posix(sys.vfs, 1001);
    expect(other.unlink("/tmp/mine")).toBe("EPERM");
    expect(other.rename("/tmp/mine", "/tmp/stolen")).toBe("EPERM");
    expect(user.rename("/tmp/mine", "/tmp/still-mine")).toBe(0);
    expect(user.unlink("/tmp/still-mine")).toBe(0);
  });

  test("chmod, chown and chosen times are the owner's", () => {
    expect(user.chmod("/public", 0o777)).toBe("EPERM");
    expect(user.utimens("/public", 0, 0)).toBe("EPERM");
    expect(user.utimens("/public", "now", "now")).toBe("EACCES");
    user.put("/tmp/mine", "");
    expect(user.chmod("/tmp/mine", 0o4755)).toBe(0);
    expect(user.chown("/tmp/mine", 0, -1)).toBe("EPERM");
    expect(user.chown("/tmp/mine", -1, 1000)).toBe(0);
    expect(user.stat("/tmp/mine").mode & 0o7777).toBe(0o755);
  });

  test("the umask applies to what is made, and set-group-ID directories hand on their group", () => {
    sys.umask = 0o027;
    sys.put("/f", "", 0o666);
    sys.mkdir("/d", 0o777);
    expect(sys.stat("/f").mode & 0o777).toBe(0o640);
    expect(sys.stat("/d").mode & 0o777).toBe(0o750);
    sys.chown("/d", 0, 7);
    sys.chmod("/d", 0o2775);
    sys.mkdir("/d/sub");
    expect(sys.stat("/d/sub").gid).toBe(7);
    expect(sys.stat("/d/sub").mode & 0o2000).toBe(0o2000);
  });

  test("a file made with mode 0 can be written by its maker", () => {
    const fd = user.open("/tmp/f", O_WRONLY | O_CREAT, 0);
    expect(user.write(fd, "x")).toBe(1);
    expect(user.open("/tmp/f")).toBe("EACCES");
  });

  test("only root makes device nodes", () => {
    expect(user.mknod("/tmp/dev", S_IFCHR | 0o666, 0x103)).toBe("EPERM");
    expect(sys.mknod("/tmp/dev", S_IFCHR | 0o666, 0x103)).toBe(0);
    expect(sys.stat("/tmp/dev").rdev).toBe(0x103);
    expect(sys.mknod("/tmp/dir", S_IFDIR)).toBe("EPERM");
  });
});

describe("Vfs: text busy", () => {
  test("a running program is not written, a written one not run", () => {
    sys.put("/prog", "code");
    const { vnode } = sys.file(sys.open("/prog"));
    if (vnode === null) throw new Error("no vnode");
    expect(vnode.writers).toBe(0);
    vnode.runners++;
    expect(sys.open("/prog", O_WRONLY)).toBe("ETXTBSY");
    expect(sys.truncate("/prog", 0)).toBe("ETXTBSY");
    vnode.runners--;
    const fd = sys.open("/prog", O_WRONLY);
    expect(vnode.writers).toBe(1);
    sys.close(fd);
    expect(vnode.writers).toBe(0);
  });
});

describe("Vfs: descriptions know their path", () => {
  test("under today's directory names, with a mark when the file is gone", () => {
    sys.mkdir("/a");
    sys.put("/a/f", "");
    const fd = sys.open("/a/f");
    expect(sys.file(fd).path).toBe("/a/f");
    sys.rename("/a", "/b");
    expect(sys.file(fd).path).toBe("/b/f");
    sys.unlink("/b/f");
    expect(sys.file(fd).path).toBe("/b/f (deleted)");
  });
});
