// The terminal's ioctl calls. man 2 ioctl_tty. Each command decodes its argument, then acts on the Tty.

import {
  EINVAL,
  ENOTTY,
  FIONREAD,
  TCFLSH,
  TCGETS,
  TCGETS2,
  TCIFLUSH,
  TCIOFF,
  TCIOFLUSH,
  TCION,
  TCOFLUSH,
  TCOOFF,
  TCOON,
  TCSBRK,
  TCSBRKP,
  TCSETS,
  TCSETS2,
  TCSETSF,
  TCSETSF2,
  TCSETSW,
  TCSETSW2,
  TCXONC,
  TERMIOS2_SIZE,
  TERMIOS_SIZE,
  TIOCEXCL,
  TIOCGPGRP,
  TIOCGSID,
  TIOCGWINSZ,
  TIOCNOTTY,
  TIOCNXCL,
  TIOCOUTQ,
  TIOCSCTTY,
  TIOCSPGRP,
  TIOCSTI,
  TIOCSWINSZ,
  VSTART,
  VSTOP,
} from "@keel/abi";
import { type Blocking, type MayBlock, settle } from "@keel/kernel";
import { type IoctlArg, putInt, withInt } from "./ioctl-arg.ts";
import { decodeTermios, encodeTermios } from "./termios.ts";
import type { Tty } from "./tty.ts";

const WINSIZE_SIZE = 8;
/** What the speed fields of termios2 say; the line itself is virtual. */
const SPEED = 38400;

/** Carries out `cmd` on `tty`: >= 0, -ENOTTY for a command that is none of a terminal's, or its -errno. */
export function controlTty(tty: Tty, cmd: number, arg: IoctlArg): MayBlock<number> {
  switch (cmd) {
    case TCGETS:
      return arg.put(encodeTermios(tty.getTermios()));
    case TCGETS2:
      return arg.put(encodeTermios2(tty));
    case TCSETS:
    case TCSETS2:
      return checkChange(tty) || setNow(tty, arg);
    case TCSETSW:
    case TCSETSW2:
      return checkChange(tty) || afterOutput(tty, () => setNow(tty, arg));
    case TCSETSF:
    case TCSETSF2:
      return checkChange(tty) || afterOutput(tty, () => setAndFlush(tty, arg));
    case TCSBRK:
    case TCSBRKP:
      // A break means nothing on a virtual line: what is left of the call is tcdrain.
      return checkChange(tty) || afterOutput(tty, () => 0);
    case TCXONC:
      return checkChange(tty) || flow(tty, arg.value);
    case TCFLSH:
      return checkChange(tty) || flush(tty, arg.value);
    case FIONREAD:
      return putInt(arg, tty.available);
    case TIOCOUTQ:
      return putInt(arg, tty.unsent);
    case TIOCSTI:
      return simulateInput(tty, arg);
    case TIOCGWINSZ:
      return getWindowSize(tty, arg);
    case TIOCSWINSZ:
      return setWindowSize(tty, arg);
    case TIOCEXCL:
    case TIOCNXCL:
      return 0;
    default:
      return controlJobs(tty, cmd, arg);
  }
}

/** The commands about sessions and process groups; the process layer answers them when there is one. */
function controlJobs(tty: Tty, cmd: number, arg: IoctlArg): number {
  const jobs = tty.jobControl;
  switch (cmd) {
    case TIOCGPGRP: {
      const pgid = jobs === null ? tty.foregroundGroup : jobs.foregroundGroup(tty);
      return pgid < 0 ? pgid : putInt(arg, pgid);
    }
    case TIOCSPGRP:
      return withInt(arg, (pgid) => {
        if (pgid < 0) return -EINVAL;
        if (jobs !== null) return jobs.setForegroundGroup(tty, pgid);
        tty.foregroundGroup = pgid;
        return 0;
      });
    case TIOCGSID:
      return tty.sessionId === 0 ? -ENOTTY : putInt(arg, tty.sessionId);
    case TIOCSCTTY:
      return jobs === null ? 0 : jobs.acquire(tty, arg.value);
    case TIOCNOTTY:
      return jobs === null ? 0 : jobs.release(tty);
    default:
      return -ENOTTY;
  }
}

function checkChange(tty: Tty): number {
  return tty.jobControl === null ? 0 : tty.jobControl.checkChange(tty);
}

/** Runs `act` once all output is out; at once if it is. */
function afterOutput(tty: Tty, act: () => number): MayBlock<number> {
  return tty.unsent === 0 ? act() : drainThen(tty, act);
}

function* drainThen(tty: Tty, act: () => number): Blocking<number> {
  const drained = yield* settle(tty.drain());
  return drained < 0 ? drained : act();
}

function setNow(tty: Tty, arg: IoctlArg): number {
  const bytes = new Uint8Array(TERMIOS_SIZE);
  const fault = arg.get(bytes);
  if (fault < 0) return fault;
  tty.setTermios(decodeTermios(bytes));
  return 0;
}

function setAndFlush(tty: Tty, arg: IoctlArg): number {
  const bytes = new Uint8Array(TERMIOS_SIZE);
  const fault = arg.get(bytes);
  if (fault < 0) return fault;
  tty.discardInput();
  tty.setTermios(decodeTermios(bytes));
  return 0;
}

function encodeTermios2(tty: Tty): Uint8Array {
  const bytes = new Uint8Array(TERMIOS2_SIZE);
  bytes.set(encodeTermios(tty.getTermios()));
  const view = new DataView(bytes.buffer);
  view.setUint32(TERMIOS_SIZE, SPEED, true);
  view.setUint32(TERMIOS_SIZE + 4, SPEED, true);
  return bytes;
}

/** tcflow. */
function flow(tty: Tty, action: number): number {
  switch (action) {
    case TCOOFF:
      tty.stopOutput();
      return 0;
    case TCOON:
      tty.startOutput();
      return 0;
    case TCIOFF:
      tty.port.transmitNow(tty.getTermios().cc.subarray(VSTOP, VSTOP + 1));
      return 0;
    case TCION:
      tty.port.transmitNow(tty.getTermios().cc.subarray(VSTART, VSTART + 1));
      return 0;
    default:
      return -EINVAL;
  }
}

/** tcflush. */
function flush(tty: Tty, queue: number): number {
  if (queue !== TCIFLUSH && queue !== TCOFLUSH && queue !== TCIOFLUSH) return -EINVAL;
  if (queue !== TCOFLUSH) tty.discardInput();
  if (queue !== TCIFLUSH) tty.discardOutput();
  return 0;
}

function simulateInput(tty: Tty, arg: IoctlArg): number {
  const byte = new Uint8Array(1);
  const fault = arg.get(byte);
  if (fault === 0) tty.inject(byte[0]);
  return fault;
}

function getWindowSize(tty: Tty, arg: IoctlArg): number {
  const { rows, columns, widthPixels, heightPixels } = tty.windowSize;
  return arg.put(new Uint8Array(Uint16Array.of(rows, columns, widthPixels, heightPixels).buffer));
}

function setWindowSize(tty: Tty, arg: IoctlArg): number {
  const bytes = new Uint8Array(WINSIZE_SIZE);
  const fault = arg.get(bytes);
  if (fault < 0) return fault;
  const view = new DataView(bytes.buffer);
  tty.resize(
    view.getUint16(0, true),
    view.getUint16(2, true),
    view.getUint16(4, true),
    view.getUint16(6, true),
  );
  return 0;
}
