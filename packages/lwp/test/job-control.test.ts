import { SIGCONT, SIGHUP, SIGINT, SIGTSTP, SIGTTIN, WNOHANG, WUNTRACED } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { program } from "./elf-builder.ts";
import { World } from "./world.ts";

const NAP = `
  addi sp, sp, -16
  sd zero, 0(sp)
  li t0, 1000000
  sd t0, 8(sp)
  mv a0, sp
  li a1, 0
  sys nanosleep
  addi sp, sp, 16
`;

/** Naps for ever. */
const IDLE = `loop: ${NAP}\n j loop`;

/** Reads a line and exits with its length. */
const READ = `
  li a0, 0
  li a1, 0x20000
  li a2, 100
  sys read
  sys exit_group
`;

function stoppedBy(sig: number): number {
  return (sig << 8) | 0x7f;
}

describe("a terminal's keys", () => {
  test("Ctrl-C goes to every process of the foreground group, and to no other", () => {
    const world = new World();
    const { tty, line } = world.addTty();
    world.addFile("/idle", program(IDLE));
    const background = world.spawn({ path: "/idle", tty });
    const foreground = world.spawn({ path: "/idle", tty, foreground: true });
    const companion = world.spawn({ path: "/idle", tty, pgid: foreground });
    world.settle();
    line.type("\x03");
    expect(world.run(world.lwps.waitChild(foreground))).toBe(SIGINT);
    expect(world.run(world.lwps.waitChild(companion))).toBe(SIGINT);
    expect(world.lwps.pollChild(background, WNOHANG)).toBe(-11);
  });

  test("Ctrl-Z stops, SIGCONT continues", () => {
    const world = new World();
    const { tty, line } = world.addTty();
    world.addFile("/idle", program(IDLE));
    const pid = world.spawn({ path: "/idle", tty, foreground: true });
    world.settle();
    line.type("\x1a");
    expect(world.run(world.lwps.waitChild(pid, WUNTRACED))).toBe(stoppedBy(SIGTSTP));
    expect(world.lwps.kill(-pid, SIGCONT)).toBe(0);
    world.settle();
    expect(world.lwps.find(pid)?.isStopped).toBe(false);
    line.type("\x03");
    expect(world.run(world.lwps.waitChild(pid, WUNTRACED))).toBe(SIGINT);
  });
});

describe("reading from the terminal", () => {
  test("the foreground reads, the background stops until it is brought forward", () => {
    const world = new World();
    const { tty, line } = world.addTty();
    world.addFile("/read", program(READ));
    world.addFile("/idle", program(IDLE));
    world.spawn({ path: "/idle", tty, foreground: true });
    const reader = world.spawn({ path: "/read", tty });
    expect(world.run(world.lwps.waitChild(reader, WUNTRACED))).toBe(stoppedBy(SIGTTIN));
    tty.foregroundGroup = reader;
    world.lwps.kill(-reader, SIGCONT);
    world.settle();
    line.type("four\n");
    expect(world.run(world.lwps.waitChild(reader))).toBe(5 << 8);
  });

  test("a background reader that ignores SIGTTIN gets EIO", () => {
    const world = new World();
    const { tty } = world.addTty();
    world.addFile("/idle", program(IDLE));
    world.spawn({ path: "/idle", tty, foreground: true });
    const ignore = `
      li t0, 0x20100
      li t1, 1
      sd t1, 0(t0)
      sd zero, 8(t0)
      sd zero, 16(t0)
      li a0, ${SIGTTIN}
      mv a1, t0
      sys rt_sigaction
      li a0, 0
      li a1, 0x20000
      li a2, 100
      sys read
      neg a0, a0
      sys exit_group`;
    world.addFile("/read", program(ignore));
    const reader = world.spawn({ path: "/read", tty });
    expect(world.run(world.lwps.waitChild(reader))).toBe(5 << 8);
  });

  test("a signal handler with SA_RESTART does not disturb a read", () => {
    const world = new World();
    const { tty, line } = world.addTty();
    world.addFile("/read", program(READ));
    const pid = world.spawn({ path: "/read", tty, foreground: true });
    world.settle();
    world.lwps.kill(pid, 28);
    world.lwps.kill(pid, SIGCONT);
    world.settle();
    line.type("ab\n");
    expect(world.run(world.lwps.waitChild(pid))).toBe(3 << 8);
  });
});

describe("groups and sessions", () => {
  const FORK = "li a0, 17\n li a1, 0\n li a2, 0\n li a3, 0\n li a4, 0\n sys clone\n";

  test("setpgid makes and joins groups, as POSIX allows", () => {
    const world = new World();
    const { tty } = world.addTty();
    world.addFile(
      "/prog",
      program(`
        ${FORK}
        beqz a0, child
        mv s1, a0
        li a1, 0
        sys setpgid           # the child leads a group of its own
        bnez a0, bad
        li a0, 0
        mv a1, s1
        sys setpgid           # and the parent joins it
        bnez a0, bad
        li a0, 0
        li a1, 12345
        sys setpgid
        neg a0, a0            # no such group: EPERM
        sys exit_group
      child:
        ${IDLE}
      bad: li a0, 99
        sys exit_group
      `),
    );
    const pid = world.spawn({ path: "/prog", tty });
    expect(world.run(world.lwps.waitChild(pid))).toBe(1 << 8);
    world.lwps.kill(-(pid + 1), 9);
    world.settle();
    expect(world.lwps.lwps()).toEqual([]);
  });

  test("setsid leaves group, session and terminal; a leader may not", () => {
    const world = new World();
    const { tty } = world.addTty();
    world.addFile(
      "/prog",
      program(`
        sys setsid
        li t0, -1
        bne a0, t0, bad
        ${FORK}
        bnez a0, parent
        sys setsid
        ${IDLE}
      parent:
        ${NAP}
        li a0, 0
        sys exit_group
      bad: li a0, 99
        sys exit_group
      `),
    );
    const pid = world.spawn({ path: "/prog", tty });
    expect(world.run(world.lwps.waitChild(pid))).toBe(0);
    const child = world.lwps.find(pid + 1);
    expect([child?.sid, child?.pgid, child?.tty]).toEqual([pid + 1, pid + 1, null]);
  });

  test("a stopped group that is orphaned gets HUP and CONT", () => {
    const world = new World();
    const { tty } = world.addTty();
    world.addFile(
      "/prog",
      program(`
        ${FORK}
        beqz a0, child
        mv s1, a0
        li a1, 0
        sys setpgid
        ${NAP}
        mv a0, s1
        li a1, 19
        sys kill
        ${NAP}
        li a0, 0
        sys exit_group
      child:
        ${IDLE}
      `),
    );
    const pid = world.spawn({ path: "/prog", tty });
    const ends: [number, number][] = [];
    world.lwps.onLwpExit = (lwp) => ends.push([lwp.pid, lwp.exitStatus]);
    expect(world.run(world.lwps.waitChild(pid))).toBe(0);
    world.settle();
    expect(ends).toEqual([
      [pid, 0],
      [pid + 1, SIGHUP],
    ]);
  });

  test("a pid that still names a group is not given out again", () => {
    const world = new World();
    world.addFile("/prog", program(`${FORK}\n beqz a0, child\n li a0, 0\n sys exit_group\nchild: ${IDLE}`));
    const pid = world.spawn({ path: "/prog" });
    world.run(world.lwps.waitChild(pid));
    expect(world.lwps.find(pid + 1)?.pgid).toBe(pid);
    world.lwps.pids.last = pid - 1;
    expect(world.lwps.pids.alloc()).toBe(pid + 2);
  });
});
