import { EAGAIN, SIGINT, SIGKILL, SIGSEGV, SIGTERM, SIGUSR1 } from "@keel/abi";
import { SigInfo, sendToLwp } from "@keel/lwp";
import { describe, expect, test } from "vitest";
import { program } from "./elf-builder.ts";
import { World } from "./world.ts";

/** Installs `handler` for signal `sig` with `flags`; the structure is built at DATA_VA + 0x100. */
const install = (sig: number, flags: number, handler = "handler"): string => `
  li t0, 0x20100
  la t1, ${handler}
  sd t1, 0(t0)
  li t1, ${flags}
  sd t1, 8(t0)
  sd zero, 16(t0)
  li a0, ${sig}
  mv a1, t0
  li a2, 0
  li a3, 8
  sys rt_sigaction
`;

const kill = (sig: number): string => `
  sys getpid
  li a1, ${sig}
  sys kill
`;

const say = (text: string): string => `
  li a0, 1
  la a1, ${text}
  li a2, 1
  sys write
`;

const exit = (code: number | string): string => `
  ${typeof code === "number" ? `li a0, ${code}` : `mv a0, ${code}`}
  sys exit_group
`;

const SIGINFO = 4;
const ONSTACK = 0x8000000;
const RESTART = 0x10000000;
const NODEFER = 0x40000000;
const RESETHAND = 0x80000000;

describe("signal delivery", () => {
  test("the default action ends the process with the signal's status", () => {
    expect(new World().exec(kill(SIGTERM) + exit(1))).toBe(SIGTERM);
    expect(new World().exec(kill(SIGKILL) + exit(1))).toBe(SIGKILL);
  });

  test("ignored by default: nothing happens", () => {
    expect(new World().exec(kill(17) + kill(28) + kill(23) + exit(3))).toBe(3 << 8);
  });

  test("a handler runs with its arguments, and every register comes back", () => {
    const world = new World();
    const status = world.exec(`
      ${install(SIGUSR1, SIGINFO)}
      li s1, 11
      li s11, 22
      fcvt.d.l fs0, s1
      li t3, 33
      ${kill(SIGUSR1)}
      bnez a0, bad
      fcvt.l.d t0, fs0
      add a0, s1, s11
      add a0, a0, t0
      add a0, a0, t3
      sys exit_group
    bad:
      ${exit(1)}
    handler:
      li t0, 10
      bne a0, t0, bad       # the signal's number
      lw t0, 0(a1)
      bne a0, t0, bad       # siginfo.si_signo
      lw t1, 16(a1)
      sys getpid
      bne a0, t1, bad       # siginfo.si_pid
      andi t0, sp, 15
      bnez t0, bad
      li s1, 0
      li s11, 0
      li t3, 0
      fmv.d.x fs0, zero
      ret
    `);
    expect(status).toBe(77 << 8);
  });

  test("the frame is Linux's: pc and mask stand where ucontext has them", () => {
    const world = new World();
    const status = world.exec(`
      ${install(SIGUSR1, SIGINFO)}
      ${kill(SIGUSR1)}
    after:
      ${exit(1)}
    handler:
      ld t0, 176(a2)        # uc_mcontext.gregs[0]
      la t1, after
      bne t0, t1, bad
      ld t0, 192(a2)        # gregs[2] is sp
      addi t1, sp, 1088
      bltu t0, t1, bad
      la t0, elsewhere
      sd t0, 176(a2)        # go on somewhere else
      ret
    bad:
      ${exit(2)}
    elsewhere:
      ${exit(9)}
    `);
    expect(status).toBe(9 << 8);
  });

  test("a signal is blocked while its handler runs, and with SA_NODEFER it is not", () => {
    const nested = (flags: number): string => `
      ${install(SIGUSR1, flags)}
      ${kill(SIGUSR1)}
      ${exit(0)}
    handler:
      addi sp, sp, -16
      sd ra, 0(sp)
      ${say("enter")}
      li t0, 0x20000
      ld t1, 0(t0)
      addi t1, t1, 1
      sd t1, 0(t0)
      li t2, 2
      bge t1, t2, leave
      ${kill(SIGUSR1)}
    leave:
      ${say("exits")}
      ld ra, 0(sp)
      addi sp, sp, 16
      ret
    enter: .ascii "("
    exits: .ascii ")"
    `;
    const deferred = new World();
    deferred.exec(nested(0));
    expect(deferred.gate.output).toBe("()()");
    const open = new World();
    open.exec(nested(NODEFER));
    expect(open.gate.output).toBe("(())");
  });

  test("SA_RESETHAND: the second one is fatal", () => {
    const status = new World().exec(`
      ${install(SIGUSR1, RESETHAND)}
      ${kill(SIGUSR1)}
      ${kill(SIGUSR1)}
      ${exit(1)}
    handler: ret
    `);
    expect(status).toBe(SIGUSR1);
  });

  test("SA_ONSTACK runs the handler on the alternate stack", () => {
    const world = new World();
    const status = world.exec(`
      li t0, 0x20200
      li t1, 0x21000
      sd t1, 0(t0)
      sw zero, 8(t0)
      li t1, 0x2000
      sd t1, 16(t0)
      mv a0, t0
      li a1, 0
      sys sigaltstack
      bnez a0, bad
      ${install(SIGUSR1, ONSTACK)}
      ${kill(SIGUSR1)}
      li t0, 0x20000
      ld a0, 0(t0)
      sys exit_group
    handler:
      li t0, 0x21000
      bltu sp, t0, bad
      li t0, 0x23000
      bgeu sp, t0, bad
      addi sp, sp, -16
      li a0, 0
      li a1, 0x20240
      sys sigaltstack
      addi sp, sp, 16
      li t0, 0x20240
      lw t1, 8(t0)          # SS_ONSTACK while it runs there
      li t0, 0x20000
      sd t1, 0(t0)
      ret
    bad:
      ${exit(99)}
    `);
    expect(status).toBe(1 << 8);
  });

  test("standard signals merge, real-time signals queue, lowest number first", () => {
    const world = new World();
    const status = world.exec(`
      ${install(SIGUSR1, 0)}
      ${install(40, 0)}
      ${install(35, 0)}
      li t0, 0x20300
      li t1, -1
      sd t1, 0(t0)
      li a0, 0
      mv a1, t0
      li a2, 0
      li a3, 8
      sys rt_sigprocmask
      ${[40, SIGUSR1, 40, 35, SIGUSR1, 40].map(kill).join("")}
      li a0, 1
      li a1, 0x20300
      sys rt_sigprocmask
      ${exit(5)}
    handler:
      addi sp, sp, -16
      addi t0, a0, 55       # 10: 'A', 35: 'Z', 40: '_'
      sb t0, 0(sp)
      li a0, 1
      mv a1, sp
      li a2, 1
      sys write
      addi sp, sp, 16
      ret
    `);
    expect(status).toBe(5 << 8);
    // Linux sets up one frame on top of the other, so the last one taken runs first.
    expect([...world.gate.output].sort().join("")).toBe("AZ___");
  });

  test("a fault is a signal that a handler may take", () => {
    const world = new World();
    const status = world.exec(`
      ${install(SIGSEGV, SIGINFO)}
      li t0, 0x5000000
      sd t0, 0(t0)
      ${exit(1)}
    handler:
      ld t0, 16(a1)         # si_addr
      li t1, 0x5000000
      bne t0, t1, bad
      lw a0, 8(a1)          # SEGV_MAPERR
      sys exit_group
    bad:
      ${exit(2)}
    `);
    expect(status).toBe(1 << 8);
    expect(world.log).toBe("");
  });

  test("a fault while its signal is blocked is fatal", () => {
    const world = new World();
    const status = world.exec(`
      ${install(SIGSEGV, 0)}
      li t0, 0x20300
      li t1, -1
      sd t1, 0(t0)
      li a0, 0
      mv a1, t0
      sys rt_sigprocmask
      sd t0, 0(zero)
    handler: ret
    `);
    expect(status).toBe(SIGSEGV);
  });

  test("sigreturn without a frame ends the process", () => {
    expect(new World().exec("li sp, 0x7000000\n sys rt_sigreturn")).toBe(SIGSEGV);
    expect(new World().exec("li sp, -16\n sys rt_sigreturn")).toBe(SIGSEGV);
  });

  test("a handler without a stack to run on ends the process", () => {
    const status = new World().exec(`
      ${install(SIGUSR1, 0)}
      li sp, 0x7000000
      ${kill(SIGUSR1)}
      ${exit(1)}
    handler: ret
    `);
    expect(status).toBe(SIGSEGV);
  });

  test("a fatal fault is reported with place, cause and registers, and others go on", () => {
    const world = new World();
    world.addFile("/other", program("loop: sys sched_yield\n j loop"));
    const other = world.spawn({ path: "/other" });
    const status = world.exec("li s3, 0x1234\n ld t0, 0(zero)");
    expect(status).toBe(SIGSEGV);
    expect(world.log).toContain("prog[3]: segmentation fault at 0x0 (load page fault, nothing mapped)");
    expect(world.log).toMatch(/ pc {3}0000000000010008 in \/prog\+0x1008/);
    expect(world.log).toContain("s3   0000000000001234");
    expect(world.lwps.find(other)?.isZombie).toBe(false);
  });

  test.each<[string, string, number]>([
    ["an illegal instruction", ".word 0", 4],
    ["a breakpoint", "ebreak", 5],
    ["a write to the text", "la t0, 0x10000\n sd t0, 0(t0)", 11],
    ["a jump into data", "li t0, 0x20000\n jr t0", 11],
    ["a jump to nowhere", "li t0, 0x7ffffffffffff000\n jr t0", 11],
  ])("%s ends the process", (_name, source, sig) => {
    const world = new World();
    const { freePages } = world;
    expect(world.exec(source)).toBe(sig);
    expect(freePages - world.freePages).toBeLessThanOrEqual(0);
  });
});

describe("system calls cut short", () => {
  /** A child signals its parent, which sleeps in a call; the handler writes "h". */
  const interrupted = (flags: number, call: string): string => `
      ${install(SIGUSR1, flags)}
      sys getpid
      mv s5, a0
      li a0, 17
      li a1, 0
      li a2, 0
      li a3, 0
      li a4, 0
      sys clone
      beqz a0, child
      mv s6, a0
      ${call}
      mv s7, a0
      li a0, -1
      li a1, 0
      li a2, 0
      li a3, 0
      sys wait4
      neg a0, s7
      sys exit_group
    child:
      li t0, 0x20400
      sd zero, 0(t0)
      li t1, 1000000
      sd t1, 8(t0)
      mv a0, t0
      li a1, 0
      sys nanosleep
      mv a0, s5
      li a1, ${SIGUSR1}
      sys kill
      mv a0, t0
      li a1, 0
      sys nanosleep
      ${exit(0)}
    handler:
      addi sp, sp, -16
      li t0, 104
      sb t0, 0(sp)
      li a0, 1
      mv a1, sp
      li a2, 1
      sys write
      addi sp, sp, 16
      ret
  `;
  const WAIT =
    "li a0, -1\n li a1, 0\n li a2, 0\n li a3, 0\n sys wait4\n bgtz a0, fine\n j after\nfine: li a0, 0\nafter:";
  const SLEEP =
    "li t0, 0x20500\n li t1, 10\n sd t1, 0(t0)\n sd zero, 8(t0)\n mv a0, t0\n li a1, 0\n sys nanosleep";

  test("wait4 goes on with SA_RESTART", () => {
    const world = new World();
    expect(world.exec(interrupted(RESTART, WAIT))).toBe(0);
    expect(world.gate.output).toBe("h");
  });

  test("wait4 answers EINTR without SA_RESTART", () => {
    const world = new World();
    expect(world.exec(interrupted(0, WAIT))).toBe(4 << 8);
    expect(world.gate.output).toBe("h");
  });

  test("nanosleep answers EINTR", () => {
    expect(new World().exec(interrupted(RESTART, SLEEP))).toBe(4 << 8);
  });

  test("sigsuspend waits with another mask, answers EINTR, and the old mask is back", () => {
    const world = new World();
    const status = world.exec(
      interrupted(
        0,
        `li t0, 0x20600
         li t1, 512
         sd t1, 0(t0)
         li a0, 0
         mv a1, t0
         sys rt_sigprocmask
         li t0, 0x20608
         sd zero, 0(t0)
         mv a0, t0
         li a1, 8
         sys rt_sigsuspend`,
      ),
    );
    expect(status).toBe(4 << 8);
    expect(world.gate.output).toBe("h");
  });

  test("sigtimedwait takes a blocked signal without its handler, or times out", () => {
    const prepare = `
      li t0, 0x20600
      li t1, 512
      sd t1, 0(t0)
      li a0, 0
      mv a1, t0
      sys rt_sigprocmask
      li t0, 0x20700
      sd zero, 0(t0)
      li t1, TIMEOUT
      sd t1, 8(t0)
      li a0, 0x20600
      mv a1, zero
      mv a2, t0
      li a3, 8
      sys rt_sigtimedwait
      neg a0, a0`;
    const world = new World();
    expect(world.exec(interrupted(0, prepare.replace("TIMEOUT", "900000000")))).toBe(SIGUSR1 << 8);
    expect(world.gate.output).toBe("");
    const late = new World();
    expect(late.exec(interrupted(0, prepare.replace("TIMEOUT", "1000")))).toBe((-EAGAIN & 0xff) << 8);
  });
});

describe("timers", () => {
  test("setitimer rings in virtual time, again and again", () => {
    const world = new World();
    const start = world.clock.now();
    const status = world.exec(`
      ${install(14, 0)}
      li t0, 0x20600
      sd zero, 0(t0)
      li t1, 500000
      sd t1, 8(t0)
      sd zero, 16(t0)
      li t1, 250000
      sd t1, 24(t0)
      li a0, 0
      mv a1, t0
      li a2, 0
      sys setitimer
      li t0, 0x20700
      sd zero, 0(t0)
      li s1, 0
    again:
      li a0, 0x20700
      li a1, 8
      sys rt_sigsuspend
      addi s1, s1, 1
      li t0, 3
      blt s1, t0, again
      ${exit(0)}
    handler: ret
    `);
    expect(status).toBe(0);
    expect(world.clock.now() - start).toBeGreaterThanOrEqual(1.25e9);
    expect(world.clock.now() - start).toBeLessThan(1.26e9);
  });

  test("ITIMER_VIRTUAL counts the process's own time, to the instruction", () => {
    const world = new World();
    const status = world.exec(`
      ${install(26, 0)}
      li t0, 0x20600
      sd zero, 0(t0)
      sd zero, 8(t0)
      sd zero, 16(t0)
      li t1, 10
      sd t1, 24(t0)
      li a0, 1
      mv a1, t0
      sys setitimer
      li s1, 0
    loop:
      addi s1, s1, 1
      j loop
    handler:
      srli a0, s1, 2
      sys exit_group
    `);
    // 10 us are 1000 instructions, two to a round.
    expect(Math.abs((status >> 8) - 125)).toBeLessThanOrEqual(2);
  });
});

describe("signals from the kernel", () => {
  test("Ctrl-C reaches a program that computes", () => {
    const world = new World();
    world.addFile("/loop", program("loop: j loop"));
    const pid = world.spawn({ path: "/loop" });
    world.settle();
    world.lwps.kill(-pid, SIGINT);
    expect(world.run(world.lwps.waitChild(pid))).toBe(SIGINT);
  });

  test("init does not die of signals it has no handler for, but of its own faults", () => {
    const world = new World();
    world.addFile(
      "/init",
      program("loop: sys sched_yield\n li t0, 0x20000\n ld t1, 0(t0)\n beqz t1, loop\n ebreak"),
    );
    const pid = world.spawn({ path: "/init", init: true });
    expect(pid).toBe(1);
    const lwp = world.lwps.find(1);
    if (lwp === null) throw new Error("no init");
    sendToLwp(lwp, SigInfo.fromKernel(SIGTERM));
    sendToLwp(lwp, SigInfo.fromKernel(SIGKILL));
    world.settle();
    expect(lwp.isZombie).toBe(false);
    lwp.aspace?.write32(0x20000, 1);
    world.settle();
    expect(lwp.isZombie).toBe(true);
    expect(world.lwps.init).toBe(lwp);
    expect(world.run(world.lwps.waitChild(1))).toBe(5);
    expect(world.lwps.init).toBe(null);
  });
});
