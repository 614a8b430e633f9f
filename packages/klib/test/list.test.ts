import { describe, expect, test } from "vitest";
import { List, ListNode } from "../src/index.ts";

function nodes(...names: string[]): ListNode<string>[] {
  return names.map((name) => new ListNode(name));
}

describe("List", () => {
  test("a new list is empty and has neither first nor last", () => {
    const list = new List<string>();
    expect([list.isEmpty, list.first(), list.last(), list.count()]).toEqual([true, null, null, 0]);
    expect(list.removeFirst()).toBeNull();
  });

  test("keeps order: head before all, tail behind all", () => {
    const list = new List<string>();
    const [a, b, c] = nodes("a", "b", "c");
    list.insertTail(b!);
    list.insertHead(a!);
    list.insertTail(c!);
    expect(list.toArray()).toEqual(["a", "b", "c"]);
    expect([list.first(), list.last(), list.count()]).toEqual(["a", "c", 3]);
  });

  test("a node leaves from the middle, and can come back", () => {
    const list = new List<string>();
    const [a, b, c] = nodes("a", "b", "c");
    for (const node of [a!, b!, c!]) list.insertTail(node);
    b!.remove();
    expect(b!.isLinked).toBe(false);
    expect(list.toArray()).toEqual(["a", "c"]);
    b!.remove();
    b!.insertAfter(c!);
    expect(list.toArray()).toEqual(["a", "c", "b"]);
    expect(list.removeFirst()).toBe("a");
  });

  test("survives the removal of the element just walked over", () => {
    const list = new List<string>();
    const all = nodes("a", "b", "c");
    for (const node of all) list.insertTail(node);
    const seen: string[] = [];
    for (const name of list) {
      seen.push(name);
      all.find((node) => node.owner === name)!.remove();
    }
    expect(seen).toEqual(["a", "b", "c"]);
    expect(list.isEmpty).toBe(true);
  });
});
