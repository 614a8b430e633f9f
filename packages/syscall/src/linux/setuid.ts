// setuid, setgid, setreuid, setregid, setresuid, setresgid, setfsuid, setfsgid: change whom a
// process acts for. man 2 setresuid. The user and the group forms are the same calls on other
// fields, so that each is written once.

import {
  EPERM,
  SYS_setfsgid,
  SYS_setfsuid,
  SYS_setgid,
  SYS_setregid,
  SYS_setresgid,
  SYS_setresuid,
  SYS_setreuid,
  SYS_setuid,
} from "@keel/abi";
import type { Credentials } from "@keel/lwp";
import { int } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";
import type { SyscallContext } from "../syscall-context.ts";

/** Real, effective and saved identifier. */
type Triple = readonly [real: number, effective: number, saved: number];

interface Kind {
  get(credentials: Credentials): Triple;
  set(credentials: Credentials, ids: Triple): void;
}

const USER: Kind = {
  get: ({ uid, euid, suid }) => [uid, euid, suid],
  set(credentials, [uid, euid, suid]) {
    Object.assign(credentials, { uid, euid, suid });
  },
};

const GROUP: Kind = {
  get: ({ gid, egid, sgid }) => [gid, egid, sgid],
  set(credentials, [gid, egid, sgid]) {
    Object.assign(credentials, { gid, egid, sgid });
  },
};

/** Root may become anybody; others only what one of `allowed` is. */
function mayBecome(ctx: SyscallContext, id: number, allowed: readonly number[]): boolean {
  return ctx.lwp.credentials.euid === 0 || allowed.includes(id);
}

function become(ctx: SyscallContext, kind: Kind, ids: Triple): number {
  kind.set(ctx.lwp.credentials, ids);
  // The file system checks the effective user.
  ctx.lwp.fs.uid = ctx.lwp.credentials.euid;
  return 0;
}

/** setuid, setgid: root sets all three, others the effective one. */
function setOne(ctx: SyscallContext, kind: Kind, idArg: number): number {
  const id = idArg >>> 0;
  const [real, , saved] = kind.get(ctx.lwp.credentials);
  if (ctx.lwp.credentials.euid === 0) return become(ctx, kind, [id, id, id]);
  return mayBecome(ctx, id, [real, saved]) ? become(ctx, kind, [real, id, saved]) : -EPERM;
}

/** setreuid, setregid: -1 leaves one. The saved one follows where POSIX says so. */
function setTwo(ctx: SyscallContext, kind: Kind, realArg: number, effectiveArg: number): number {
  const [real, effective, saved] = kind.get(ctx.lwp.credentials);
  const newReal = (realArg | 0) === -1 ? real : realArg >>> 0;
  const newEffective = (effectiveArg | 0) === -1 ? effective : effectiveArg >>> 0;
  if (!mayBecome(ctx, newReal, [real, effective])) return -EPERM;
  if (!mayBecome(ctx, newEffective, [real, effective, saved])) return -EPERM;
  const isSaved = (realArg | 0) !== -1 || ((effectiveArg | 0) !== -1 && newEffective !== real);
  return become(ctx, kind, [newReal, newEffective, isSaved ? newEffective : saved]);
}

/** setresuid, setresgid: each by itself. */
function setThree(ctx: SyscallContext, kind: Kind, args: Triple): number {
  const old = kind.get(ctx.lwp.credentials);
  const ids = args.map((arg, i) => ((arg | 0) === -1 ? (old[i] as number) : arg >>> 0));
  for (const id of ids) if (!mayBecome(ctx, id, old)) return -EPERM;
  return become(ctx, kind, ids as unknown as Triple);
}

export const setuid: Syscall = defineSyscall({
  nr: SYS_setuid,
  name: "setuid",
  args: [int],
  run: (ctx, id) => setOne(ctx, USER, id),
});

export const setgid: Syscall = defineSyscall({
  nr: SYS_setgid,
  name: "setgid",
  args: [int],
  run: (ctx, id) => setOne(ctx, GROUP, id),
});

export const setreuid: Syscall = defineSyscall({
  nr: SYS_setreuid,
  name: "setreuid",
  args: [int, int],
  run: (ctx, real, effective) => setTwo(ctx, USER, real, effective),
});

export const setregid: Syscall = defineSyscall({
  nr: SYS_setregid,
  name: "setregid",
  args: [int, int],
  run: (ctx, real, effective) => setTwo(ctx, GROUP, real, effective),
});

export const setresuid: Syscall = defineSyscall({
  nr: SYS_setresuid,
  name: "setresuid",
  args: [int, int, int],
  run: (ctx, real, effective, saved) => setThree(ctx, USER, [real, effective, saved]),
});

export const setresgid: Syscall = defineSyscall({
  nr: SYS_setresgid,
  name: "setresgid",
  args: [int, int, int],
  run: (ctx, real, effective, saved) => setThree(ctx, GROUP, [real, effective, saved]),
});

export const setfsuid: Syscall = defineSyscall({
  nr: SYS_setfsuid,
  name: "setfsuid",
  args: [int],
  level: "partial",
  note: "answers the present one and changes nothing",
  run: (ctx) => ctx.lwp.credentials.euid,
});

export const setfsgid: Syscall = defineSyscall({
  nr: SYS_setfsgid,
  name: "setfsgid",
  args: [int],
  level: "partial",
  note: "answers the present one and changes nothing",
  run: (ctx) => ctx.lwp.credentials.egid,
});
