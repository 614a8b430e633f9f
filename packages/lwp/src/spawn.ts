// spawn: the kernel starts a program: the shell's commands, init. What fork and exec do in two steps for a process is
// one here, and fails as a whole.

import { EAGAIN, EEXIST, O_RDWR, RLIMIT_NOFILE, SCHED_OTHER } from "@keel/abi";
import type { Tty } from "@keel/device";
import type { File } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";
import { Credentials } from "./credentials.ts";
import { applyProgram, discardProgram, enterProgram, loadProgram, type ReadyProgram } from "./exec.ts";
import { FileTable } from "./file-table.ts";
import { FsContext } from "./fs-context.ts";
import { Lwp } from "./lwp.ts";
import type { LwpSystem, SpawnOptions } from "./lwp-system.ts";
import { ResourceLimits } from "./rlimit.ts";
import { Session } from "./session.ts";
import { SigHandlers } from "./sig-action.ts";

const INIT_PID = 1;

/** See LwpSystem.spawn. */
export function* spawnLwp(system: LwpSystem, options: SpawnOptions): Blocking<number> {
  const root = system.vfs.root;
  const fs = new FsContext(options.cwd ?? root, root);
  const program = yield* loadProgram(system, {
    path: options.path,
    argv: options.argv.map(utf8Encode),
    envp: options.envp.map(utf8Encode),
    base: fs,
    credentials: new Credentials(),
    limits: new ResourceLimits(),
  });
  if (typeof program === "number") return program;
  const files = options.files ?? (yield* terminalFiles(system, options.tty ?? null));
  const pid = typeof files === "number" ? files : start(system, options, files, fs, program);
  if (pid < 0) discardProgram(program);
  if (pid < 0 && options.files === undefined && typeof files !== "number")
    for (const file of files) file?.unref();
  return pid;
}

/** The terminal as descriptors 0, 1 and 2; nothing without one. */
function* terminalFiles(system: LwpSystem, tty: Tty | null): Blocking<readonly (File | null)[] | number> {
  if (tty === null) return [];
  const file = yield* system.vfs.open(system.vfs.kernelLookup, `/dev/${tty.name}`, O_RDWR);
  return typeof file === "number" ? file : [file, file.ref(), file.ref()];
}

/** Takes the program over, or answers -EAGAIN, -EEXIST and leaves it to the caller. */
function start(
  system: LwpSystem,
  options: SpawnOptions,
  openFiles: readonly (File | null)[],
  fs: FsContext,
  program: ReadyProgram,
): number {
  const context = system.contexts.allocate();
  if (context === null) return -EAGAIN;
  const pid = takePid(system, options);
  if (pid < 0) {
    system.contexts.free(context);
    return pid;
  }
  const limits = new ResourceLimits();
  const files = new FileTable(limits.soft(RLIMIT_NOFILE));
  for (const [fd, file] of openFiles.entries()) if (file !== null) files.add(file, false, fd);
  const lwp = new Lwp(system, pid, {
    parent: null,
    session: sessionFor(system, options, pid),
    pgid: options.pgid ?? pid,
    aspace: program.space,
    files,
    fs,
    handlers: new SigHandlers(),
  });
  lwp.limits = limits;
  lwp.isDetached = options.detached ?? false;
  if (options.init === true) system.init = lwp;
  system.enter(lwp);
  const thread = system.addThread(lwp, pid, context, program.name, SCHED_OTHER, 0);
  applyProgram(thread, program);
  enterProgram(thread, program);
  if (options.foreground === true && lwp.tty !== null) lwp.tty.foregroundGroup = lwp.pgid;
  thread.thread.startup();
  return pid;
}

function takePid(system: LwpSystem, options: SpawnOptions): number {
  if (options.init !== true) return system.pids.alloc();
  return system.pids.take(INIT_PID) ? INIT_PID : -EEXIST;
}

/** Programs on one terminal share a session, which outlives them; others lead one of their own. */
function sessionFor(system: LwpSystem, options: SpawnOptions, pid: number): Session {
  const tty = options.tty ?? null;
  if (tty === null) return new Session(pid, true);
  const known = system.ttySessions.get(tty);
  // A process that called setsid and took the terminal has ended the old session's hold on it.
  if (known !== undefined && known.tty === tty) return known;
  const session = new Session(pid, false, tty);
  tty.sessionId = pid;
  system.ttySessions.set(tty, session);
  system.attachTty(tty);
  return session;
}
