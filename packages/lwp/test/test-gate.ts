// The few system calls that this package's tests need, straight on lwp's functions. The real table is a floor above.

import { EFAULT, EINTR, ENOSYS, P_ALL, P_PGID, P_PID, WEXITED } from "@keel/abi";
import type { Blocking, MayBlock } from "@keel/kernel";
import {
  altStackOf,
  clone,
  ERESTARTSYS,
  execve,
  exitGroup,
  exitThread,
  kill,
  readArgs,
  setAction,
  setAltStack,
  setpgid,
  setSigmask,
  setsid,
  sigreturn,
  SigSet,
  sigsuspend,
  sigtimedwait,
  type SyscallGate,
  tgkill,
  type UserThread,
  waitChild,
} from "@keel/lwp";

type Args = [number, number, number, number, number, number];

export class TestGate implements SyscallGate {
  /** What programs wrote, whatever the descriptor. */
  output = "";
  /** Calls made, by number. */
  readonly calls: number[] = [];

  call(thread: UserThread): MayBlock<number> {
    const { context } = thread;
    const nr = context.x(17);
    this.calls.push(nr);
    const args = [0, 1, 2, 3, 4, 5].map((i) => context.x(10 + i)) as Args;
    return this.dispatch(thread, nr, args);
  }

  private dispatch(t: UserThread, nr: number, [a0, a1, a2, a3, a4, a5]: Args): MayBlock<number> {
    const { aspace, lwp } = t;
    switch (nr) {
      case 63:
        return readPipe(t, a0, a1, a2);
      case 64: {
        const bytes = new Uint8Array(a2);
        if (aspace.copyIn(a1, bytes) < 0) return -EFAULT;
        this.output += new TextDecoder().decode(bytes);
        return a2;
      }
      case 93:
        return exitThread(t, a0);
      case 94:
        return exitGroup(lwp, (a0 & 0xff) << 8);
      case 96:
        t.clearChildTid = a0;
        return t.tid;
      case 98:
        return futex(t, [a0, a1, a2, a3, a4, a5]);
      case 99:
        t.robustList = a0;
        t.robustListLength = a1;
        return 0;
      case 101:
        return sleep(t, a0);
      case 103:
        lwp.itimers.set(a0, { intervalNs: timeval(t, a1), valueNs: timeval(t, a1 + 16) });
        return 0;
      case 124:
        return yieldOnce(t);
      case 129:
        return kill(t, a0, a1);
      case 131:
        return tgkill(t, a0, a1, a2);
      case 132:
        return sigaltstack(t, a0, a1);
      case 133:
        return sigsuspend(t, readSet(t, a0));
      case 134:
        return sigaction(t, a0, a1);
      case 135:
        return sigprocmask(t, a0, a1);
      case 137:
        return sigwait(t, readSet(t, a0), a2);
      case 139:
        return sigreturn(t);
      case 154:
        return setpgid(lwp, a0, a1);
      case 157:
        return setsid(lwp);
      case 172:
        return lwp.pid;
      case 173:
        return lwp.ppid;
      case 178:
        return t.tid;
      case 214:
        return aspace.setBrk(a0);
      case 215:
        return aspace.unmap(a0, a1);
      case 220:
        return clone(t, {
          flags: a0 - (a0 & 0xff),
          exitSignal: a0 & 0xff,
          stack: a1,
          parentTid: a2,
          tls: a3,
          childTid: a4,
        });
      case 221:
        return exec(t, a0, a1, a2);
      case 222:
        return aspace.map({ va: a0, length: a1, prot: a2, flags: a3 });
      case 226:
        return aspace.protect(a0, a1, a2);
      case 260:
        return wait4(t, a0, a1, a2);
      default:
        return -ENOSYS;
    }
  }
}

function* readPipe(t: UserThread, fd: number, va: number, count: number): Blocking<number> {
  const file = t.lwp.files.get(fd);
  if (file === null) return -9;
  const bytes = new Uint8Array(count);
  const running = file.read(bytes);
  const result = typeof running === "number" ? running : yield* running;
  if (result === -EINTR) return -ERESTARTSYS;
  return result > 0 && t.aspace.copyOut(va, bytes.subarray(0, result)) < 0 ? -EFAULT : result;
}

function futex(t: UserThread, [va, op, value, a3, va2, value3]: Args): MayBlock<number> {
  const { futexes, kernel } = t.lwp.system;
  const word = { va, isPrivate: (op & 0x80) !== 0 };
  const second = { va: va2, isPrivate: word.isPrivate };
  const deadline = (): number => (a3 === 0 ? Infinity : kernel.now() + timespec(t, a3));
  switch (op & 0x7f) {
    case 0:
      return restarting(futexes.wait(t, word, value, -1, deadline()));
    case 1:
      return futexes.wake(t, word, value, -1);
    case 4:
      return futexes.requeue(t, word, second, value, a3, value3);
    case 5:
      return futexes.wakeOp(t, word, second, value, a3, value3);
    case 6:
      return restarting(futexes.lockPi(t, word, deadline()));
    case 7:
      return futexes.unlockPi(t, word);
    case 8:
      return futexes.tryLockPi(t, word);
    case 9:
      return restarting(futexes.wait(t, word, value, value3, deadline()));
    case 10:
      return futexes.wake(t, word, value, value3);
    default:
      return -ENOSYS;
  }
}

function* restarting(call: Blocking<number>): Blocking<number> {
  const result = yield* call;
  return result === -EINTR ? -ERESTARTSYS : result;
}

function* sleep(t: UserThread, va: number): Blocking<number> {
  const { kernel } = t.lwp.system;
  return yield* kernel.sleepUntil(kernel.now() + timespec(t, va));
}

function* yieldOnce(t: UserThread): Blocking<number> {
  yield* t.lwp.system.kernel.yield_();
  return 0;
}

function* exec(t: UserThread, path: number, argv: number, envp: number): Blocking<number> {
  const name = t.aspace.readString(path, 4096);
  const args = readArgs(t.aspace, argv);
  const env = readArgs(t.aspace, envp);
  if (typeof name === "number") return name;
  if (typeof args === "number") return args;
  if (typeof env === "number") return env;
  return yield* execve(t, name, args, env);
}

function* wait4(t: UserThread, pid: number, status: number, options: number): Blocking<number> {
  const idType = pid === -1 ? P_ALL : pid > 0 ? P_PID : P_PGID;
  const result = yield* waitChild(t, { idType, id: pid > 0 ? pid : -pid, options: options | WEXITED });
  if (result === null) return 0;
  if (typeof result === "number") return result === -EINTR ? -ERESTARTSYS : result;
  if (status !== 0 && t.aspace.write32(status, result.status) < 0) return -EFAULT;
  return result.pid;
}

function sigaction(t: UserThread, sig: number, va: number): number {
  const { aspace } = t;
  const handler = aspace.read64(va);
  const flags = aspace.read64(va + 8);
  return setAction(t.lwp, sig, { handler, flags, mask: readSet(t, va + 16) });
}

function sigprocmask(t: UserThread, how: number, va: number): number {
  const set = readSet(t, va);
  const mask = t.sigmask.copy();
  if (how === 0) mask.merge(set);
  else if (how === 1) mask.subtract(set);
  else mask.assign(set);
  setSigmask(t, mask);
  return 0;
}

function* sigwait(t: UserThread, set: SigSet, timeout: number): Blocking<number> {
  const { kernel } = t.lwp.system;
  const deadline = timeout === 0 ? Infinity : kernel.now() + timespec(t, timeout);
  const info = yield* sigtimedwait(t, set, deadline);
  return typeof info === "number" ? info : info.signo;
}

function sigaltstack(t: UserThread, va: number, old: number): number {
  const { aspace } = t;
  const before = altStackOf(t);
  if (va !== 0) {
    const stack = { sp: aspace.read64(va), flags: aspace.read32(va + 8), size: aspace.read64(va + 16) };
    const error = setAltStack(t, stack);
    if (error < 0) return error;
  }
  if (old !== 0) {
    aspace.write64(old, before.sp);
    aspace.write32(old + 8, before.flags);
    aspace.write64(old + 16, before.size);
  }
  return 0;
}

function readSet(t: UserThread, va: number): SigSet {
  return new SigSet(t.aspace.read32(va), t.aspace.read32(va + 4));
}

function timespec(t: UserThread, va: number): number {
  return t.aspace.read64(va) * 1e9 + t.aspace.read64(va + 8);
}

function timeval(t: UserThread, va: number): number {
  return t.aspace.read64(va) * 1e9 + t.aspace.read64(va + 8) * 1000;
}
