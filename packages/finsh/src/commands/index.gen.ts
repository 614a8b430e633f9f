// Generated from the files of this folder by tooling/generate.ts. Do not edit: run pnpm generate.

import type { Command } from "../command.ts";
import bgCommand from "./bg.ts";
import catCommand from "./cat.ts";
import cdCommand from "./cd.ts";
import chmodCommand from "./chmod.ts";
import clearCommand from "./clear.ts";
import cpCommand from "./cp.ts";
import dateCommand from "./date.ts";
import dfCommand from "./df.ts";
import echoCommand from "./echo.ts";
import execCommand from "./exec.ts";
import exportCommand from "./export.ts";
import fgCommand from "./fg.ts";
import freeCommand from "./free.ts";
import headCommand from "./head.ts";
import helpCommand from "./help.ts";
import jobsCommand from "./jobs.ts";
import killCommand from "./kill.ts";
import killallCommand from "./killall.ts";
import listCommand from "./list.ts";
import lnCommand from "./ln.ts";
import lsCommand from "./ls.ts";
import mkdirCommand from "./mkdir.ts";
import mountCommand from "./mount.ts";
import mvCommand from "./mv.ts";
import poweroffCommand from "./poweroff.ts";
import psCommand from "./ps.ts";
import pwdCommand from "./pwd.ts";
import rebootCommand from "./reboot.ts";
import rmCommand from "./rm.ts";
import rmdirCommand from "./rmdir.ts";
import tailCommand from "./tail.ts";
import umountCommand from "./umount.ts";
import unsetCommand from "./unset.ts";
import versionCommand from "./version.ts";

/** The shell's own commands. */
export const COMMANDS: readonly Command[] = [
  bgCommand,
  catCommand,
  cdCommand,
  chmodCommand,
  clearCommand,
  cpCommand,
  dateCommand,
  dfCommand,
  echoCommand,
  execCommand,
  exportCommand,
  fgCommand,
  freeCommand,
  headCommand,
  helpCommand,
  jobsCommand,
  killCommand,
  killallCommand,
  listCommand,
  lnCommand,
  lsCommand,
  mkdirCommand,
  mountCommand,
  mvCommand,
  poweroffCommand,
  psCommand,
  pwdCommand,
  rebootCommand,
  rmCommand,
  rmdirCommand,
  tailCommand,
  umountCommand,
  unsetCommand,
  versionCommand,
];
