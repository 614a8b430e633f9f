// `df`: free space of a file system. Source: RT-Thread components/dfs df().

import { strerror } from "@keel/abi";
import { type Command, STATUS_OK } from "../command.ts";

const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;

const command: Command = {
  name: "df",
  help: "show free space: df [PATH]",
  needs: "files",
  *run(shell, argv) {
    const path = argv[1] ?? "/";
    const statfs = yield* shell.files.vfs.statfs(shell.files.base, path);
    if (typeof statfs === "number") return shell.fail(`df: ${path}: ${strerror(statfs)}`);
    const { bfree, bsize } = statfs;
    shell.print(`disk free: ${sizeText(bfree * bsize)} [ ${bfree} block, ${bsize} bytes per block ]\n`);
    return STATUS_OK;
  },
};

/** `61.5 MB`: the largest unit that leaves something before the point; one digit after it, not rounded. */
function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${(Math.floor(size * 10) / 10).toFixed(1)} ${UNITS[unit]}`;
}

export default command;
