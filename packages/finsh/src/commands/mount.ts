// `mount`: shows the mounted file systems, or mounts one; in RT-Thread's form and in the one of mount(8).

import {
  MS_BIND,
  MS_NOATIME,
  MS_NODEV,
  MS_NOEXEC,
  MS_NOSUID,
  MS_RDONLY,
  MS_REMOUNT,
  strerror,
} from "@keel/abi";
import { rule } from "../columns.ts";
import { type Command, STATUS_OK } from "../command.ts";
import { parseOptions } from "../options.ts";
import type { Shell } from "../shell.ts";

const USAGE = "mount [-t TYPE] [-o OPTIONS] DEVICE DIRECTORY [TYPE]";

const FLAGS: ReadonlyMap<string, number> = new Map([
  ["rw", 0],
  ["ro", MS_RDONLY],
  ["nosuid", MS_NOSUID],
  ["nodev", MS_NODEV],
  ["noexec", MS_NOEXEC],
  ["noatime", MS_NOATIME],
  ["remount", MS_REMOUNT],
  ["bind", MS_BIND],
]);

const command: Command = {
  name: "mount",
  help: `mount a file system: ${USAGE}`,
  needs: "files",
  *run(shell, argv) {
    const options = parseOptions(argv, "t:o:");
    if (options === null) return shell.failUsage(USAGE);
    if (argv.length === 1) return showMounts(shell);
    const [source, target, ...types] = options.operands;
    const type = options.values.get("t") ?? types[0] ?? "";
    if (source === undefined || target === undefined || types.length > 1) return shell.failUsage(USAGE);
    const { flags, data } = splitOptions(options.values.get("o") ?? "");
    if (type === "" && (flags & (MS_BIND | MS_REMOUNT)) === 0) return shell.failUsage(USAGE);
    const { base, vfs } = shell.files;
    const error = yield* vfs.mount(source, target, type, flags, data, base);
    return error < 0 ? shell.fail(`mount: ${target}: ${strerror(error)}`) : STATUS_OK;
  },
};

function showMounts(shell: Shell): number {
  const heading = { type: "filesystem", source: "device", target: "mountpoint" };
  const mounts = shell.files.vfs.mounts();
  const typeWidth = Math.max(heading.type.length, ...mounts.map(({ type }) => type.length));
  const sourceWidth = Math.max(heading.source.length, ...mounts.map(({ source }) => source.length));
  const dashes = { type: rule(typeWidth), source: rule(sourceWidth), target: rule(heading.target.length) };
  for (const { type, source, target } of [heading, dashes, ...mounts]) {
    shell.print(`${type.padEnd(typeWidth)}  ${source.padEnd(sourceWidth)}  ${target}\n`);
  }
  return STATUS_OK;
}

/** The words of -o: those that every mount knows, and the rest for the file system. */
function splitOptions(text: string): { flags: number; data: string } {
  const words = text.split(",").filter((word) => word !== "");
  const flags = words.reduce((bits, word) => bits | (FLAGS.get(word) ?? 0), 0);
  return { flags, data: words.filter((word) => !FLAGS.has(word)).join(",") };
}

export default command;
