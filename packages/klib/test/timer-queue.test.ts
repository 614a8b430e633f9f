import { describe, expect, test } from "vitest";
import { TimerNode, TimerQueue } from "../src/index.ts";

/** A small deterministic generator, so that a failure repeats. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

function drain(queue: TimerQueue<string>, nowNs: number): string[] {
  const out: string[] = [];
  for (let node = queue.popDue(nowNs); node !== null; node = queue.popDue(nowNs)) out.push(node.owner);
  return out;
}

describe("TimerQueue", () => {
  test("hands out what is due, earliest first", () => {
    const queue = new TimerQueue<string>();
    queue.insert(new TimerNode("late"), 30);
    queue.insert(new TimerNode("early"), 10);
    queue.insert(new TimerNode("middle"), 20);
    expect(queue.nextNs).toBe(10);
    expect(drain(queue, 20)).toEqual(["early", "middle"]);
    expect([queue.nextNs, queue.size]).toEqual([30, 1]);
    expect(queue.first()?.owner).toBe("late");
  });

  test("equal deadlines come out in the order they went in", () => {
    const queue = new TimerQueue<string>();
    const names = Array.from({ length: 100 }, (_, i) => `t${i}`);
    for (const name of names) queue.insert(new TimerNode(name), 5);
    expect(drain(queue, 5)).toEqual(names);
    expect(queue.nextNs).toBe(Infinity);
  });

  test("a node that starts over goes behind its equals", () => {
    const queue = new TimerQueue<string>();
    const first = new TimerNode("first");
    queue.insert(first, 5);
    queue.insert(new TimerNode("second"), 5);
    expect(queue.remove(first)).toBe(true);
    queue.insert(first, 5);
    expect(drain(queue, 5)).toEqual(["second", "first"]);
  });

  test("removing what is not queued says so", () => {
    const queue = new TimerQueue<string>();
    const node = new TimerNode("x");
    expect(queue.remove(node)).toBe(false);
    queue.insert(node, 1);
    expect(node.isQueued).toBe(true);
    drain(queue, 1);
    expect(queue.remove(node)).toBe(false);
  });

  test("agrees with a sorted list over random inserts and removals", () => {
    const seed = 20_261_121;
    const next = random(seed);
    const queue = new TimerQueue<number>();
    let model: { node: TimerNode<number>; deadline: number; arrival: number }[] = [];
    const order = (a: (typeof model)[number], b: (typeof model)[number]): number =>
      a.deadline - b.deadline || a.arrival - b.arrival;
    for (let arrival = 0; arrival < 5000; arrival++) {
      if (next() < 0.6 || model.length === 0) {
        const node = new TimerNode(arrival);
        const deadline = Math.floor(next() * 50);
        queue.insert(node, deadline);
        model.push({ node, deadline, arrival });
      } else if (next() < 0.5) {
        const [gone] = model.splice(Math.floor(next() * model.length), 1);
        expect(queue.remove(gone!.node), `seed ${seed}`).toBe(true);
      } else {
        model.sort(order);
        expect(queue.popDue(Infinity)?.owner, `seed ${seed}`).toBe(model.shift()!.arrival);
      }
      const earliest = model.reduce((least, entry) => Math.min(least, entry.deadline), Infinity);
      expect(queue.nextNs, `seed ${seed}`).toBe(earliest);
    }
    model = model.sort(order);
    expect(queue.sorted().map((node) => node.owner)).toEqual(model.map((entry) => entry.arrival));
  });
});
