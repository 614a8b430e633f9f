// Generated from src/commands by tooling/generate.ts. Do not edit: run pnpm generate.

import type { Command } from "./command.ts";
import bgCommand from "./commands/bg.ts";
import catCommand from "./commands/cat.ts";
import cdCommand from "./commands/cd.ts";
import chmodCommand from "./commands/chmod.ts";
import clearCommand from "./commands/clear.ts";
import cpCommand from "./commands/cp.ts";
import dateCommand from "./commands/date.ts";
import dfCommand from "./commands/df.ts";
import echoCommand from "./commands/echo.ts";
import execCommand from "./commands/exec.ts";
import exportCommand from "./commands/export.ts";
import fgCommand from "./commands/fg.ts";
import freeCommand from "./commands/free.ts";
import headCommand from "./commands/head.ts";
import helpCommand from "./commands/help.ts";
import jobsCommand from "./commands/jobs.ts";
import killCommand from "./commands/kill.ts";
import killallCommand from "./commands/killall.ts";
import listCommand from "./commands/list.ts";
import lnCommand from "./commands/ln.ts";
import lsCommand from "./commands/ls.ts";
import mkdirCommand from "./commands/mkdir.ts";
import mountCommand from "./commands/mount.ts";
import mvCommand from "./commands/mv.ts";
import poweroffCommand from "./commands/poweroff.ts";
import psCommand from "./commands/ps.ts";
import pwdCommand from "./commands/pwd.ts";
import rebootCommand from "./commands/reboot.ts";
import rmCommand from "./commands/rm.ts";
import rmdirCommand from "./commands/rmdir.ts";
import tailCommand from "./commands/tail.ts";
import umountCommand from "./commands/umount.ts";
import unsetCommand from "./commands/unset.ts";
import versionCommand from "./commands/version.ts";

export const KERNEL_COMMANDS: readonly Command[] = [
  clearCommand,
  dateCommand,
  echoCommand,
  exportCommand,
  helpCommand,
  listCommand,
  poweroffCommand,
  psCommand,
  rebootCommand,
  unsetCommand,
  versionCommand,
];

export const FILE_COMMANDS: readonly Command[] = [
  catCommand,
  cdCommand,
  chmodCommand,
  cpCommand,
  dfCommand,
  headCommand,
  lnCommand,
  lsCommand,
  mkdirCommand,
  mountCommand,
  mvCommand,
  pwdCommand,
  rmCommand,
  rmdirCommand,
  tailCommand,
  umountCommand,
];

export const PROGRAM_COMMANDS: readonly Command[] = [
  bgCommand,
  execCommand,
  fgCommand,
  freeCommand,
  jobsCommand,
  killCommand,
  killallCommand,
];
