// `ls`: what directories hold. Source: RT-Thread components/dfs ls(), for the columns without -l.

import { S_IFBLK, S_IFCHR, S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFSOCK, strerror } from "@keel/abi";
import { type Stat, joinPath } from "@keel/dfs";
import { type Blocking, type MayBlock, settle } from "@keel/kernel";
import { right } from "../columns.ts";
import { type Command, STATUS_FAILED, STATUS_OK } from "../command.ts";
import { timeText } from "../date-text.ts";
import { parseOptions } from "../options.ts";
import type { Shell } from "../shell.ts";

const NAME_WIDTH = 20;

/** File types other than regular: how they show in the column of sizes, and as a letter of -l. */
const TYPES: ReadonlyMap<number, readonly [string, string]> = new Map([
  [S_IFDIR, ["<DIR>", "d"]],
  [S_IFLNK, ["<LNK>", "l"]],
  [S_IFCHR, ["<CHR>", "c"]],
  [S_IFBLK, ["<BLK>", "b"]],
  [S_IFIFO, ["<FIFO>", "p"]],
  [S_IFSOCK, ["<SOCK>", "s"]],
]);

const command: Command = {
  name: "ls",
  help: "list directories: ls [-l] [PATH...]",
  needs: "files",
  *run(shell, argv) {
    const options = parseOptions(argv, "la");
    if (options === null) return shell.failUsage("ls [-l] [PATH...]");
    const paths = options.operands.length === 0 ? ["."] : options.operands;
    const line = options.flags.has("l") ? longLine : shortLine;
    let status = STATUS_OK;
    for (const path of paths) {
      const one = yield* listPath(shell, path, line);
      if (one !== STATUS_OK) status = one;
    }
    return status;
  },
};

type Line = (shell: Shell, path: string, name: string, stat: Stat) => MayBlock<string>;

function* listPath(shell: Shell, path: string, line: Line): Blocking<number> {
  const { files } = shell;
  const stat = yield* files.stat(path);
  if (typeof stat === "number") return shell.fail(`ls: ${path}: ${strerror(stat)}`);
  if ((stat.mode & S_IFMT) !== S_IFDIR) {
    shell.print(yield* settle(line(shell, path, path, stat)));
    return STATUS_OK;
  }
  const entries = yield* files.entries(path);
  if (typeof entries === "number") return shell.fail(`ls: ${path}: ${strerror(entries)}`);
  const place = yield* files.vfs.resolve(files.base, path, true);
  shell.print(`Directory ${typeof place === "number" ? path : files.vfs.pathOf(place)}:\n`);
  let status = STATUS_OK;
  for (const entry of entries) {
    const entryPath = joinPath(path, entry.name);
    const entryStat = yield* files.lstat(entryPath);
    if (typeof entryStat === "number") {
      shell.fail(`ls: ${entryPath}: ${strerror(entryStat)}`);
      status = STATUS_FAILED;
    } else shell.print(yield* settle(line(shell, entryPath, entry.name, entryStat)));
  }
  return status;
}

function shortLine(_shell: Shell, _path: string, name: string, stat: Stat): string {
  const type = TYPES.get(stat.mode & S_IFMT)?.[0] ?? String(stat.size);
  return `${name.padEnd(NAME_WIDTH - 1)} ${type}\n`;
}

function* longLine(shell: Shell, path: string, name: string, stat: Stat): Blocking<string> {
  const type = stat.mode & S_IFMT;
  const { base, vfs } = shell.files;
  const target = type === S_IFLNK ? yield* vfs.readlink(base, path) : 0;
  const arrow = typeof target === "string" ? ` -> ${target}` : "";
  const letter = TYPES.get(type)?.[1] ?? "-";
  const owner = `${right(stat.uid, 5)} ${right(stat.gid, 5)}`;
  const head = `${letter}${permissionText(stat.mode)} ${right(stat.nlink, 3)} ${owner}`;
  return `${head} ${right(stat.size, 10)} ${timeText(stat.mtimeNs)} ${name}${arrow}\n`;
}

/** `rwxr-xr-x`; with set-id and sticky bits as s and t. */
function permissionText(mode: number): string {
  const letters = Array.from("rwxrwxrwx", (letter, i) => ((mode >> (8 - i)) & 1 ? letter : "-"));
  for (const [bit, at, letter] of [
    [0o4000, 2, "s"],
    [0o2000, 5, "s"],
    [0o1000, 8, "t"],
  ] as const) {
    if (mode & bit) letters[at] = letters[at] === "x" ? letter : letter.toUpperCase();
  }
  return letters.join("");
}

export default command;
