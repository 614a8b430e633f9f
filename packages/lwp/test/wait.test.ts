import { ECHILD, EINTR, SIGCONT, SIGSTOP, WCONTINUED, WNOHANG, WUNTRACED } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { program } from "./elf-builder.ts";
import { World } from "./world.ts";

const FORK = `
  li a0, 17
  li a1, 0
  li a2, 0
  li a3, 0
  li a4, 0
  sys clone
`;

const wait = (pid: number | string, options = 0): string => `
  ${typeof pid === "number" ? `li a0, ${pid}` : `mv a0, ${pid}`}
  li a1, 0x20080
  li a2, ${options}
  li a3, 0
  sys wait4
`;

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

const exit = (code: number | string): string =>
  `${typeof code === "number" ? `li a0, ${code}` : `mv a0, ${code}`}\n sys exit_group\n`;

describe("waitChild", () => {
  test("without children: ECHILD", () => {
    expect(new World().exec(`${wait(-1)}\n neg a0, a0\n ${exit("a0")}`)).toBe(ECHILD << 8);
  });

  test("WNOHANG answers 0 while the child runs", () => {
    const world = new World();
    const status = world.exec(`
      ${FORK}
      beqz a0, child
      ${wait(-1, WNOHANG)}
      bnez a0, bad
      ${nap(2_000_000)}
      ${wait(-1, WNOHANG)}
      blez a0, bad
      ${exit(1)}
    child:
      ${nap(1_000_000)}
      ${exit(0)}
    bad: ${exit(99)}
    `);
    expect(status).toBe(1 << 8);
  });

  test("a particular child is waited for, others stay", () => {
    const status = new World().exec(`
      ${FORK}
      beqz a0, first
      mv s1, a0
      ${FORK}
      beqz a0, second
      mv s2, a0
      ${wait("s2")}
      bne a0, s2, bad
      ${wait(-1)}
      bne a0, s1, bad
      ${wait("s1")}
      neg a0, a0
      sys exit_group
    first: ${exit(1)}
    second:
      ${nap(1_000_000)}
      ${exit(2)}
    bad: ${exit(99)}
    `);
    expect(status).toBe(ECHILD << 8);
  });

  test("a stop and a continue are reported once each when asked for", () => {
    const status = new World().exec(`
      ${FORK}
      beqz a0, child
      mv s1, a0
      ${nap(1_000_000)}
      mv a0, s1
      li a1, ${SIGSTOP}
      sys kill
      ${wait("s1", WUNTRACED)}
      bne a0, s1, bad
      li t0, 0x20080
      lw t1, 0(t0)
      li t2, ${(SIGSTOP << 8) | 0x7f}
      bne t1, t2, bad
      ${wait("s1", WUNTRACED | WNOHANG)}
      bnez a0, bad
      mv a0, s1
      li a1, ${SIGCONT}
      sys kill
      ${wait("s1", WCONTINUED)}
      bne a0, s1, bad
      li t0, 0x20080
      lw t1, 0(t0)
      li t2, 0xffff
      bne t1, t2, bad
      ${wait("s1")}
      li t0, 0x20081
      lbu a0, 0(t0)
      sys exit_group
    child:
      ${nap(5_000_000)}
      ${exit(7)}
    bad: ${exit(99)}
    `);
    // The stop cuts the child's nanosleep short: with EINTR here, since the test's call does not restart.
    expect(status).toBe(7 << 8);
    expect(EINTR).toBe(4);
  });

  test("a stopped process does not run, and can be killed", () => {
    const world = new World();
    world.addFile(
      "/loop",
      program("li s0, 0x20000\nloop: ld t0, 0(s0)\n addi t0, t0, 1\n sd t0, 0(s0)\n j loop"),
    );
    const pid = world.spawn({ path: "/loop" });
    world.settle();
    world.lwps.kill(pid, SIGSTOP);
    world.settle();
    const lwp = world.lwps.find(pid);
    expect(lwp?.isFullyStopped).toBe(true);
    expect(world.lwps.pollChild(pid, WUNTRACED)).toBe((SIGSTOP << 8) | 0x7f);
    const count = lwp?.aspace?.read64(0x20000);
    world.settle();
    expect(lwp?.aspace?.read64(0x20000)).toBe(count);
    world.lwps.kill(pid, 9);
    expect(world.run(world.lwps.waitChild(pid))).toBe(9);
  });
});

describe("orphans", () => {
  /** The child outlives its parent; init (or the kernel) reaps it. */
  const LEAVE = `
      ${FORK}
      beqz a0, child
      ${exit(0)}
    child:
      ${nap(3_000_000)}
      sys getppid
      ${exit("a0")}
  `;

  test("without init the kernel reaps them", () => {
    const world = new World();
    world.exec(LEAVE);
    expect(world.lwps.lwps().length).toBe(1);
    expect(world.lwps.lwps()[0]?.ppid).toBe(0);
    world.clock.spend(10_000_000);
    world.settle();
    expect(world.lwps.lwps()).toEqual([]);
    expect(world.lwps.contexts.used).toBe(0);
  });

  test("init adopts and waits for them", () => {
    const world = new World();
    world.addFile(
      "/init",
      program(
        `again: ${wait(-1)}\n bltz a0, idle\n li t0, 0x20081\n lbu t1, 0(t0)\n li t0, 0x20000\n ld t2, 0(t0)\n add t2, t2, t1\n sd t2, 0(t0)\n j again\nidle: ${nap(1_000_000)}\n j again`,
      ),
    );
    world.spawn({ path: "/init", init: true, detached: true });
    const init = world.lwps.init;
    world.exec(LEAVE);
    world.clock.spend(10_000_000);
    world.settle();
    expect(world.lwps.lwps().map(({ pid }) => pid)).toEqual([1]);
    // The orphan's exit code was its ppid.
    expect(init?.aspace?.read64(0x20000)).toBe(1);
  });

  test("a zombie's memory is back before it is waited for", () => {
    const world = new World();
    world.exec("li a0, 0\n sys exit_group");
    const { freePages } = world;
    const pid = world.spawn({ path: "/prog" });
    world.settle();
    expect(world.lwps.find(pid)?.isZombie).toBe(true);
    expect(world.freePages).toBe(freePages);
    expect(world.run(world.lwps.waitChild(pid))).toBe(0);
    expect(world.run(world.lwps.waitChild(pid))).toBe(-ECHILD);
  });
});

describe("SIGCHLD", () => {
  test("SA_NOCLDWAIT and SIG_IGN: children leave no zombies", () => {
    const ignore = `
      li t0, 0x20100
      li t1, 1
      sd t1, 0(t0)
      sd zero, 8(t0)
      sd zero, 16(t0)
      li a0, 17
      mv a1, t0
      li a2, 0
      li a3, 8
      sys rt_sigaction`;
    const status = new World().exec(`
      ${ignore}
      ${FORK}
      beqz a0, child
      ${wait(-1)}
      neg a0, a0
      sys exit_group
    child:
      ${nap(1_000_000)}
      ${exit(5)}
    `);
    expect(status).toBe(ECHILD << 8);
  });
});
