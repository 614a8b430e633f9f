// Sets of descriptors waited for, and ioctl requests.

import * as abi from "@keel/abi";
import { address, input, output, readStruct, type ArgFormat, type TracedCall } from "./arg-format.ts";
import { namesOfBits, oneOf, type NameTable } from "./flag-table.ts";

const POLL_EVENTS: NameTable = [
  ["POLLIN", abi.POLLIN],
  ["POLLPRI", abi.POLLPRI],
  ["POLLOUT", abi.POLLOUT],
  ["POLLERR", abi.POLLERR],
  ["POLLHUP", abi.POLLHUP],
  ["POLLNVAL", abi.POLLNVAL],
  ["POLLRDNORM", abi.POLLRDNORM],
  ["POLLRDBAND", abi.POLLRDBAND],
  ["POLLWRNORM", abi.POLLWRNORM],
  ["POLLWRBAND", abi.POLLWRBAND],
  ["POLLRDHUP", abi.POLLRDHUP],
];

/** More descriptors than this are dots. */
const SHOWN_DESCRIPTORS = 32;

/** The array of pollfd with what is asked; `pollResult` tells what came of it. */
export const pollDescriptors: ArgFormat = input((value, call) => {
  const count = call.args[1] ?? 0;
  const parts: string[] = [];
  for (let i = 0; i < count && i < SHOWN_DESCRIPTORS; i++) {
    const entry = new Uint8Array(8);
    if (call.memory.copyIn(value + 8 * i, entry) !== 0) return address(value);
    const view = new DataView(entry.buffer);
    parts.push(`{fd=${view.getInt32(0, true)}, events=${namesOfBits(POLL_EVENTS, view.getUint16(4, true))}}`);
  }
  if (count > SHOWN_DESCRIPTORS) parts.push("...");
  return value === 0 && count === 0 ? "NULL" : `[${parts.join(", ")}]`;
});

/** `1 ([{fd=0, revents=POLLIN}])`, `0 (Timeout)`. */
export function pollResult(call: TracedCall): string {
  if (call.result === 0) return "0 (Timeout)";
  const count = call.args[1] ?? 0;
  const parts: string[] = [];
  for (let i = 0; i < count && parts.length < SHOWN_DESCRIPTORS; i++) {
    const view = readStruct(call.memory, (call.args[0] ?? 0) + 8 * i, 8);
    const happened = view === null ? 0 : view.getUint16(6, true);
    if (view !== null && happened !== 0) {
      parts.push(`{fd=${view.getInt32(0, true)}, revents=${namesOfBits(POLL_EVENTS, happened)}}`);
    }
  }
  return `${call.result} ([${parts.join(", ")}])`;
}

function descriptorSetText(value: number, call: TracedCall): string {
  if (value === 0) return "NULL";
  const count = Math.max(0, Math.min(call.args[0] ?? 0, 1024));
  const bytes = new Uint8Array((count + 7) >> 3);
  if (call.memory.copyIn(value, bytes) !== 0) return address(value);
  const members: number[] = [];
  for (let fd = 0; fd < count; fd++) {
    if ((((bytes[fd >> 3] as number) >> (fd & 7)) & 1) === 1) members.push(fd);
  }
  return `[${members.join(" ")}]`;
}

/** One of pselect6's three sets, as asked for. */
export const descriptorSetIn: ArgFormat = input(descriptorSetText);

const IOCTL_REQUESTS: NameTable = [
  ["TCGETS", abi.TCGETS],
  ["TCSETS", abi.TCSETS],
  ["TCSETSW", abi.TCSETSW],
  ["TCSETSF", abi.TCSETSF],
  ["TCSBRK", abi.TCSBRK],
  ["TCXONC", abi.TCXONC],
  ["TCFLSH", abi.TCFLSH],
  ["TIOCSCTTY", abi.TIOCSCTTY],
  ["TIOCGPGRP", abi.TIOCGPGRP],
  ["TIOCSPGRP", abi.TIOCSPGRP],
  ["TIOCOUTQ", abi.TIOCOUTQ],
  ["TIOCGWINSZ", abi.TIOCGWINSZ],
  ["TIOCSWINSZ", abi.TIOCSWINSZ],
  ["FIONREAD", abi.FIONREAD],
  ["FIONBIO", abi.FIONBIO],
  ["TIOCNOTTY", abi.TIOCNOTTY],
  ["TCSBRKP", abi.TCSBRKP],
  ["TIOCGSID", abi.TIOCGSID],
  ["FIONCLEX", abi.FIONCLEX],
  ["FIOCLEX", abi.FIOCLEX],
  ["TIOCGPTN", abi.TIOCGPTN],
  ["TIOCSPTLCK", abi.TIOCSPTLCK],
];

export const ioctlRequest: ArgFormat = oneOf(IOCTL_REQUESTS, "IOCTL_???");

/** ioctl's argument where the request's structure is small and telling; otherwise its address. */
export const ioctlArgument: ArgFormat = output((value, call) => {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  switch (call.args[1]) {
    case abi.TIOCGWINSZ:
    case abi.TIOCSWINSZ:
      if (call.memory.copyIn(value, bytes) !== 0) return address(value);
      return `{ws_row=${view.getUint16(0, true)}, ws_col=${view.getUint16(2, true)}}`;
    case abi.TIOCGPGRP:
    case abi.TIOCSPGRP:
    case abi.TIOCGSID:
    case abi.FIONREAD:
    case abi.FIONBIO:
      if (call.memory.copyIn(value, bytes.subarray(0, 4)) !== 0) return address(value);
      return `[${view.getInt32(0, true)}]`;
    default:
      return address(value);
  }
});
