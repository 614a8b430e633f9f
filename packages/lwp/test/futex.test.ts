import { EAGAIN, EDEADLK, EINVAL, EPERM, ESRCH, ETIMEDOUT } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { program } from "./elf-builder.ts";
import { World } from "./world.ts";

const THREAD = 0x10f00;
const WORD = 0x20000;

const thread = (stack: number): string => `
  li a0, ${THREAD}
  li a1, ${stack}
  li a2, 0
  li a3, 0
  li a4, 0
  sys clone
`;

/** futex(va, op, value, a3, va2, value3). */
const futex = (op: number, value: number | string, a3 = 0, va2 = 0, value3 = 0, va = WORD): string => `
  li a0, ${va}
  li a1, ${op}
  ${typeof value === "number" ? `li a2, ${value}` : `mv a2, ${value}`}
  li a3, ${a3}
  li a4, ${va2}
  li a5, ${value3}
  sys futex
`;

/** nanosleep(ns). */
const nap = (ns: number): string => `
  addi sp, sp, -16
  sd zero, 0(sp)
  li t0, ${ns}
  sd t0, 8(sp)
  mv a0, sp
  li a1, 0
  sys nanosleep
  addi sp, sp, 16
`;

const say = (letter: string): string => `
  addi sp, sp, -16
  li t0, ${letter.charCodeAt(0)}
  sb t0, 0(sp)
  li a0, 1
  mv a1, sp
  li a2, 1
  sys write
  addi sp, sp, 16
`;

const exit = (code: number | string): string =>
  `${typeof code === "number" ? `li a0, ${code}` : `mv a0, ${code}`}\n sys exit_group\n`;

const WAIT = 0;
const WAKE = 1;
const CMP_REQUEUE = 4;
const WAKE_OP = 5;
const WAIT_BITSET = 9;
const WAKE_BITSET = 10;
const PRIVATE = 0x80;

/** Three threads begin to wait, A first, and say their letter when woken; the main thread then runs `main`. */
const waiters = (main: string, op = WAIT, bitsets: readonly number[] = [0, 0, 0]): string => `
  ${[0, 1, 2].map((i) => `${thread(0x23000 + i * 0x400)}\n beqz a0, child${i}\n`).join("")}
  ${nap(1_000_000)}
  ${main}
  ${["A", "B", "C"]
    .map(
      (letter, i) =>
        `child${i}:\n ${nap(100_000 * (i + 1))}\n ${futex(op, 0, 0, 0, bitsets[i])}\n ${say(letter)}\n li a0, 0\n sys exit\n`,
    )
    .join("")}
`;

describe("FutexTable", () => {
  test("a word with another value answers EAGAIN, a crooked address EINVAL", () => {
    const world = new World();
    expect(world.exec(`${futex(WAIT, 1)}\n neg a0, a0\n ${exit("a0")}`)).toBe(EAGAIN << 8);
    expect(world.exec(`${futex(WAIT, 0, 0, 0, 0, WORD + 2)}\n neg a0, a0\n ${exit("a0")}`)).toBe(EINVAL << 8);
    expect(world.exec(`${futex(WAIT_BITSET, 0)}\n neg a0, a0\n ${exit("a0")}`)).toBe(EINVAL << 8);
  });

  test("a wait ends at its deadline", () => {
    const world = new World();
    const start = world.clock.now();
    const status = world.exec(`
      li t0, 0x20100
      li t1, 2
      sd t1, 0(t0)
      ${futex(WAIT, 0, 0x20100)}
      neg a0, a0
      ${exit("a0")}
    `);
    expect(status).toBe(ETIMEDOUT << 8);
    expect(world.clock.now() - start).toBeGreaterThanOrEqual(2e9);
    expect(world.clock.now() - start).toBeLessThan(2.1e9);
  });

  test("wakes as many as asked for, in the order of arrival, and says how many", () => {
    const one = new World();
    expect(one.exec(waiters(`${futex(WAKE, 1)}\n mv s5, a0\n ${nap(1_000_000)}\n ${exit("s5")}`))).toBe(
      1 << 8,
    );
    expect(one.gate.output).toBe("A");
    const world = new World();
    const status = world.exec(waiters(`${futex(WAKE, 2)}\n mv s5, a0\n ${nap(1_000_000)}\n ${exit("s5")}`));
    expect(status).toBe(2 << 8);
    // Both became ready at once: which of the two runs first is the scheduler's.
    expect([...world.gate.output].sort().join("")).toBe("AB");
  });

  test("private and shared waits on private memory are the same futex", () => {
    const world = new World();
    world.exec(waiters(`${futex(WAKE | PRIVATE, 9)}\n ${nap(1_000_000)}\n ${exit(0)}`));
    expect([...world.gate.output].sort().join("")).toBe("ABC");
  });

  test("a bitset chooses among waiters", () => {
    const world = new World();
    const main = `${futex(WAKE_BITSET, 9, 0, 0, 4)}\n mv s5, a0\n ${nap(1_000_000)}\n ${exit("s5")}`;
    expect(world.exec(waiters(main, WAIT_BITSET, [1, 4, 6]))).toBe(2 << 8);
    expect([...world.gate.output].sort().join("")).toBe("BC");
  });

  test("requeue wakes some and moves others to the second word", () => {
    const world = new World();
    const status = world.exec(
      waiters(`
        ${futex(CMP_REQUEUE, 1, 1, WORD + 8, 0)}
        mv s5, a0
        ${nap(1_000_000)}
        ${say("|")}
        ${futex(WAKE, 9)}
        ${nap(1_000_000)}
        ${say("|")}
        ${futex(WAKE, 9, 0, 0, 0, WORD + 8)}
        ${nap(1_000_000)}
        ${exit("s5")}
      `),
    );
    expect(status).toBe(2 << 8);
    expect(world.gate.output).toBe("A|C|B");
  });

  test("requeue compares first", () => {
    const status = new World().exec(`${futex(CMP_REQUEUE, 1, 1, WORD + 8, 5)}\n neg a0, a0\n ${exit("a0")}`);
    expect(status).toBe(EAGAIN << 8);
  });

  test("FUTEX_WAKE_OP changes the second word and wakes there if its old value says so", () => {
    const world = new World();
    // Add 3 (op 1), wake the second when old == 0 (cmp 0). Both words are the same futex here.
    const operation = (1 << 28) | (3 << 12);
    const status = world.exec(
      waiters(`
        ${futex(WAKE_OP, 1, 1, WORD, operation)}
        mv s5, a0
        ${nap(1_000_000)}
        li t0, ${WORD}
        lw t1, 0(t0)
        slli t1, t1, 4
        or a0, t1, s5
        sys exit_group
      `),
    );
    expect(status).toBe(((3 << 4) | 2) << 8);
    expect([...world.gate.output].sort().join("")).toBe("AB");
  });

  test("shared memory: processes meet at the same frame", () => {
    const world = new World();
    const status = world.exec(`
      li a0, 0
      li a1, 4096
      li a2, 3
      li a3, 0x21
      li a4, -1
      li a5, 0
      sys mmap
      mv s1, a0
      li a0, 17
      li a1, 0
      li a2, 0
      li a3, 0
      li a4, 0
      sys clone
      beqz a0, child
      ${nap(1_000_000)}
      li t0, 1
      sw t0, 4(s1)
      mv a0, s1
      li a1, ${WAKE}
      li a2, 1
      sys futex
      mv s2, a0
      li a0, -1
      li a1, 0x20080
      li a2, 0
      li a3, 0
      sys wait4
      li t0, 0x20081
      lbu t1, 0(t0)
      slli t1, t1, 4
      or a0, t1, s2
      sys exit_group
    child:
      mv a0, s1
      li a1, ${WAIT}
      li a2, 0
      li a3, 0
      sys futex
      lw a0, 4(s1)
      sys exit_group
    `);
    expect(status).toBe(0x11 << 8);
    expect(world.freePages).toBe(new World().freePages);
  });
});

describe("robust lists", () => {
  test("a lock held at the thread's end is marked and a waiter woken", () => {
    const status = new World().exec(`
      ${thread(0x23000)}
      beqz a0, child
      ${nap(1_000_000)}
      li t0, ${WORD}
      lw t1, 0(t0)
      mv a2, t1
      li a0, ${WORD}
      li a1, 0
      li a3, 0
      sys futex             # the owner still has it: waits
      li t0, ${WORD}
      lw t1, 0(t0)
      srli a0, t1, 30       # OWNER_DIED
      andi a0, a0, 1
      sys exit_group
    child:
      li t0, 0x20100        # list head: one entry, offset 0
      li t1, 0x20200
      sd t1, 0(t0)
      li t2, ${WORD - 0x20200}
      sd t2, 8(t0)
      sd zero, 16(t0)
      sd t0, 0(t1)          # the entry points back to the head
      mv a0, t0
      li a1, 24
      sys set_robust_list
      sys gettid
      li t0, 0x80000000     # with FUTEX_WAITERS
      or a0, a0, t0
      li t0, ${WORD}
      sw a0, 0(t0)
      ${nap(3_000_000)}
      li a0, 0
      sys exit
    `);
    expect(status).toBe(1 << 8);
  });

  test("a list that goes in circles or into nowhere ends with the thread", () => {
    const status = new World().exec(`
      li t0, 0x20100
      li t1, 0x20200
      sd t1, 0(t0)
      sd t1, 0(t1)
      mv a0, t0
      li a1, 24
      sys set_robust_list
      li a0, 4
      sys exit
    `);
    expect(status).toBe(4 << 8);
  });
});

describe("priority-inheritance futexes", () => {
  const LOCK = 6;
  const UNLOCK = 7;
  const TRYLOCK = 8;

  test("free: taken at once, and the word holds the owner", () => {
    const status = new World().exec(`
      ${futex(LOCK, 0)}
      bnez a0, bad
      sys gettid
      li t0, ${WORD}
      lw t1, 0(t0)
      bne a0, t1, bad
      ${futex(UNLOCK, 0)}
      li t0, ${WORD}
      lw a0, 0(t0)
      sys exit_group
    bad: ${exit(99)}
    `);
    expect(status).toBe(0);
  });

  test("the owner again: EDEADLK; no owner: EPERM; a dead owner: ESRCH", () => {
    const world = new World();
    expect(world.exec(`${futex(LOCK, 0)}\n ${futex(LOCK, 0)}\n neg a0, a0\n ${exit("a0")}`)).toBe(
      EDEADLK << 8,
    );
    expect(world.exec(`${futex(UNLOCK, 0)}\n neg a0, a0\n ${exit("a0")}`)).toBe(EPERM << 8);
    const dead = `li t0, ${WORD}\n li t1, 30000\n sw t1, 0(t0)\n`;
    expect(world.exec(`${dead} ${futex(LOCK, 0)}\n neg a0, a0\n ${exit("a0")}`)).toBe(ESRCH << 8);
    expect(world.exec(`${dead} ${futex(TRYLOCK, 0)}\n neg a0, a0\n ${exit("a0")}`)).toBe(EAGAIN << 8);
  });

  test("a waiter lends the owner its priority and gets the lock", () => {
    const world = new World();
    const source = `
      ${futex(LOCK, 0)}
      ${thread(0x23000)}
      beqz a0, child
      ${nap(5_000_000)}
      ${say("u")}
      ${futex(UNLOCK, 0)}
      ${say("m")}
      ${nap(5_000_000)}
      ${exit(0)}
    child:
      ${say("w")}
      ${futex(LOCK, 0)}
      bnez a0, bad
      ${say("c")}
      ${futex(UNLOCK, 0)}
      li a0, 0
      sys exit
    bad: ${exit(99)}
    `;
    const pid = startWith(world, source);
    const main = world.lwps.find(pid)?.leader;
    if (!main) throw new Error("no leader");
    const before = main.thread.currentPriority;
    world.kernel.run(world.clock.now() + 1_000_000);
    expect(world.gate.output).toBe("w");
    const waiter = main.lwp.threads.get(main.tid + 1);
    waiter?.thread.resetPriority(15);
    expect([before, main.thread.currentPriority]).toEqual([22, 15]);
    expect(world.run(world.lwps.waitChild(pid))).toBe(0);
    expect(world.gate.output).toBe("wucm");
    expect(world.kernel.objects.find("futex", 3)).toBe(null);
  });

  test("a lock whose owner ends goes to the waiter, marked", () => {
    const status = new World().exec(`
      ${thread(0x23000)}
      beqz a0, child
      ${nap(1_000_000)}
      ${futex(LOCK, 0)}
      bnez a0, bad
      sys gettid
      li t0, ${WORD}
      lw t1, 0(t0)
      li t2, 0x3fffffff
      and t3, t1, t2
      bne t3, a0, bad
      ${futex(UNLOCK, 0)}
      li t0, ${WORD}
      lw a0, 0(t0)
      sys exit_group
    child:
      ${futex(LOCK, 0)}
      ${nap(3_000_000)}
      li a0, 0
      sys exit
    bad: ${exit(99)}
    `);
    expect(status).toBe(0);
  });

  test("a wait ends at its deadline, and the owner keeps the lock", () => {
    const status = new World().exec(`
      ${thread(0x23000)}
      beqz a0, child
      ${nap(1_000_000)}
      li t0, 0x20100
      sd zero, 0(t0)
      li t1, 4000000
      sd t1, 8(t0)
      ${futex(LOCK, 0, 0x20100)}
      neg a0, a0
      sys exit_group
    child:
      ${futex(LOCK, 0)}
      ${nap(100_000_000)}
      li a0, 0
      sys exit
    `);
    expect(status).toBe(ETIMEDOUT << 8);
  });
});

function startWith(world: World, source: string): number {
  world.addFile("/prog", program(source));
  return world.spawn({ path: "/prog" });
}
