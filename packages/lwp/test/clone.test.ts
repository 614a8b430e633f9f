import { EAGAIN, EINVAL, RLIMIT_NPROC } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { program } from "./elf-builder.ts";
import { World } from "./world.ts";

const THREAD = 0x10f00;
const SETTLS = 0x80000;
const PARENT_SETTID = 0x100000;
const CHILD_CLEARTID = 0x200000;
const CHILD_SETTID = 0x1000000;

/** clone(flags, stack, parentTid, tls, childTid). */
const clone = (flags: number, stack = 0, parentTid = 0, tls = 0, childTid = 0): string => `
  li a0, ${flags}
  li a1, ${stack}
  li a2, ${parentTid}
  li a3, ${tls}
  li a4, ${childTid}
  sys clone
`;

const WAIT = `
  li a0, -1
  li a1, 0x20080
  li a2, 0
  li a3, 0
  sys wait4
`;

const exit = (code: number): string => `li a0, ${code}\n sys exit_group\n`;

describe("clone as fork", () => {
  test("the child has a copy of memory, 0 as answer and a pid of its own", () => {
    const world = new World();
    const status = world.exec(`
      li s0, 0x20000
      li t0, 5
      sd t0, 0(s0)
      ${clone(17)}
      bnez a0, parent
      ld t0, 0(s0)
      addi t0, t0, 1
      sd t0, 0(s0)
      sys getppid
      mv s1, a0
      sys getpid
      addi s1, s1, 1
      bne a0, s1, bad
      ld a0, 0(s0)
      sys exit_group
    bad: ${exit(99)}
    parent:
      mv s2, a0
      ${WAIT}
      bne a0, s2, bad
      lw s3, 0x80(s0)
      srli s3, s3, 8
      ld t0, 0(s0)
      slli t0, t0, 4
      or a0, s3, t0
      sys exit_group
    `);
    // The child saw 6, the parent still has 5.
    expect(status >> 8).toBe((5 << 4) | 6);
  });

  test("memory exhausted at any allocation: -ENOMEM or a killed process, and nothing is lost", () => {
    const world = new World();
    const source = `
      li s0, 0x20000
      sd sp, 0(s0)
      li t0, -4000
      add t0, t0, sp
      sd sp, 0(t0)
      ${clone(17)}
      bltz a0, failed
      bnez a0, parent
      sd sp, 8(s0)
      ${exit(0)}
    failed: ${exit(12)}
    parent:
      ${WAIT}
      lw a0, 0x80(s0)
      sys exit_group
    `;
    world.exec(source);
    const { freePages } = world;
    const seen = new Set<number>();
    for (let n = 0; n < 60; n++) {
      const pid = world.spawn({ path: "/prog" });
      world.mm.frames.failAfter(n);
      seen.add(world.run(world.lwps.waitChild(pid)));
      world.mm.frames.failAfter(Infinity);
      world.settle();
      expect(world.freePages, `allocation ${n}`).toBe(freePages);
      expect(world.lwps.contexts.used).toBe(0);
      expect(world.lwps.pids.count).toBe(0);
    }
    // Fork refused, the parent killed, the child killed, and at last all well.
    expect([...seen].sort((a, b) => a - b)).toEqual([0, 9, 9 << 8, 12 << 8]);
  });

  test("too many processes: EAGAIN", () => {
    const world = new World();
    world.addFile("/prog", program(`sys sched_yield\n ${clone(17)}\n neg a0, a0\n sys exit_group`));
    const pid = world.spawn({ path: "/prog" });
    world.lwps.find(pid)?.limits.set(RLIMIT_NPROC, { soft: 1, hard: 1 });
    expect(world.run(world.lwps.waitChild(pid))).toBe(EAGAIN << 8);
  });

  test("nonsense flags: EINVAL", () => {
    const world = new World();
    expect(world.exec(`${clone(0x10000)}\n neg a0, a0\n sys exit_group`)).toBe(EINVAL << 8);
    expect(world.exec(`${clone(0x800)}\n neg a0, a0\n sys exit_group`)).toBe(EINVAL << 8);
    expect(world.exec(`${clone(0x20000)}\n neg a0, a0\n sys exit_group`)).toBe(EINVAL << 8);
  });
});

describe("clone as vfork", () => {
  test("the parent waits until the child ends, and sees what it wrote", () => {
    const status = new World().exec(`
      li s0, 0x20000
      ${clone(0x4111)}
      bnez a0, parent
      sys sched_yield
      sys sched_yield
      li t0, 7
      sd t0, 0(s0)
      ${exit(0)}
    parent:
      ld a0, 0(s0)
      sys exit_group
    `);
    expect(status).toBe(7 << 8);
  });

  test("the parent goes on when the child calls exec", () => {
    const world = new World();
    world.addFile("/forever", program("loop: sys sched_yield\n j loop"));
    const status = world.exec(`
      ${clone(0x4111)}
      bnez a0, parent
      la a0, path
      li a1, 0
      li a2, 0
      sys execve
      ${exit(1)}
    parent:
      mv s0, a0
      li a1, 9
      sys kill
      ${WAIT}
      li t0, 0x20080
      lw a0, 0(t0)
      sys exit_group
    path: .asciz "/forever"
    `);
    expect(status).toBe(9 << 8);
  });
});

describe("clone as thread", () => {
  test("threads share memory, pid and exit", () => {
    const status = new World().exec(`
      li s0, 0x20000
      sys getpid
      mv s1, a0
      ${clone(THREAD, 0x23000)}
      beqz a0, child
    wait:
      ld t0, 0(s0)
      bnez t0, done
      sys sched_yield
      j wait
    done:
      mv a0, t0
      sys exit_group
    child:
      sys getpid
      bne a0, s1, bad
      sys gettid
      beq a0, s1, bad
      li t0, 21
      sd t0, 0(s0)
    hold:
      sys sched_yield
      j hold
    bad: ${exit(99)}
    `);
    expect(status).toBe(21 << 8);
  });

  test("tids and tls go where they should; the word of CHILD_CLEARTID is cleared and woken", () => {
    const flags = THREAD | SETTLS | PARENT_SETTID | CHILD_CLEARTID | CHILD_SETTID;
    const status = new World().exec(`
      li s0, 0x20000
      ${clone(flags, 0x23000, 0x20010, 0x7770, 0x20020)}
      beqz a0, child
      mv s1, a0
      lw t0, 0x10(s0)
      bne t0, s1, bad
    join:
      lw t0, 0x20(s0)
      beqz t0, done
      bne t0, s1, bad
      li a0, 0x20020
      li a1, 0
      mv a2, t0
      li a3, 0
      sys futex
      j join
    done:
      ld t0, 8(s0)
      li t1, 0x7770
      bne t0, t1, bad
      ${exit(1)}
    child:
      sd tp, 8(s0)
      sys sched_yield
      li a0, 0
      sys exit
    bad: ${exit(99)}
    `);
    expect(status).toBe(1 << 8);
  });

  test("exit_group ends threads that wait, and their register files come back", () => {
    const world = new World();
    const status = world.exec(`
      ${clone(THREAD, 0x23000)}
      beqz a0, child
      ${clone(THREAD, 0x23800)}
      beqz a0, child
      sys sched_yield
      ${exit(3)}
    child:
      li a0, 0x20000
      li a1, 0
      li a2, 0
      li a3, 0
      sys futex
      ${exit(99)}
    `);
    expect(status).toBe(3 << 8);
    expect(world.lwps.contexts.used).toBe(0);
    expect(world.lwps.findThread(3)).toBe(null);
  });

  test("the process lives until its last thread, and has the leader's exit code", () => {
    const status = new World().exec(`
      ${clone(THREAD, 0x23000)}
      beqz a0, child
      li a0, 5
      sys exit
    child:
      li t0, 0x20000
      sd zero, 0(t0)
      li t1, 1000000
      sd t1, 8(t0)
      mv a0, t0
      li a1, 0
      sys nanosleep
      li a0, 6
      sys exit
    `);
    expect(status).toBe(5 << 8);
  });

  test("two threads that call exec at once: one program runs", () => {
    const world = new World();
    world.addFile("/seven", program(`${"sys sched_yield\n".repeat(20)} li a0, 7\n sys exit_group`));
    const status = world.exec(`
      ${clone(THREAD, 0x23000)}
      la a0, path
      li a1, 0
      li a2, 0
      sys execve
      li a0, 99
      sys exit_group
    path: .asciz "/seven"
    `);
    expect(status).toBe(7 << 8);
    expect(world.lwps.contexts.used).toBe(0);
    expect(world.mm.frames.freePages + world.lwps.pageCache.idlePages).toBe(world.freePages);
  });

  test("a thread that the kernel closes ends its process when it is the last", () => {
    const world = new World();
    world.addFile("/wait", program("li a0, 0x20000\n li a1, 0\n li a2, 0\n li a3, 0\n sys futex"));
    world.exec("li a0, 0\n sys exit_group");
    const { freePages } = world;
    const pid = world.spawn({ path: "/wait" });
    world.settle();
    world.lwps.find(pid)?.leader?.thread.close();
    expect(world.run(world.lwps.waitChild(pid))).toBe(9);
    expect(world.freePages).toBe(freePages);
  });

  test("an instruction written by one process is not run by another", () => {
    // Each child overwrites the same (private) code page with its own exit code.
    const world = new World();
    const status = world.exec(`
      li a0, 0
      li a1, 4096
      li a2, 7
      li a3, 0x22
      li a4, -1
      li a5, 0
      sys mmap
      mv s1, a0
      li t0, 0x00100513     # li a0, 1
      sw t0, 0(s1)
      li t0, 0x00008067     # ret
      sw t0, 4(s1)
      fence.i
      jalr s1
      mv s2, a0
      ${clone(17)}
      bnez a0, parent
      li t0, 0x00200513     # li a0, 2
      sw t0, 0(s1)
      fence.i
      jalr s1
      sys exit_group
    parent:
      ${WAIT}
      jalr s1
      slli a0, a0, 4
      li t0, 0x20081
      lbu t1, 0(t0)
      or a0, a0, t1
      sys exit_group
    `);
    expect(status).toBe(0x12 << 8);
  });
});
