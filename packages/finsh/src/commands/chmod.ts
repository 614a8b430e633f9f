// `chmod`: changes permission bits, given in octal or as `+x`, `u-w`, `go=r`.

import { strerror } from "@keel/abi";
import { type Command, STATUS_OK } from "../command.ts";

const USAGE = "chmod MODE PATH...";
const SYMBOLIC = /^([ugoa]*)([-+=])([rwx]*)$/;
const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 };
const WHAT: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };

const command: Command = {
  name: "chmod",
  help: `change permissions: ${USAGE}`,
  needs: "files",
  *run(shell, argv) {
    const [, change, ...paths] = argv;
    if (change === undefined || paths.length === 0 || changeMode(change, 0) === null)
      return shell.failUsage(USAGE);
    const { files } = shell;
    let status = STATUS_OK;
    for (const path of paths) {
      const stat = yield* files.stat(path);
      const mode = typeof stat === "number" ? null : changeMode(change, stat.mode & 0o7777);
      const error = typeof stat === "number" ? stat : yield* files.vfs.chmod(files.base, path, mode ?? 0);
      if (error < 0) status = shell.fail(`chmod: ${path}: ${strerror(error)}`);
    }
    return status;
  },
};

/** `mode` changed as `change` says; null when that is no change. */
function changeMode(change: string, mode: number): number | null {
  if (/^[0-7]{1,4}$/.test(change)) return Number.parseInt(change, 8);
  const match = SYMBOLIC.exec(change);
  if (match === null) return null;
  const [, who = "", operator, what = ""] = match;
  const mask = Array.from(who || "a").reduce((bits, letter) => bits | (WHO[letter] ?? 0), 0);
  const bits = Array.from(what).reduce((all, letter) => all | (WHAT[letter] ?? 0), 0) & mask;
  if (operator === "+") return mode | bits;
  return operator === "-" ? mode & ~bits : (mode & ~mask) | bits;
}

export default command;
