// clone: new threads and new processes: fork, vfork and pthread_create are all this call with other flags. What can
// fail is tried first; the child is made visible and startable only then. man 2 clone.

import {
  CLONE_CHILD_CLEARTID,
  CLONE_CHILD_SETTID,
  CLONE_CLEAR_SIGHAND,
  CLONE_FILES,
  CLONE_FS,
  CLONE_NEWCGROUP,
  CLONE_NEWIPC,
  CLONE_NEWNET,
  CLONE_NEWNS,
  CLONE_NEWPID,
  CLONE_NEWTIME,
  CLONE_NEWUSER,
  CLONE_NEWUTS,
  CLONE_PARENT,
  CLONE_PARENT_SETTID,
  CLONE_PIDFD,
  CLONE_SETTLS,
  CLONE_SIGHAND,
  CLONE_THREAD,
  CLONE_VFORK,
  CLONE_VM,
  EAGAIN,
  EINVAL,
  RLIMIT_NPROC,
} from "@keel/abi";
import { type Blocking, WAIT_KILLABLE } from "@keel/kernel";
import type { HartContext } from "@keel/hart";
import { Lwp } from "./lwp.ts";
import type { SigHandlers } from "./sig-action.ts";
import type { UserThread } from "./user-thread.ts";
import { NO_ALT_STACK } from "./user-thread.ts";

export interface CloneArgs {
  /** CLONE_…, without the exit signal. Flags above 31 bits come from clone3. */
  readonly flags: number;
  /** The signal the parent gets at the child's end; 0 for none. */
  readonly exitSignal: number;
  /** The child's sp; 0 keeps the parent's. */
  readonly stack: number;
  readonly tls: number;
  /** Where CLONE_PARENT_SETTID writes. */
  readonly parentTid: number;
  /** Where CLONE_CHILD_SETTID writes and CLONE_CHILD_CLEARTID clears. */
  readonly childTid: number;
}

const SP = 2;
const TP = 4;
const A0 = 10;

/** There is one name space of each kind. */
const NAMESPACES: number =
  CLONE_NEWNS |
  CLONE_NEWCGROUP |
  CLONE_NEWUTS |
  CLONE_NEWIPC |
  CLONE_NEWUSER |
  CLONE_NEWPID |
  CLONE_NEWNET |
  CLONE_NEWTIME;

/** Answers the child's tid, or -errno. With CLONE_VFORK it blocks until the child has called exec or ended. */
export function* clone(thread: UserThread, args: CloneArgs): Blocking<number> {
  const error = checkClone(thread, args);
  if (error < 0) return error;
  const { system } = thread.lwp;
  const tid = system.pids.alloc();
  if (tid < 0) return tid;
  const context = system.contexts.allocate();
  if (context === null) {
    system.pids.release(tid);
    return -EAGAIN;
  }
  const lwp = has(args, CLONE_THREAD) ? thread.lwp : forkLwp(thread, tid, args);
  if (typeof lwp === "number") {
    system.contexts.free(context);
    system.pids.release(tid);
    return lwp;
  }
  const child = makeThread(thread, lwp, tid, context, args);
  if (has(args, CLONE_PARENT_SETTID)) thread.aspace.write32(args.parentTid, tid);
  if (has(args, CLONE_CHILD_SETTID)) child.aspace.write32(args.childTid, tid);
  child.thread.startup();
  if (has(args, CLONE_VFORK) && lwp !== thread.lwp) yield* waitForVfork(lwp);
  return tid;
}

function has(args: CloneArgs, flag: number): boolean {
  return (args.flags & flag) !== 0;
}

function checkClone(thread: UserThread, args: CloneArgs): number {
  const { lwp } = thread;
  if (has(args, CLONE_THREAD) && !has(args, CLONE_SIGHAND)) return -EINVAL;
  if (has(args, CLONE_SIGHAND) && !has(args, CLONE_VM)) return -EINVAL;
  if (has(args, NAMESPACES) || has(args, CLONE_PIDFD)) return -EINVAL;
  if (has(args, CLONE_PARENT) && lwp === lwp.system.init) return -EINVAL;
  if (clearsHandlers(args) && has(args, CLONE_SIGHAND)) return -EINVAL;
  // What is about to end makes no more children.
  if (lwp.isExiting || thread.isExiting) return -EAGAIN;
  return lwp.system.pids.count >= lwp.limits.soft(RLIMIT_NPROC) ? -EAGAIN : 0;
}

function clearsHandlers(args: CloneArgs): boolean {
  return Math.floor(args.flags / CLONE_CLEAR_SIGHAND) % 2 === 1;
}

/** A process like the caller's, with no thread yet: -ENOMEM. */
function forkLwp(thread: UserThread, pid: number, args: CloneArgs): Lwp | number {
  const parent = thread.lwp;
  const { system } = parent;
  const aspace = has(args, CLONE_VM) ? thread.aspace.ref() : thread.aspace.fork();
  if (typeof aspace === "number") return aspace;
  const lwp = new Lwp(system, pid, {
    parent: has(args, CLONE_PARENT) ? parent.parent : parent,
    session: parent.session,
    pgid: parent.pgid,
    aspace,
    files: has(args, CLONE_FILES) ? parent.files.share() : parent.files.copy(),
    fs: has(args, CLONE_FS) ? parent.fs : parent.fs.copy(),
    handlers: handlersFor(parent, args),
  });
  lwp.credentials = parent.credentials.copy();
  lwp.limits = parent.limits.copy();
  lwp.exe = parent.exe;
  lwp.name = parent.name;
  lwp.argv = parent.argv;
  lwp.envp = parent.envp;
  lwp.nice = parent.nice;
  if (parent.exeFile !== null) lwp.setProgram(parent.exeFile.ref());
  lwp.exitSignal = args.exitSignal;
  lwp.isVforkChild = has(args, CLONE_VFORK);
  lwp.parent?.children.add(lwp);
  system.enter(lwp);
  return lwp;
}

function handlersFor(parent: Lwp, args: CloneArgs): SigHandlers {
  if (has(args, CLONE_SIGHAND)) return parent.handlers;
  return clearsHandlers(args) ? parent.handlers.copyForExec() : parent.handlers.copy();
}

function makeThread(
  parent: UserThread,
  lwp: Lwp,
  tid: number,
  context: HartContext,
  args: CloneArgs,
): UserThread {
  context.copyFrom(parent.context);
  const { aspace } = lwp;
  if (aspace !== null) context.setSatp(aspace.rootPpn, aspace.asid);
  context.setX(A0, 0);
  if (args.stack !== 0) context.setX(SP, args.stack);
  if (has(args, CLONE_SETTLS)) context.setX(TP, args.tls);
  const child = lwp.system.addThread(
    lwp,
    tid,
    context,
    parent.name,
    parent.schedPolicy,
    parent.schedPriority,
  );
  child.sigmask.assign(parent.savedSigmask ?? parent.sigmask);
  child.clearChildTid = has(args, CLONE_CHILD_CLEARTID) ? args.childTid : 0;
  // Two threads of one memory cannot share the stack; vfork's child borrows everything.
  const sharesMemory = has(args, CLONE_VM) && !has(args, CLONE_VFORK);
  child.altStack = sharesMemory ? NO_ALT_STACK : parent.altStack;
  return child;
}

function* waitForVfork(child: Lwp): Blocking<void> {
  while (child.isVforkChild) {
    const woken = yield* child.vforkQueue.wait(WAIT_KILLABLE);
    if (woken < 0) return;
  }
}
