// Programs that fork, make threads, signal each other and wait, killed at random instants, with memory failing at
// random allocations: afterwards nothing of them may be left.

import { describe, expect, test } from "vitest";
import { program } from "./elf-builder.ts";
import { seeded, World } from "./world.ts";

const clone = (flags: number, stack = 0): string => `
  li a0, ${flags}
  li a1, ${stack}
  li a2, 0
  li a3, 0
  li a4, 0x20040
  sys clone
`;

/** Three levels of forks (eight processes), each with a thread that waits for a futex, private and shared memory. */
const TREE = `
  li a0, 0
  li a1, 16384
  li a2, 3
  li a3, 0x21
  li a4, -1
  li a5, 0
  sys mmap
  mv s9, a0
  li s10, 0
level:
  sd sp, 0(s9)
  li t0, 0x20000
  sd s10, 0(t0)
  ${clone(17)}
  addi s10, s10, 1
  li t0, 3
  blt s10, t0, level
  ${clone(0x10f00 | 0x200000, 0x23000)}
  beqz a0, thread
  sd sp, 64(s9)
  addi sp, sp, -16
  sd zero, 0(sp)
  li t0, 30000
  sd t0, 8(sp)
  mv a0, sp
  li a1, 0
  sys nanosleep
  li a0, 0
  li a1, 10
  sys kill              # the whole group; USR1 is fatal for most
reap:
  li a0, -1
  li a1, 0
  li a2, 0
  li a3, 0
  sys wait4
  bgez a0, reap
  li a0, 0
  sys exit_group
thread:
  mv a0, s9
  addi a0, a0, 128
  li a1, 0
  li a2, 0
  li a3, 0
  sys futex
  li a0, 0
  sys exit
`;

describe("processes killed at any instant", () => {
  test.each([1, 2, 3])("leave no frame, register file, pid or thread behind (seed %i)", (seed) => {
    const random = seeded(seed);
    const world = new World();
    world.exec("li a0, 0\n sys exit_group");
    world.addFile("/tree", program(TREE));
    const warm = world.spawn({ path: "/tree", detached: true });
    world.settle();
    world.lwps.kill(-warm, 9);
    world.settle();
    const { freePages } = world;
    world.kernel.reaper.reclaim();
    const idleThreads = world.kernel.objects.list(1).length;
    for (let round = 0; round < 60; round++) {
      const label = `seed ${seed} round ${round}`;
      if (random(2) === 0) world.mm.frames.failAfter(random(60));
      const pid = world.spawn({ path: "/tree", detached: true });
      if (pid > 0) {
        for (let i = random(4); i >= 0; i--) {
          world.settle(random(30_000));
          const signals = [9, 10, 19, 18, 17];
          world.lwps.kill(random(2) === 0 ? pid : -pid, signals[random(signals.length)] as number);
        }
        world.lwps.kill(-pid, 9);
        world.settle();
      }
      world.mm.frames.failAfter(Infinity);
      world.kernel.reaper.reclaim();
      expect(world.lwps.lwps(), label).toEqual([]);
      expect(world.freePages, label).toBe(freePages);
      expect(world.lwps.contexts.used, label).toBe(0);
      expect(world.lwps.pids.count, label).toBe(0);
      expect(world.kernel.objects.list(1).length, label).toBe(idleThreads);
    }
    expect(world.kernel.panicMessage).toBe(null);
  });
});
