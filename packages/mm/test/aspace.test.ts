import {
  EACCES,
  EEXIST,
  EFAULT,
  EINVAL,
  EIO,
  ENOMEM,
  EPERM,
  MAP_ANONYMOUS,
  MAP_FIXED,
  MAP_FIXED_NOREPLACE,
  MAP_GROWSDOWN,
  MAP_NORESERVE,
  MAP_POPULATE,
  MAP_PRIVATE,
  MAP_SHARED,
  PROT_EXEC,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
} from "@keel/abi";
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from "@keel/hart";
import { ACCESS_EXEC, ACCESS_READ, ACCESS_WRITE, type Aspace, STACK_TOP, USER_TOP } from "@keel/mm";
import { describe, expect, test } from "vitest";
import { forked, makeAspace, makeMemory, peek, poke, TestFile } from "./memory.ts";

const PAGE = 4096;
const RW = PROT_READ | PROT_WRITE;
const ANON = MAP_PRIVATE | MAP_ANONYMOUS;

/** The low ten bits of va's leaf entry as the hart finds them, 0 when there is none. */
function entryBits(space: Aspace, va: number): number {
  const index = space.table.find(va);
  return index < 0 ? 0 : (space.mm.words[index] as number) & 0xff;
}

function layoutOf(space: Aspace): [number, number, number][] {
  return [...space.areas()].map((a) => [a.start, a.end, a.prot]);
}

describe("Aspace.map", () => {
  test("takes no frame until a page is touched, and every frame comes back", () => {
    const { mm } = makeMemory();
    const before = mm.frames.freePages;
    const space = makeAspace(mm);
    const va = space.map({ length: 100 * PAGE, prot: RW, flags: ANON });
    expect(before - mm.frames.freePages).toBe(1);
    expect(poke(space, va + 5 * PAGE, 7)).toBe(0);
    expect(space.residentPages).toBe(1);
    expect(before - mm.frames.freePages).toBe(4);
    expect(peek(space, va + 5 * PAGE)).toBe(7);
    expect(peek(space, va)).toBe(0);
    space.unref();
    expect(mm.frames.freePages).toBe(before);
  });

  test("writes Sv39 entries with the rights asked for, A and D set so that the hart does not trap", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const rw = space.map({ length: PAGE, prot: RW, flags: ANON });
    const ro = space.map({ length: PAGE, prot: PROT_READ, flags: ANON });
    const rx = space.map({ length: PAGE, prot: PROT_READ | PROT_EXEC, flags: ANON });
    expect(space.fault(rw, ACCESS_READ)).toBe(0);
    expect(space.fault(ro, ACCESS_READ)).toBe(0);
    expect(space.fault(rx, ACCESS_EXEC)).toBe(0);
    expect(entryBits(space, rw)).toBe(PTE_V | PTE_R | PTE_W | PTE_U | PTE_A | PTE_D);
    expect(entryBits(space, ro) & ~PTE_D).toBe(PTE_V | PTE_R | PTE_U | PTE_A);
    expect(entryBits(space, rx) & ~PTE_D).toBe(PTE_V | PTE_R | PTE_X | PTE_U | PTE_A);
    expect(space.fault(ro, ACCESS_WRITE)).toBe(-EACCES);
    expect(space.fault(rw, ACCESS_EXEC)).toBe(-EACCES);
    expect(space.fault(0x5000_0000, ACCESS_READ)).toBe(-EFAULT);
    expect(space.fault(USER_TOP, ACCESS_READ)).toBe(-EFAULT);
    expect(space.fault(-1, ACCESS_READ)).toBe(-EFAULT);
    expect(space.fault(2 ** 64, ACCESS_READ)).toBe(-EFAULT);
  });

  test("goes downward from below the stack and merges equal neighbours", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const first = space.map({ length: PAGE, prot: RW, flags: ANON });
    const second = space.map({ length: 2 * PAGE, prot: RW, flags: ANON });
    expect(first).toBeLessThan(STACK_TOP);
    expect(second).toBe(first - 2 * PAGE);
    expect([...space.areas()].length).toBe(1);
  });

  test("honours a free hint and ignores a taken one", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    expect(space.map({ va: 0x1000_0123, length: PAGE, prot: RW, flags: ANON })).toBe(0x1000_0000);
    expect(space.map({ va: 0x1000_0000, length: PAGE, prot: RW, flags: ANON })).not.toBe(0x1000_0000);
  });

  test("MAP_FIXED replaces what is there, MAP_FIXED_NOREPLACE refuses", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const va = 0x1000_0000;
    space.map({ va, length: 4 * PAGE, prot: RW, flags: ANON | MAP_FIXED });
    poke(space, va + PAGE, 1);
    const noReplace = ANON | MAP_FIXED_NOREPLACE;
    expect(space.map({ va: va + 3 * PAGE, length: 2 * PAGE, prot: RW, flags: noReplace })).toBe(-EEXIST);
    expect(space.map({ va: va + PAGE, length: PAGE, prot: PROT_READ, flags: ANON | MAP_FIXED })).toBe(
      va + PAGE,
    );
    expect(peek(space, va + PAGE)).toBe(0);
    expect(layoutOf(space)).toEqual([
      [va, va + PAGE, RW],
      [va + PAGE, va + 2 * PAGE, PROT_READ],
      [va + 2 * PAGE, va + 4 * PAGE, RW],
    ]);
    expect(space.virtualSize).toBe(4 * PAGE);
  });

  test("refuses what cannot be, and changes nothing", () => {
    const { mm } = makeMemory(256);
    const space = makeAspace(mm);
    const fixed = ANON | MAP_FIXED;
    expect(space.map({ length: 0, prot: RW, flags: ANON })).toBe(-EINVAL);
    expect(space.map({ length: PAGE, prot: RW, flags: MAP_ANONYMOUS })).toBe(-EINVAL);
    expect(space.map({ length: PAGE, prot: RW, flags: ANON, offset: 5 })).toBe(-EINVAL);
    expect(space.map({ va: 0x1000_0001, length: PAGE, prot: RW, flags: fixed })).toBe(-EINVAL);
    expect(space.map({ va: 0, length: PAGE, prot: RW, flags: fixed })).toBe(-EPERM);
    expect(space.map({ va: USER_TOP - PAGE, length: 2 * PAGE, prot: RW, flags: fixed })).toBe(-ENOMEM);
    expect(space.map({ length: 2 ** 45, prot: RW, flags: ANON })).toBe(-ENOMEM);
    expect(space.map({ length: 257 * PAGE, prot: RW, flags: ANON })).toBe(-ENOMEM);
    expect(space.map({ length: 257 * PAGE, prot: RW, flags: ANON | MAP_NORESERVE })).toBeGreaterThan(0);
    space.sizeLimit = 300 * PAGE;
    expect(space.map({ length: 44 * PAGE, prot: RW, flags: ANON })).toBe(-ENOMEM);
    expect(space.map({ length: 43 * PAGE, prot: RW, flags: ANON })).toBeGreaterThan(0);
  });

  test("MAP_POPULATE brings the pages at once", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    space.map({ length: 9 * PAGE, prot: RW, flags: ANON | MAP_POPULATE });
    expect(space.residentPages).toBe(9);
  });
});

describe("Aspace.unmap", () => {
  test("cuts areas, gives frames and empty tables back and tells the hart", () => {
    const { mm, hart } = makeMemory();
    const space = makeAspace(mm);
    const empty = mm.frames.freePages;
    const va = 0x1000_0000;
    space.map({ va, length: 6 * PAGE, prot: RW, flags: ANON });
    for (let i = 0; i < 6; i++) poke(space, va + i * PAGE, i);
    hart.flushes.length = 0;
    expect(space.unmap(va + 2 * PAGE, 2 * PAGE)).toBe(0);
    expect(hart.flushes).toEqual([
      { asid: space.asid, va: va + 2 * PAGE },
      { asid: space.asid, va: va + 3 * PAGE },
    ]);
    expect(layoutOf(space)).toEqual([
      [va, va + 2 * PAGE, RW],
      [va + 4 * PAGE, va + 6 * PAGE, RW],
    ]);
    expect(peek(space, va + 2 * PAGE)).toBe(-EFAULT);
    expect(peek(space, va + 4 * PAGE)).toBe(4);
    expect(space.unmap(va, 6 * PAGE)).toBe(0);
    expect(mm.frames.freePages).toBe(empty);
    expect(space.unmap(va, 6 * PAGE)).toBe(0);
    expect(space.unmap(va + 1, PAGE)).toBe(-EINVAL);
    expect(space.unmap(va, 0)).toBe(-EINVAL);
    expect(space.unmap(USER_TOP - PAGE, 2 * PAGE)).toBe(-EINVAL);
  });

  test("keeps a table that a neighbour still uses", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const va = 0x1000_0000;
    space.map({ va, length: PAGE, prot: RW, flags: ANON });
    space.map({ va: va + 2 * PAGE, length: PAGE, prot: RW, flags: ANON });
    poke(space, va, 1);
    poke(space, va + 2 * PAGE, 2);
    space.unmap(va, PAGE);
    expect(peek(space, va + 2 * PAGE)).toBe(2);
    expect(space.table.tablePages).toBe(3);
  });
});

describe("Aspace.protect", () => {
  test("keeps contents through PROT_NONE and splits and merges areas", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const va = 0x1000_0000;
    space.map({ va, length: 3 * PAGE, prot: RW, flags: ANON });
    poke(space, va + PAGE, 42);
    expect(space.protect(va + PAGE, PAGE, PROT_NONE)).toBe(0);
    expect(peek(space, va + PAGE)).toBe(-EFAULT);
    expect(space.fault(va + PAGE, ACCESS_READ)).toBe(-EACCES);
    expect(layoutOf(space).length).toBe(3);
    expect(space.protect(va + PAGE, PAGE, RW)).toBe(0);
    expect(peek(space, va + PAGE)).toBe(42);
    expect(layoutOf(space).length).toBe(1);
    expect(space.residentPages).toBe(1);
  });

  test("takes the right to write away at once", () => {
    const { mm, hart } = makeMemory();
    const space = makeAspace(mm);
    const va = space.map({ length: 40 * PAGE, prot: RW, flags: ANON | MAP_POPULATE });
    hart.flushes.length = 0;
    expect(space.protect(va, 40 * PAGE, PROT_READ)).toBe(0);
    expect(hart.flushes.at(-1)).toEqual({ asid: space.asid, va: undefined });
    expect(poke(space, va, 1)).toBe(-EFAULT);
    expect(entryBits(space, va) & PTE_W).toBe(0);
    expect(peek(space, va)).toBe(0);
  });

  test("refuses holes, rights beyond maxProt, and bad arguments", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const va = 0x1000_0000;
    space.map({ va, length: PAGE, prot: PROT_READ, flags: ANON, maxProt: PROT_READ | PROT_EXEC });
    expect(space.protect(va, 2 * PAGE, PROT_READ)).toBe(-ENOMEM);
    expect(space.protect(va, PAGE, RW)).toBe(-EACCES);
    expect(space.protect(va + 1, PAGE, PROT_READ)).toBe(-EINVAL);
    expect(space.protect(va, PAGE, 0x80)).toBe(-EINVAL);
    expect(space.protect(va, 0, PROT_READ)).toBe(0);
  });
});

describe("Aspace.fork", () => {
  test("shares pages until one side writes", () => {
    const { mm } = makeMemory();
    const before = mm.frames.freePages;
    const parent = makeAspace(mm);
    const va = parent.map({ length: 4 * PAGE, prot: RW, flags: ANON | MAP_POPULATE });
    poke(parent, va, 1);
    const used = before - mm.frames.freePages;
    const child = forked(parent);
    // Root, two tables: no data page is copied.
    expect(before - mm.frames.freePages - used).toBe(3);
    expect(entryBits(parent, va) & PTE_W).toBe(0);
    poke(child, va, 2);
    expect([peek(parent, va), peek(child, va)]).toEqual([1, 2]);
    poke(parent, va + PAGE, 3);
    expect([peek(parent, va + PAGE), peek(child, va + PAGE)]).toEqual([3, 0]);
    child.unref();
    const free = mm.frames.freePages;
    poke(parent, va + 2 * PAGE, 4);
    // Nobody shares it any more: written in place.
    expect(mm.frames.freePages).toBe(free);
    parent.unref();
    expect(mm.frames.freePages).toBe(before);
  });

  test("MAP_SHARED memory stays one", () => {
    const { mm } = makeMemory();
    const before = mm.frames.freePages;
    const parent = makeAspace(mm);
    const va = parent.map({ length: 2 * PAGE, prot: RW, flags: MAP_SHARED | MAP_ANONYMOUS });
    poke(parent, va, 1);
    const child = forked(parent);
    poke(child, va, 2);
    poke(child, va + PAGE, 3);
    expect(peek(parent, va)).toBe(2);
    expect(peek(parent, va + PAGE)).toBe(3);
    parent.unref();
    expect(peek(child, va)).toBe(2);
    child.unref();
    expect(mm.frames.freePages).toBe(before);
  });

  test("hands private copies of file pages on, also when they are read-only by then", () => {
    const { mm } = makeMemory();
    const parent = makeAspace(mm);
    const object = new TestFile(mm, 2);
    const va = parent.map({ length: 2 * PAGE, prot: RW, flags: MAP_PRIVATE, object });
    poke(parent, va, 9);
    parent.protect(va, 2 * PAGE, PROT_READ);
    const child = forked(parent);
    expect(peek(child, va)).toBe(9);
    expect(peek(child, va + PAGE)).toBe(0x41);
  });
});

describe("MemObject mappings", () => {
  test("private: reads share the object's frame, the first write copies", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const object = new TestFile(mm, 3);
    const va = space.map({ length: 2 * PAGE, prot: RW, flags: MAP_PRIVATE, object, offset: PAGE });
    expect(peek(space, va)).toBe(0x41);
    expect(mm.frames.refCount(object.pages.get(1) as number)).toBe(2);
    poke(space, va, 1);
    expect(peek(space, va)).toBe(1);
    expect(peek(space, va + 1)).toBe(0x41);
    expect(mm.frames.refCount(object.pages.get(1) as number)).toBe(1);
    expect(mm.frameBytes(object.pages.get(1) as number)[0]).toBe(0x41);
    expect(object.written.size).toBe(0);
  });

  test("shared: the object hears of the first write of each page", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const object = new TestFile(mm, 2);
    const va = space.map({ length: 2 * PAGE, prot: RW, flags: MAP_SHARED, object });
    expect(peek(space, va)).toBe(0x40);
    expect(object.written.size).toBe(0);
    poke(space, va, 1);
    expect([...object.written]).toEqual([0]);
    expect(mm.frameBytes(object.pages.get(0) as number)[0]).toBe(1);
  });

  test("a page beyond the object's end is -EIO to the hart, -EFAULT to a copy", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const object = new TestFile(mm, 1);
    const va = space.map({ length: 2 * PAGE, prot: RW, flags: MAP_SHARED, object });
    expect(space.fault(va + PAGE, ACCESS_READ)).toBe(-EIO);
    expect(peek(space, va + PAGE)).toBe(-EFAULT);
  });

  test("references are counted through splits and merges", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const object = new TestFile(mm, 8);
    const va = space.map({ length: 8 * PAGE, prot: PROT_READ, flags: MAP_PRIVATE, object });
    expect(object.refs).toBe(2);
    space.protect(va + 2 * PAGE, PAGE, RW);
    expect(object.refs).toBe(4);
    space.protect(va + 2 * PAGE, PAGE, PROT_READ);
    expect(object.refs).toBe(2);
    space.unmap(va + 3 * PAGE, PAGE);
    expect(object.refs).toBe(3);
    space.unref();
    expect(object.refs).toBe(1);
  });
});

describe("Aspace stack", () => {
  function makeStack(space: Aspace): void {
    const flags = ANON | MAP_FIXED | MAP_GROWSDOWN;
    space.map({ va: STACK_TOP - 2 * PAGE, length: 2 * PAGE, prot: RW, flags, name: "[stack]" });
  }

  test("grows down to its limit", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    space.stackLimit = 64 * PAGE;
    makeStack(space);
    expect(poke(space, STACK_TOP - 40 * PAGE, 1)).toBe(0);
    expect(space.virtualSize).toBe(40 * PAGE);
    expect(space.residentPages).toBe(1);
    expect(poke(space, STACK_TOP - 64 * PAGE, 1)).toBe(0);
    expect(poke(space, STACK_TOP - 65 * PAGE, 1)).toBe(-EFAULT);
  });

  test("stops short of what lies below", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    makeStack(space);
    space.map({ va: STACK_TOP - 400 * PAGE, length: PAGE, prot: RW, flags: ANON | MAP_FIXED });
    expect(poke(space, STACK_TOP - 143 * PAGE, 1)).toBe(0);
    expect(poke(space, STACK_TOP - 144 * PAGE, 1)).toBe(-EFAULT);
  });
});

describe("Aspace.setBrk", () => {
  test("grows and shrinks the heap by bytes", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const base = 0x2000_0000;
    space.initBrk(base);
    expect(space.setBrk(0)).toBe(base);
    expect(space.setBrk(base + 100)).toBe(base + 100);
    expect(poke(space, base + 4095, 5)).toBe(0);
    expect(space.setBrk(base + 5 * PAGE)).toBe(base + 5 * PAGE);
    expect(peek(space, base + 4095)).toBe(5);
    expect([...space.areas()].length).toBe(1);
    expect(space.setBrk(base + 10)).toBe(base + 10);
    expect(peek(space, base + PAGE)).toBe(-EFAULT);
    expect(space.setBrk(base)).toBe(base);
    expect([...space.areas()].length).toBe(0);
  });

  test("answers the old end when it cannot grow", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const base = 0x2000_0000;
    space.initBrk(base);
    space.map({ va: base + 4 * PAGE, length: PAGE, prot: RW, flags: ANON | MAP_FIXED });
    expect(space.setBrk(base + 4 * PAGE)).toBe(base);
    expect(space.setBrk(base + 3 * PAGE)).toBe(base + 3 * PAGE);
    space.dataLimit = PAGE;
    space.setBrk(base);
    expect(space.setBrk(base + PAGE + 1)).toBe(base);
  });
});

describe("Aspace.discard", () => {
  test("private pages read as zeros or as the object again", () => {
    const { mm } = makeMemory();
    const space = makeAspace(mm);
    const anon = space.map({ length: PAGE, prot: RW, flags: ANON });
    const file = space.map({ length: PAGE, prot: RW, flags: MAP_PRIVATE, object: new TestFile(mm, 1) });
    poke(space, anon, 1);
    poke(space, file, 1);
    expect(space.discard(anon, PAGE)).toBe(0);
    expect(space.discard(file, PAGE)).toBe(0);
    expect([peek(space, anon), peek(space, file)]).toEqual([0, 0x40]);
    expect(space.discard(0x1000_0000, PAGE)).toBe(-ENOMEM);
  });
});

describe("MemorySystem code notifications", () => {
  test("the hart hears when the kernel writes to or frees a page that was mapped executable", () => {
    const { mm, hart } = makeMemory();
    const space = makeAspace(mm);
    const prot = RW | PROT_EXEC;
    const va = space.map({ length: PAGE, prot, flags: ANON });
    space.fault(va, ACCESS_EXEC);
    const pa = space.table.paOf(space.table.find(va));
    poke(space, va + 8, 1);
    expect(hart.codeChanges).toEqual([{ pa: pa + 8, length: 1 }]);
    space.unmap(va, PAGE);
    expect(hart.codeChanges.at(-1)).toEqual({ pa, length: PAGE });
    const data = space.map({ length: PAGE, prot: RW, flags: ANON });
    const count = hart.codeChanges.length;
    poke(space, data, 1);
    expect(hart.codeChanges.length).toBe(count);
  });
});
