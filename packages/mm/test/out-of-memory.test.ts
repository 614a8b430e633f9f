import {
  ENOMEM,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_PRIVATE,
  MAP_SHARED,
  MREMAP_FIXED,
  MREMAP_MAYMOVE,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import { Aspace } from "@keel/mm";
import { describe, expect, test } from "vitest";
import { makeMemory, peek, poke, TestFile } from "./memory.ts";

const PAGE = 4096;
const RW = PROT_READ | PROT_WRITE;
const VA = 0x1010_0000;

/** Runs `work` once for each allocation in it, that one failing, until it gets through; all frames must be back each time. */
function failEach(work: (mm: ReturnType<typeof makeMemory>["mm"]) => number): number {
  for (let n = 0; n < 500; n++) {
    const { mm } = makeMemory();
    const before = mm.frames.freePages;
    mm.frames.failAfter(n);
    const result = work(mm);
    mm.frames.failAfter(Infinity);
    expect(mm.frames.freePages, `allocation ${n} failing`).toBe(before);
    if (result === 0) return n;
    expect(result).toBe(-ENOMEM);
  }
  throw new Error("never got through");
}

describe("memory exhausted at any allocation", () => {
  test("a busy space answers -ENOMEM and gives everything back", () => {
    const points = failEach((mm) => {
      const space = Aspace.create(mm);
      if (typeof space === "number") return space;
      const object = new TestFile(mm, 4);
      const finish = (result: number): number => {
        space.unref();
        object.drop();
        expect(object.refs).toBe(1);
        return result;
      };
      space.map({ va: VA, length: 3 * PAGE, prot: RW, flags: MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED });
      space.map({ va: 2 * VA, length: 3 * PAGE, prot: RW, flags: MAP_PRIVATE | MAP_FIXED, object });
      space.map({ va: 3 * VA, length: 3 * PAGE, prot: RW, flags: MAP_SHARED | MAP_FIXED | MAP_ANONYMOUS });
      for (const base of [VA, 2 * VA, 3 * VA]) {
        for (let i = 0; i < 3; i++) {
          const error = space.copyOut(base + i * PAGE, new Uint8Array(8));
          if (error < 0) return finish(error);
        }
      }
      return finish(0);
    });
    expect(points).toBe(1 + 2 + 3 * 1 + 3 + 6 + 3 - 1);
  });

  test("fork leaves the parent as it was", () => {
    failEach((mm) => {
      const space = Aspace.create(mm);
      if (typeof space === "number") return space;
      space.map({ va: VA, length: 3 * PAGE, prot: RW, flags: MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED });
      space.map({ va: 4 * VA, length: 3 * PAGE, prot: RW, flags: MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED });
      let error = poke(space, VA, 1);
      if (error === 0) error = poke(space, 4 * VA, 2);
      const child = error === 0 ? space.fork() : error;
      if (typeof child === "number") error = child;
      else error = poke(child, VA, 3);
      if (error === 0 || (typeof child === "number" && space.residentPages === 2)) {
        expect([peek(space, VA), peek(space, 4 * VA)]).toEqual([1, 2]);
      }
      if (typeof child !== "number") child.unref();
      space.unref();
      return error;
    });
  });

  test("remap moves wholly or not at all", () => {
    failEach((mm) => {
      const space = Aspace.create(mm);
      if (typeof space === "number") return space;
      const tables = space.table;
      space.map({ va: VA, length: 500 * PAGE, prot: RW, flags: MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED });
      let error = poke(space, VA, 1);
      if (error === 0) error = poke(space, VA + 499 * PAGE, 2);
      if (error === 0) {
        const before = tables.tablePages;
        const target = 9 * VA;
        error = Math.min(0, space.remap(VA, 500 * PAGE, 500 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target));
        const at = error === 0 ? target : VA;
        expect([peek(space, at), peek(space, at + 499 * PAGE)]).toEqual([1, 2]);
        if (error < 0) expect(tables.tablePages).toBe(before);
      }
      space.unref();
      return error;
    });
  });
});
