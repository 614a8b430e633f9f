import {
  E2BIG,
  EACCES,
  EINVAL,
  ELOOP,
  ENOENT,
  ENOEXEC,
  ENOMEM,
  ETXTBSY,
  O_RDWR,
  PROT_EXEC,
  PROT_WRITE,
} from "@keel/abi";
import { PIE_BASE, STACK_TOP } from "@keel/mm";
import { describe, expect, test } from "vitest";
import { buildElf, DATA_VA, program, TEXT_VA } from "./elf-builder.ts";
import { seeded, World } from "./world.ts";

const EXIT_7 = `
  li a0, 7
  sys exit_group
`;

/** Exits with its argument count, after writing each argument and a line end. */
const ECHO_ARGS = `
  ld   s0, 0(sp)
  addi s1, sp, 8
loop:
  ld   a1, 0(s1)
  beqz a1, done
  mv   a2, zero
count:
  add  t0, a1, a2
  lb   t1, 0(t0)
  addi a2, a2, 1
  bnez t1, count
  addi a2, a2, -1
  li   a0, 1
  sys write
  li   a0, 1
  la   a1, newline
  li   a2, 1
  sys write
  addi s1, s1, 8
  j    loop
done:
  mv   a0, s0
  sys exit_group
newline: .ascii "\\n"
`;

function statusOf(world: World, pid: number): number {
  return world.run(world.lwps.waitChild(pid));
}

describe("spawn", () => {
  test.each<[string, Uint8Array, number]>([
    ["an empty file", new Uint8Array(0), ENOEXEC],
    ["text", new TextEncoder().encode("hello, I am no program\n"), ENOEXEC],
    [
      "a program for another machine",
      buildElf({
        segments: [{ va: TEXT_VA, bytes: new Uint8Array(8), flags: 5 }],
        patch: (v) => v.setUint16(18, 62, true),
      }),
      ENOEXEC,
    ],
    ["a truncated file", program(EXIT_7).subarray(0, 4100), ENOEXEC],
    [
      "overlapping segments",
      buildElf({
        segments: [
          { va: TEXT_VA, memorySize: 8192, flags: 6 },
          { va: TEXT_VA + 4096, memorySize: 4096, flags: 6 },
        ],
      }),
      ENOEXEC,
    ],
    [
      "a segment beyond the address space",
      buildElf({ segments: [{ va: 0x40_0000_0000 - 4096, memorySize: 8192, flags: 6 }] }),
      EINVAL,
    ],
    [
      "more zeroed memory than there is RAM",
      buildElf({ segments: [{ va: TEXT_VA, memorySize: 2 ** 33, flags: 6 }] }),
      ENOMEM,
    ],
    ["a script that names nothing", new TextEncoder().encode("#!   \n"), ENOEXEC],
  ])("refuses %s, and nothing is lost", (_name, bytes, errno) => {
    const world = new World();
    world.addFile("/bad", bytes);
    const before = world.freePages;
    expect(world.spawn({ path: "/bad" })).toBe(-errno);
    expect(world.freePages).toBe(before);
    expect(world.lwps.lwps()).toEqual([]);
    expect(world.lwps.contexts.used).toBe(0);
    expect(world.exec(EXIT_7)).toBe(7 << 8);
  });

  test("says why a file cannot be run", () => {
    const world = new World();
    world.addFile("/plain", program(EXIT_7), 0o644);
    world.run(world.vfs.mkdir(world.vfs.kernelLookup, "/dir", 0o755));
    expect(world.spawn({ path: "/missing" })).toBe(-ENOENT);
    expect(world.spawn({ path: "/plain" })).toBe(-EACCES);
    expect(world.spawn({ path: "/dir" })).toBe(-EACCES);
  });

  test("a file that is open for writing is busy, and a running one cannot be written", () => {
    const world = new World();
    world.addFile("/prog", program("loop: sys sched_yield\n j loop"));
    const { vfs } = world;
    const file = world.run(vfs.open(vfs.kernelLookup, "/prog", O_RDWR));
    if (typeof file === "number") throw new Error("open");
    expect(world.spawn({ path: "/prog" })).toBe(-ETXTBSY);
    file.unref();
    const pid = world.spawn({ path: "/prog" });
    expect(world.run(vfs.open(vfs.kernelLookup, "/prog", O_RDWR))).toBe(-ETXTBSY);
    world.lwps.kill(pid, 9);
    statusOf(world, pid);
    const again = world.run(vfs.open(vfs.kernelLookup, "/prog", O_RDWR));
    expect(typeof again).toBe("object");
  });

  test("passes arguments, and refuses more than fit", () => {
    const world = new World();
    world.addFile("/args", program(ECHO_ARGS));
    const pid = world.spawn({ path: "/args", argv: ["args", "", "zwei drei", "ü"] });
    expect(statusOf(world, pid)).toBe(4 << 8);
    expect(world.gate.output).toBe("args\n\nzwei drei\nü\n");
    const before = world.freePages;
    expect(world.spawn({ path: "/args", argv: ["x".repeat(131072)] })).toBe(-E2BIG);
    const many = Array.from({ length: 20_000 }, () => "x".repeat(200));
    expect(world.spawn({ path: "/args", argv: many })).toBe(-E2BIG);
    expect(world.spawn({ path: "/args", envp: many })).toBe(-E2BIG);
    expect(world.freePages).toBe(before);
    const long = world.spawn({ path: "/args", argv: ["x".repeat(131071)] });
    expect(statusOf(world, long)).toBe(1 << 8);
  });

  test("lays out stack, heap and auxiliary vector", () => {
    const world = new World();
    world.addFile("/prog", program("loop: sys sched_yield\n j loop"));
    const pid = world.spawn({ path: "/prog", argv: ["prog", "a"], envp: ["K=V"] });
    const lwp = world.lwps.find(pid);
    const space = lwp?.aspace;
    if (!lwp || !space) throw new Error("gone");
    const sp = lwp.leader?.context.x(2) ?? 0;
    expect(sp % 16).toBe(0);
    expect(space.read64(sp)).toBe(2);
    expect(space.readString(space.read64(sp + 8), 100)).toBe("prog");
    expect(space.readString(space.read64(sp + 16), 100)).toBe("a");
    expect(space.read64(sp + 24)).toBe(0);
    expect(space.readString(space.read64(sp + 32), 100)).toBe("K=V");
    const aux = new Map<number, number>();
    for (let at = sp + 48; space.read64(at) !== 0; at += 16) aux.set(space.read64(at), space.read64(at + 8));
    expect(aux.get(6)).toBe(4096);
    expect(aux.get(9)).toBe(TEXT_VA);
    expect(aux.get(16)).toBe((1 << 8) | (1 << 12) | 1 | (1 << 5) | (1 << 3) | (1 << 2));
    expect(space.readString(aux.get(31) ?? 0, 100)).toBe("/prog");
    const random = new Uint8Array(16);
    expect(space.copyIn(aux.get(25) ?? 0, random)).toBe(0);
    expect(new Set(random).size).toBeGreaterThan(4);
    const stack = [...space.areas()].find((area) => area.name === "[stack]");
    expect(stack?.end).toBe(STACK_TOP);
    expect(space.brk).toBe(DATA_VA + 0x4000);
  });

  test("memory after a segment with zeroed data is zero to the end of the page, whatever the file goes on with", () => {
    const world = new World();
    const text = program(
      "li t0, 0x20010\n ld a0, 0(t0)\n ld t1, 0x40(t0)\n add a0, a0, t1\n sys exit_group",
    ).subarray(4096);
    const data = new Uint8Array(4096).fill(1);
    const segments = [
      { va: TEXT_VA, bytes: text, flags: 5 },
      { va: 0x20000, bytes: data, fileSize: 16, memorySize: 32, flags: 6 },
    ];
    world.addFile("/prog", buildElf({ segments }));
    expect(statusOf(world, world.spawn({ path: "/prog" }))).toBe(0);
  });

  test("no page of a program is writable and executable", () => {
    const world = new World();
    world.addFile("/prog", program("loop: sys sched_yield\n j loop"));
    const pid = world.spawn({ path: "/prog" });
    for (const area of world.lwps.find(pid)?.aspace?.areas() ?? []) {
      expect(area.prot & PROT_WRITE && area.prot & PROT_EXEC).toBe(0);
    }
  });

  test("loads position-independent programs", () => {
    const world = new World();
    // lla-style addressing: auipc finds the text wherever it is.
    const text = program("auipc a0, 0\n srli a0, a0, 28\n sys exit_group").subarray(4096, 4096 + 24);
    world.addFile(
      "/pie",
      buildElf({ type: 3, entry: 0x120, segments: [{ va: 0x120, bytes: text, flags: 5 }] }),
    );
    const pid = world.spawn({ path: "/pie" });
    expect(statusOf(world, pid)).toBe((Math.floor(PIE_BASE / 2 ** 28) & 0xff) << 8);
  });

  test("loads the dynamic loader that PT_INTERP names, and starts there", () => {
    const world = new World();
    const loader = program("ld s0, 0(sp)\n li a0, 99\n sys exit_group").subarray(4096, 4096 + 24);
    world.addFile("/ld.so", buildElf({ type: 3, entry: 0, segments: [{ va: 0, bytes: loader, flags: 5 }] }));
    const path = new TextEncoder().encode("/ld.so\0");
    const segments = [
      { va: TEXT_VA, bytes: program(EXIT_7).subarray(4096), flags: 5 },
      { va: 0, bytes: path, flags: 4, type: 3 },
    ];
    world.addFile("/dyn", buildElf({ segments, entry: TEXT_VA }));
    expect(statusOf(world, world.spawn({ path: "/dyn" }))).toBe(99 << 8);
    world.addFile(
      "/dyn2",
      buildElf({
        segments: [
          segments[0] as never,
          { ...segments[1], bytes: new TextEncoder().encode("/none\0") } as never,
        ],
      }),
    );
    const before = world.freePages;
    expect(world.spawn({ path: "/dyn2" })).toBe(-ENOENT);
    expect(world.freePages).toBe(before);
  });

  test("follows scripts to their interpreter, with one argument", () => {
    const world = new World();
    world.addFile("/args", program(ECHO_ARGS));
    world.addFile("/script", new TextEncoder().encode("#! /args -x  y \nrest\n"));
    const pid = world.spawn({ path: "/script", argv: ["script", "one"] });
    expect(statusOf(world, pid)).toBe(4 << 8);
    expect(world.gate.output).toBe("/args\n-x  y\n/script\none\n");
  });

  test("gives up on scripts that name each other", () => {
    const world = new World();
    world.addFile("/a", new TextEncoder().encode("#!/b\n"));
    world.addFile("/b", new TextEncoder().encode("#!/a\n"));
    expect(world.spawn({ path: "/a" })).toBe(-ELOOP);
  });

  test("200 runs read the file once and lose nothing", () => {
    const world = new World();
    world.addFile("/prog", program(EXIT_7));
    const run = (): void => {
      expect(statusOf(world, world.spawn({ path: "/prog" }))).toBe(7 << 8);
    };
    run();
    const { freePages } = world;
    const fills = world.lwps.pageCache.fillCount;
    for (let i = 0; i < 200; i++) run();
    expect(world.freePages).toBe(freePages);
    expect(world.lwps.pageCache.fillCount).toBe(fills);
    expect(world.lwps.contexts.used).toBe(0);
    expect(world.lwps.pids.count).toBe(0);
  });

  test("two processes share the frames of their text", () => {
    const world = new World();
    world.addFile("/prog", program("loop: sys sched_yield\n j loop"));
    const frames = [world.spawn({ path: "/prog" }), world.spawn({ path: "/prog" })].map((pid) => {
      world.settle();
      return world.lwps.find(pid)?.aspace?.physical(TEXT_VA, 1);
    });
    expect(frames[0]).toBeGreaterThan(0);
    expect(frames[0]).toBe(frames[1]);
  });

  test("cached pages give way when memory is short", () => {
    const world = new World(64);
    world.addFile("/prog", program(EXIT_7));
    statusOf(world, world.spawn({ path: "/prog" }));
    expect(world.lwps.pageCache.idlePages).toBe(1);
    const taken: number[] = [];
    for (let pa = world.mm.frames.alloc(); pa !== 0; pa = world.mm.frames.alloc()) taken.push(pa);
    expect(world.lwps.pageCache.residentPages).toBe(0);
    for (const pa of taken) world.mm.frames.unref(pa);
    expect(statusOf(world, world.spawn({ path: "/prog" }))).toBe(7 << 8);
  });

  test("fails cleanly at every allocation that can fail", () => {
    const world = new World();
    // Touches data, stack and heap, so that faults allocate too: those end in SIGKILL.
    world.addFile(
      "/prog",
      program(`la t0, 0x20000\n sd sp, 0(t0)\n sd sp, -2000(sp)\n li a0, 7\n sys exit_group`),
    );
    statusOf(world, world.spawn({ path: "/prog" }));
    const { freePages } = world;
    for (let n = 0; ; n++) {
      expect(n).toBeLessThan(100);
      world.lwps.pageCache.reclaim(Infinity);
      world.mm.frames.failAfter(n);
      const pid = world.spawn({ path: "/prog" });
      const status = pid < 0 ? pid : statusOf(world, pid);
      world.mm.frames.failAfter(Infinity);
      world.settle();
      expect(world.freePages, `allocation ${n}`).toBe(freePages);
      if (status === 7 << 8) return;
      expect([-ENOMEM, 9]).toContain(status);
    }
  });
});

describe("damaged ELF files", () => {
  test("300 files with random bytes in their headers: an errno, a signal or a program, and nothing lost", () => {
    const seed = 20261121;
    const random = seeded(seed);
    const world = new World();
    const good = program("li a0, 7\n sys exit_group");
    world.exec("li a0, 0\n sys exit_group");
    const { freePages } = world;
    const outcomes = new Set<number>();
    for (let round = 0; round < 300; round++) {
      const bytes = good.slice();
      for (let i = random(4); i >= 0; i--) bytes[random(176)] = random(3) === 0 ? 255 : random(256);
      world.addFile("/bad", bytes);
      const pid = world.spawn({ path: "/bad" });
      if (pid > 0) {
        world.settle(20_000);
        world.lwps.kill(pid, 9);
      }
      outcomes.add(pid < 0 ? pid : world.run(world.lwps.waitChild(pid)));
      expect(world.freePages, `seed ${seed} round ${round}`).toBe(freePages);
      expect(world.lwps.contexts.used).toBe(0);
    }
    expect(outcomes.has(-ENOEXEC)).toBe(true);
    expect(outcomes.has(7 << 8)).toBe(true);
  });
});

describe("execve", () => {
  test("replaces the program and keeps the process", () => {
    const world = new World();
    world.addFile("/args", program(ECHO_ARGS));
    const status = world.exec(`
      li   t0, 0x20000
      la   t1, path
      sd   t1, 0(t0)
      sd   zero, 8(t0)
      mv   a0, t1
      mv   a1, t0
      li   a2, 0
      sys  execve
      li   a0, 1
      sys  exit_group
    path: .asciz "/args"
    `);
    expect(status).toBe(1 << 8);
    expect(world.gate.output).toBe("/args\n");
  });

  test("an error leaves the caller running", () => {
    const world = new World();
    world.addFile("/bad", new TextEncoder().encode("no program"));
    const status = world.exec(`
      la   a0, path
      li   a1, 0
      li   a2, 0
      sys  execve
      neg  a0, a0
      sys  exit_group
    path: .asciz "/bad"
    `);
    expect(status).toBe(ENOEXEC << 8);
  });

  test("from a second thread ends the first, and goes on under the process's number", () => {
    const world = new World();
    world.addFile(
      "/pids",
      program("sys gettid\n mv s0, a0\n sys getpid\n sub a0, a0, s0\n addi a0, a0, 5\n sys exit_group"),
    );
    const status = world.exec(`
      li   a0, 0x10f00
      li   a1, 0x23000
      li   a2, 0
      li   a3, 0
      li   a4, 0
      sys  clone
      beqz a0, child
    wait: sys sched_yield
      j    wait
    child:
      la   a0, path
      li   a1, 0
      li   a2, 0
      sys  execve
      li   a0, 1
      sys  exit_group
    path: .asciz "/pids"
    `);
    expect(status).toBe(5 << 8);
    expect(world.lwps.contexts.used).toBe(0);
  });
});
