// execve: a process starts another program in place of its own. The new image is built whole, in an address space of
// its own, before anything of the old program is touched: every error leaves the caller as it was. man 2 execve.

import {
  E2BIG,
  EACCES,
  ELIBBAD,
  ELOOP,
  ENAMETOOLONG,
  ENOMEM,
  ETXTBSY,
  MAP_FIXED,
  MAP_SHARED,
  MS_NOEXEC,
  O_RDONLY,
  PAGE_SIZE,
  PROT_EXEC,
  PROT_READ,
  RLIMIT_AS,
  RLIMIT_DATA,
  RLIMIT_STACK,
  S_IFMT,
  S_IFREG,
  X_OK,
} from "@keel/abi";
import { accessAt, type File, type Lookup } from "@keel/dfs";
import { type Blocking, settle, WAIT_UNINTERRUPTIBLE } from "@keel/kernel";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { Aspace, TRAMPOLINE_VA } from "@keel/mm";
import type { Credentials } from "./credentials.ts";
import type { ElfImage } from "./elf-image.ts";
import { loadImage, readElfImage, readInterpreterPath } from "./elf-loader.ts";
import { leaveAspace, releaseVfork } from "./exit.ts";
import type { LwpSystem } from "./lwp-system.ts";
import type { ResourceLimits } from "./rlimit.ts";
import { RESULT_NO_RETURN } from "./restart.ts";
import { parseScriptLine, SCRIPT_DEPTH_MAX, SCRIPT_LINE_MAX } from "./script.ts";
import { wakeForAttention } from "./signal.ts";
import { ARG_STRING_MAX, ARG_TOTAL_MAX, buildStack, checkArgs } from "./user-stack.ts";
import { NO_ALT_STACK, type UserThread } from "./user-thread.ts";

/** Argument or environment strings, without the final NUL. Bytes, since file names need not be UTF-8. */
export type ArgBytes = readonly Uint8Array[];

/** What is to be run, and on whose behalf. */
export interface ProgramRequest {
  readonly path: string;
  readonly argv: ArgBytes;
  readonly envp: ArgBytes;
  readonly base: Lookup;
  readonly credentials: Credentials;
  readonly limits: ResourceLimits;
}

/** A program ready to run: its memory, its file, its first registers. Owns a reference on both. */
export interface ReadyProgram {
  readonly space: Aspace;
  readonly file: File;
  readonly pc: number;
  readonly sp: number;
  /** As /proc/<pid>/exe and comm name it. */
  readonly exe: string;
  readonly name: string;
  readonly argv: ArgBytes;
  readonly envp: ArgBytes;
}

const ARGS_MAX = 0x7fff;
const COMM_MAX = 15;
const SP = 2;

/** Replaces the program of `thread`'s process: RESULT_NO_RETURN, or -errno with nothing changed. */
export function* execve(thread: UserThread, path: string, argv: ArgBytes, envp: ArgBytes): Blocking<number> {
  const { lwp } = thread;
  const { fs, credentials, limits } = lwp;
  const base = { cwd: fs.cwd, root: fs.root, umask: fs.umask, uid: credentials.euid, gid: credentials.egid };
  const program = yield* loadProgram(lwp.system, { path, argv, envp, base, credentials, limits });
  if (typeof program === "number") return program;
  // Of several threads that call exec the first one goes on; it has told the others to end.
  if (!thread.isExiting) yield* endOtherThreads(thread);
  if (thread.isExiting || lwp.isExiting) {
    discardProgram(program);
    return RESULT_NO_RETURN;
  }
  commit(thread, program);
  return RESULT_NO_RETURN;
}

/** Builds a program in a fresh address space: -ENOENT, -EACCES, -ENOEXEC, -EINVAL, -E2BIG, -ENOMEM, -ELOOP, -ETXTBSY, ... */
export function* loadProgram(system: LwpSystem, request: ProgramRequest): Blocking<ReadyProgram | number> {
  let { path, argv } = request;
  if (argv.length === 0) argv = [new Uint8Array(0)];
  for (let depth = 0; depth <= SCRIPT_DEPTH_MAX; depth++) {
    const file = yield* openProgram(system, request.base, path);
    if (typeof file === "number") return file;
    const line = yield* readScriptLine(file);
    if (line === null) {
      const result = yield* loadElf(system, { ...request, path, argv }, file);
      if (typeof result === "number") file.unref();
      return result;
    }
    file.unref();
    if (typeof line === "number") return line;
    const script = utf8Encode(path);
    const rest = argv.slice(1);
    argv =
      line.argument === null
        ? [line.interpreter, script, ...rest]
        : [line.interpreter, line.argument, script, ...rest];
    path = utf8Decode(line.interpreter);
  }
  return -ELOOP;
}

/** Gives back what `loadProgram` built. */
export function discardProgram(program: ReadyProgram): void {
  program.space.unref();
  program.file.unref();
}

/** The registers a program starts with. */
export function enterProgram(thread: UserThread, program: ReadyProgram): void {
  const { context } = thread;
  context.clear();
  context.setSatp(program.space.rootPpn, program.space.asid);
  context.pc = program.pc;
  context.setX(SP, program.sp);
}

/** Reads a NULL-ended array of string pointers (argv, envp): the strings, -EFAULT or -E2BIG. */
export function readArgs(aspace: Aspace, va: number): ArgBytes | number {
  const strings: Uint8Array[] = [];
  if (va === 0) return strings;
  let total = 0;
  for (;;) {
    const pointer = aspace.read64(va + strings.length * 8);
    if (pointer < 0) return pointer;
    if (pointer === 0) return strings;
    const string = aspace.readBytes(pointer, ARG_STRING_MAX);
    if (typeof string === "number") return string === -ENAMETOOLONG ? -E2BIG : string;
    total += string.length + 9;
    if (strings.length >= ARGS_MAX || total > ARG_TOTAL_MAX) return -E2BIG;
    strings.push(string);
  }
}

// ---- files

/** A regular file the caller may run: -ENOENT, -EACCES, -ETXTBSY, ... */
function* openProgram(system: LwpSystem, base: Lookup, path: string): Blocking<File | number> {
  const place = yield* system.vfs.resolve(base, path, true);
  if (typeof place === "number") return place;
  if ((place.vnode.mode & S_IFMT) !== S_IFREG || (place.mount.flags & MS_NOEXEC) !== 0) return -EACCES;
  const denied = accessAt(base, place, X_OK);
  if (denied < 0) return denied;
  if (place.vnode.writers > 0) return -ETXTBSY;
  return yield* system.vfs.open(base, path, O_RDONLY);
}

function* readScriptLine(file: File): Blocking<ReturnType<typeof parseScriptLine>> {
  const bytes = new Uint8Array(SCRIPT_LINE_MAX);
  const count = yield* settle(file.pread(bytes, 0));
  return count < 0 ? count : parseScriptLine(bytes.subarray(0, count));
}

// ---- the image

function* loadElf(system: LwpSystem, request: ProgramRequest, file: File): Blocking<ReadyProgram | number> {
  const error = checkArgs(request.argv, request.envp, request.limits.soft(RLIMIT_STACK));
  if (error < 0) return error;
  const image = yield* readElfImage(file);
  if (typeof image === "number") return image;
  const interpreter = yield* openInterpreter(system, request.base, file, image);
  if (typeof interpreter === "number") return interpreter;
  const space = Aspace.create(system.mm);
  let result: ReadyProgram | number = typeof space === "number" ? space : -ENOMEM;
  if (typeof space !== "number") {
    result = fillSpace(system, space, request, file, image, interpreter);
    if (typeof result === "number") space.unref();
  }
  interpreter?.file.unref();
  return result;
}

interface Interpreter {
  readonly file: File;
  readonly image: ElfImage;
}

function* openInterpreter(
  system: LwpSystem,
  base: Lookup,
  file: File,
  image: ElfImage,
): Blocking<Interpreter | null | number> {
  const path = yield* readInterpreterPath(file, image);
  if (path === null || typeof path === "number") return path;
  const loader = yield* openProgram(system, base, path);
  if (typeof loader === "number") return loader;
  const loaderImage = yield* readElfImage(loader);
  if (typeof loaderImage === "number" || loaderImage.interpreter !== null) {
    loader.unref();
    return -ELIBBAD;
  }
  return { file: loader, image: loaderImage };
}

/** Everything that goes into the new space. Does not block; the caller throws the space away after an error. */
function fillSpace(
  system: LwpSystem,
  space: Aspace,
  request: ProgramRequest,
  file: File,
  image: ElfImage,
  interpreter: Interpreter | null,
): ReadyProgram | number {
  const { limits } = request;
  space.sizeLimit = limits.soft(RLIMIT_AS);
  space.dataLimit = limits.soft(RLIMIT_DATA);
  space.stackLimit = limits.soft(RLIMIT_STACK);
  const program = mapImage(system, space, file, image, "program");
  if (typeof program === "number") return program;
  const loader =
    interpreter === null ? null : mapImage(system, space, interpreter.file, interpreter.image, "interpreter");
  if (typeof loader === "number") return loader;
  space.initBrk(program.end);
  const prot = PROT_READ | PROT_EXEC;
  const flags = MAP_SHARED | MAP_FIXED;
  const object = system.trampoline;
  const mapped = space.map({ va: TRAMPOLINE_VA, length: PAGE_SIZE, prot, maxProt: prot, flags, object });
  if (mapped < 0) return mapped;
  const random = new Uint8Array(16);
  system.kernel.random.fill(random);
  const sp = buildStack(space, {
    argv: request.argv,
    envp: request.envp,
    execFn: utf8Encode(request.path),
    program,
    interpreterBase: loader === null ? 0 : loader.bias,
    credentials: request.credentials,
    random,
    hasExecutableStack: image.hasExecutableStack,
  });
  if (sp < 0) return sp;
  return {
    space,
    file,
    pc: loader === null ? program.entry : loader.entry,
    sp,
    exe: file.path,
    name: nameOf(request.path),
    argv: request.argv,
    envp: request.envp,
  };
}

function mapImage(
  system: LwpSystem,
  space: Aspace,
  file: File,
  image: ElfImage,
  place: "program" | "interpreter",
): ReturnType<typeof loadImage> {
  const object = system.pageCache.objectFor(file);
  if (typeof object === "number") return object;
  const loaded = loadImage(space, object, image, place);
  object.unref();
  return loaded;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).slice(0, COMM_MAX);
}

// ---- the change

/** The other threads of the process end first; then it is this one's alone. */
function* endOtherThreads(thread: UserThread): Blocking<void> {
  const { lwp } = thread;
  for (const other of lwp.threads.values()) {
    if (other === thread) continue;
    other.isExiting = true;
    wakeForAttention(other, true);
  }
  while (lwp.threads.size > 1 && !lwp.isExiting) yield* lwp.threadQueue.wait(WAIT_UNINTERRUPTIBLE);
}

/** Cannot fail. */
function commit(thread: UserThread, program: ReadyProgram): void {
  const { lwp } = thread;
  if (thread.tid !== lwp.pid) lwp.system.becomeLeader(thread);
  const oldSpace = thread.aspace;
  lwp.aspace = program.space;
  leaveAspace(lwp.system, oldSpace);
  releaseVfork(lwp);
  lwp.files = lwp.files.unshare();
  lwp.files.closeOnExec();
  lwp.handlers = lwp.handlers.copyForExec();
  lwp.hasExeced = true;
  applyProgram(thread, program);
  thread.altStack = NO_ALT_STACK;
  thread.clearChildTid = 0;
  thread.robustList = 0;
  thread.restartCall = null;
  enterProgram(thread, program);
}

/** Names of the program, for /proc and reports. */
export function applyProgram(thread: UserThread, program: ReadyProgram): void {
  const { lwp } = thread;
  lwp.setProgram(program.file);
  lwp.exe = program.exe;
  lwp.name = program.name;
  lwp.argv = program.argv.map(utf8Decode);
  lwp.envp = program.envp.map(utf8Decode);
  thread.name = program.name;
  thread.thread.name = program.name;
}
