import {
  EACCES,
  EFAULT,
  ENODEV,
  MAP_PRIVATE,
  MAP_SHARED,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import type { File } from "@keel/dfs";
import { mapFile, type UserThread } from "@keel/lwp";
import { describe, expect, test } from "vitest";
import { program } from "./elf-builder.ts";
import { World } from "./world.ts";

const PAGE = 4096;
const RW = PROT_READ | PROT_WRITE;

/** A world with a process to map into and a file of two and a half pages of the letter a. */
function setUp(): { world: World; thread: UserThread; open: (flags: number) => File } {
  const world = new World();
  world.addFile("/idle", program("loop: sys sched_yield\n j loop"));
  world.addFile("/data", new Uint8Array(PAGE * 2.5).fill(97), 0o644);
  const pid = world.spawn({ path: "/idle" });
  const thread = world.lwps.find(pid)?.leader;
  if (!thread) throw new Error("no thread");
  const open = (flags: number): File => {
    const file = world.run(world.vfs.open(world.vfs.kernelLookup, "/data", flags));
    if (typeof file === "number") throw new Error(`open: ${file}`);
    return file;
  };
  return { world, thread, open };
}

function byteAt(thread: UserThread, va: number): number {
  const byte = new Uint8Array(1);
  const error = thread.aspace.copyIn(va, byte);
  return error < 0 ? error : (byte[0] as number);
}

describe("mapFile", () => {
  test("shows the file, zeros after its end, and a bus error beyond its last page", () => {
    const { thread, open } = setUp();
    const file = open(O_RDONLY);
    const va = mapFile(thread, {
      va: 0,
      length: 4 * PAGE,
      prot: PROT_READ,
      flags: MAP_PRIVATE,
      file,
      offset: 0,
    });
    file.unref();
    expect(byteAt(thread, va + 2.5 * PAGE - 1)).toBe(97);
    expect(byteAt(thread, va + 2.5 * PAGE)).toBe(0);
    expect(byteAt(thread, va + 3 * PAGE)).toBe(-EFAULT);
    expect(thread.aspace.fault(va + 3 * PAGE, PROT_READ)).toBe(-5);
  });

  test("MAP_SHARED: stores are seen by read, writes by the mapping", () => {
    const { world, thread, open } = setUp();
    const file = open(O_RDWR);
    const va = mapFile(thread, { va: 0, length: PAGE, prot: RW, flags: MAP_SHARED, file, offset: 0 });
    thread.aspace.copyOut(va + 1, new Uint8Array([98]));
    expect(world.readText("/data").slice(0, 3)).toBe("aba");
    file.pwrite(new Uint8Array([99]), 0);
    expect(byteAt(thread, va)).toBe(99);
    thread.aspace.unmap(va, PAGE);
    world.lwps.pageCache.reclaim(Infinity);
    expect(world.readText("/data").slice(0, 3)).toBe("cba");
  });

  test("MAP_PRIVATE: stores stay with the process", () => {
    const { world, thread, open } = setUp();
    const file = open(O_RDONLY);
    const va = mapFile(thread, { va: 0, length: PAGE, prot: RW, flags: MAP_PRIVATE, file, offset: PAGE });
    thread.aspace.copyOut(va, new Uint8Array([98]));
    expect(byteAt(thread, va)).toBe(98);
    expect(world.readText("/data").includes("b")).toBe(false);
  });

  test("a shared mapping may write only what the file is open for", () => {
    const { thread, open } = setUp();
    const file = open(O_RDONLY);
    const mapping = { va: 0, length: PAGE, file, offset: 0 };
    expect(mapFile(thread, { ...mapping, prot: RW, flags: MAP_SHARED })).toBe(-EACCES);
    const va = mapFile(thread, { ...mapping, prot: PROT_READ, flags: MAP_SHARED });
    expect(thread.aspace.protect(va, PAGE, RW)).toBe(-EACCES);
    expect(mapFile(thread, { ...mapping, file: open(O_WRONLY), prot: PROT_READ, flags: MAP_SHARED })).toBe(
      -EACCES,
    );
  });

  test("what has no pages cannot be mapped", () => {
    const { world, thread } = setUp();
    const file = world.run(world.vfs.open(world.vfs.kernelLookup, "/", O_RDONLY));
    if (typeof file === "number") throw new Error("open");
    expect(
      mapFile(thread, { va: 0, length: PAGE, prot: PROT_READ, flags: MAP_PRIVATE, file, offset: 0 }),
    ).toBe(-ENODEV);
  });

  test("mappings keep an unlinked file alive, and its frames go with it", () => {
    const { world, thread, open } = setUp();
    const file = open(O_RDONLY);
    const va = mapFile(thread, {
      va: 0,
      length: 2 * PAGE,
      prot: PROT_READ,
      flags: MAP_SHARED,
      file,
      offset: 0,
    });
    byteAt(thread, va);
    file.unref();
    world.run(world.vfs.unlink(world.vfs.kernelLookup, "/data"));
    expect(byteAt(thread, va + PAGE)).toBe(97);
    const resident = world.lwps.pageCache.residentPages;
    thread.aspace.unmap(va, 2 * PAGE);
    expect(world.lwps.pageCache.residentPages).toBe(resident - 2);
  });
});

describe("PageCache", () => {
  test("fills each page once, for however many mappings", () => {
    const { world, thread, open } = setUp();
    const file = open(O_RDONLY);
    const { pageCache } = world.lwps;
    const before = pageCache.fillCount;
    for (let i = 0; i < 5; i++) {
      const va = mapFile(thread, {
        va: 0,
        length: PAGE,
        prot: PROT_READ,
        flags: MAP_PRIVATE,
        file,
        offset: 0,
      });
      expect(byteAt(thread, va)).toBe(97);
    }
    expect(pageCache.fillCount).toBe(before + 1);
  });

  test("reclaims idle pages only", () => {
    const { world, thread, open } = setUp();
    const file = open(O_RDONLY);
    const va = mapFile(thread, {
      va: 0,
      length: 2 * PAGE,
      prot: PROT_READ,
      flags: MAP_PRIVATE,
      file,
      offset: 0,
    });
    byteAt(thread, va);
    byteAt(thread, va + PAGE);
    thread.aspace.unmap(va + PAGE, PAGE);
    const { pageCache } = world.lwps;
    expect(pageCache.idlePages).toBe(1);
    expect(pageCache.reclaim(10)).toBe(1);
    expect(pageCache.idlePages).toBe(0);
    expect(byteAt(thread, va)).toBe(97);
  });
});
