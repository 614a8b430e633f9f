import {
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  RT_DEVICE_FLAG_RDWR,
  S_IFCHR,
  S_IFLNK,
  S_IFMT,
} from "@keel/abi";
import { type Device, DeviceTable, DEVICES, NullDevice, ZeroDevice } from "@keel/device";
import { beforeEach, describe, expect, test } from "vitest";
import { devFs } from "../../src/index.ts";
import { makeRamVfs, Posix } from "../posix.ts";

let sys: Posix;
let table: DeviceTable;

function register(device: Device, name: string): Device {
  expect(table.register(device, name, RT_DEVICE_FLAG_RDWR)).toBe(0);
  return device;
}

beforeEach(() => {
  const vfs = makeRamVfs();
  vfs.registerFileSystem(devFs());
  vfs.registerFileSystem(devFs("devtmpfs"));
  table = new DeviceTable(vfs.kernel);
  vfs.kernel.provide(DEVICES, table);
  sys = new Posix(vfs);
  sys.mkdir("/dev");
  register(new NullDevice(vfs.kernel), "null");
  sys.mount("dev", "/dev", "devfs");
});

describe("devFs", () => {
  test("has a node for each registered device, with its number", () => {
    expect(sys.stat("/dev/null").mode & S_IFMT).toBe(S_IFCHR);
    expect(sys.stat("/dev/null").rdev).toBe(0x103);
    expect(sys.stat("/dev/null").mode & 0o777).toBe(0o666);
    expect(sys.ls("/dev")).toEqual(["fd", "null", "stderr", "stdin", "stdout"]);
  });

  test("nodes read and write the device", () => {
    const fd = sys.open("/dev/null", O_RDWR);
    expect(sys.write(fd, "gone")).toBe(4);
    expect(sys.read(fd)).toBe("");
    expect(sys.lseek(fd, 100)).toBe(0);
    register(new ZeroDevice(sys.vfs.kernel), "zero");
    expect(sys.read(sys.open("/dev/zero"), 3)).toBe("\0\0\0");
    expect(sys.read(sys.open("/dev/zero", O_RDONLY | O_NONBLOCK), 2)).toBe("\0\0");
  });

  test("nodes come and go with the devices, and keep what chmod set meanwhile", () => {
    const zero = register(new ZeroDevice(sys.vfs.kernel), "zero");
    const { ino } = sys.stat("/dev/zero");
    sys.chmod("/dev/zero", 0o600);
    expect(sys.stat("/dev/zero")).toMatchObject({ ino, mode: S_IFCHR | 0o600 });
    table.unregister(zero);
    expect(sys.exists("/dev/zero")).toBe("ENOENT");
    expect(sys.ls("/dev")).not.toContain("zero");
  });

  test("a slash in a device's name makes a directory", () => {
    register(new NullDevice(sys.vfs.kernel), "pts/0");
    register(new NullDevice(sys.vfs.kernel), "pts/1");
    expect(sys.ls("/dev/pts")).toEqual(["0", "1"]);
    expect(sys.write(sys.open("/dev/pts/0", O_WRONLY), "x")).toBe(1);
  });

  test("the standard streams are links to the caller's descriptors", () => {
    expect(sys.lstat("/dev/stdin").mode & S_IFMT).toBe(S_IFLNK);
    expect(sys.readlink("/dev/fd")).toBe("/proc/self/fd");
    expect(sys.readlink("/dev/stderr")).toBe("/proc/self/fd/2");
  });

  test("users add links, nodes and directories, but no files", () => {
    expect(sys.symlink("null", "/dev/void")).toBe(0);
    expect(sys.write(sys.open("/dev/void", O_WRONLY), "x")).toBe(1);
    expect(sys.mkdir("/dev/shm")).toBe(0);
    expect(sys.mount("none", "/dev/shm", "tmpfs")).toBe(0);
    sys.put("/dev/shm/f", "x");
    expect(sys.mknod("/dev/nil", S_IFCHR | 0o600, 0x103)).toBe(0);
    expect(sys.write(sys.open("/dev/nil", O_WRONLY), "xyz")).toBe(3);
    expect(sys.open("/dev/file", O_WRONLY | 0o100)).toBe("EACCES");
    expect(sys.unlink("/dev/nil")).toBe(0);
  });

  test("a node elsewhere finds the device by its number; without a device it is ENXIO", () => {
    sys.mknod("/null", S_IFCHR | 0o666, 0x103);
    expect(sys.write(sys.open("/null", O_WRONLY), "x")).toBe(1);
    sys.mknod("/nodev", S_IFCHR | 0o666, 0x9909);
    expect(sys.open("/nodev", O_WRONLY)).toBe("ENXIO");
  });

  test("is one tree wherever it is mounted", () => {
    sys.mkdir("/dev2");
    sys.mount("dev", "/dev2", "devfs");
    sys.symlink("null", "/dev2/void");
    expect(sys.readlink("/dev/void")).toBe("null");
  });
});
