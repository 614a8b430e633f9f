import { EBADF, EINVAL, EMFILE, O_RDWR } from "@keel/abi";
import { File } from "@keel/dfs";
import { FileTable } from "@keel/lwp";
import { describe, expect, test } from "vitest";

class Counted extends File {
  closed = 0;

  constructor() {
    super(null, O_RDWR);
  }

  protected override onClose(): void {
    this.closed++;
  }
}

describe("FileTable", () => {
  test("gives out the lowest free descriptor", () => {
    const table = new FileTable();
    expect([0, 1, 2].map(() => table.add(new Counted(), false))).toEqual([0, 1, 2]);
    table.close(1);
    expect(table.add(new Counted(), false)).toBe(1);
    expect(table.add(new Counted(), false, 10)).toBe(10);
    expect(table.add(new Counted(), false)).toBe(3);
  });

  test("keeps below its limit", () => {
    const table = new FileTable(2);
    table.add(new Counted(), false);
    expect(table.hasRoom(1)).toBe(true);
    expect(table.hasRoom(2)).toBe(false);
    table.add(new Counted(), false);
    expect(table.add(new Counted(), false)).toBe(-EMFILE);
    expect(table.dup(0, false)).toBe(-EMFILE);
    expect(table.dup(0, false, 2)).toBe(-EINVAL);
    expect(table.dupTo(0, 2, false)).toBe(-EBADF);
  });

  test("a file closes with its last descriptor", () => {
    const table = new FileTable();
    const file = new Counted();
    table.add(file, false);
    table.dup(0, true);
    table.dupTo(0, 7, false);
    expect(table.isCloexec(1)).toBe(true);
    expect([table.close(0), table.close(1), table.close(1)]).toEqual([0, 0, -EBADF]);
    expect(file.closed).toBe(0);
    table.close(7);
    expect(file.closed).toBe(1);
  });

  test("dupTo closes what was there, and leaves the same number alone", () => {
    const table = new FileTable();
    const old = new Counted();
    table.add(new Counted(), false);
    table.add(old, true);
    expect(table.dupTo(0, 0, false)).toBe(0);
    expect(table.dupTo(0, 1, false)).toBe(1);
    expect(old.closed).toBe(1);
    expect(table.isCloexec(1)).toBe(false);
    expect(table.dupTo(5, 1, false)).toBe(-EBADF);
  });

  test("fork shares files, exec closes what is marked, the last user closes all", () => {
    const table = new FileTable();
    const kept = new Counted();
    const marked = new Counted();
    table.add(kept, false);
    table.add(marked, true);
    const copy = table.copy();
    copy.closeOnExec();
    expect([...copy.entries()]).toEqual([[0, kept]]);
    expect(marked.closed).toBe(0);
    const shared = table.share();
    table.leave();
    expect(marked.closed).toBe(0);
    shared.leave();
    expect([kept.closed, marked.closed]).toEqual([0, 1]);
    copy.leave();
    expect(kept.closed).toBe(1);
  });
});
