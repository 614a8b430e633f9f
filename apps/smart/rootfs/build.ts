// Builds the default root file system: compiles src/*.c, adds overlay/, writes rootfs.tar.gz.
//
//   node apps/smart/rootfs/build.ts           rebuild the checked-in image
//   node apps/smart/rootfs/build.ts --check   fail unless the checked-in image is up to date
//
// zig's output does not depend on the host or the folder, so a check compares the tar archives
// byte by byte. (Not the gzip stream around them: compressed bytes differ between zlib builds.)
// etc/image.manifest inside the image names every source by hash, so that staleness shows
// without a compiler too.
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
// @boundaries-ignore a build script uses the repository's tools; nothing that ships imports it
import { type Compiler, compile, findZig } from "../../../tooling/programs/toolchain.ts";
import { packTar, readTar, type TarEntry } from "./tar.ts";

const HERE: string = fileURLToPath(new URL(".", import.meta.url));
export const IMAGE: string = join(HERE, "rootfs.tar.gz");
const MANIFEST = "etc/image.manifest";

/** Folders of the image; the ones that nothing is in are mount points or for the user. */
const FOLDERS = ["bin", "dev", "etc", "mnt", "proc", "root", "sbin", "tmp", "var"];
const FOLDER_MODES: Readonly<Record<string, number>> = { root: 0o700, tmp: 0o1777 };

/** Programs that belong to the administrator go to sbin, all others to bin. */
const SYSTEM_PROGRAMS = new Set(["init"]);

const FLAGS = (
  "-static -std=gnu17 -Wall -Wextra -Werror -Os -s " +
  "-ffunction-sections -fdata-sections -Wl,--gc-sections " +
  "-fno-asynchronous-unwind-tables -fno-unwind-tables"
).split(" ");

/** Builds the image and returns the tar archive. */
export async function buildArchive(zig: Compiler): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "keel-rootfs-"));
  try {
    const files = [...(await compilePrograms(zig, folder)), ...overlayFiles(), manifestFile()];
    const folders = FOLDERS.map((path) => ({ path, mode: FOLDER_MODES[path] ?? 0o755, bytes: null }));
    return packTar([...folders, ...files].sort((a, b) => (a.path < b.path ? -1 : 1)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is wrong with the checked-in image as far as hashes tell; empty when it is up to date. */
export function checkManifest(): string[] {
  const image = readTar(gunzipSync(readFileSync(IMAGE)));
  const recorded = image.find((entry) => entry.path === MANIFEST)?.bytes ?? new Uint8Array();
  const expected = new Set(manifestText().split("\n"));
  const found = new Set(Buffer.from(recorded).toString("utf8").split("\n"));
  return [
    ...[...expected].filter((line) => !found.has(line)).map((line) => `not in the image: ${line}`),
    ...[...found].filter((line) => !expected.has(line)).map((line) => `only in the image: ${line}`),
  ];
}

async function compilePrograms(zig: Compiler, folder: string): Promise<TarEntry[]> {
  const names = programs().map((path) => path.slice("src/".length, -".c".length));
  return Promise.all(
    names.map(async (name) => {
      const output = join(folder, name);
      await compile(zig, [...FLAGS, join(HERE, "src", `${name}.c`), "-o", output]);
      const path = `${SYSTEM_PROGRAMS.has(name) ? "sbin" : "bin"}/${name}`;
      return { path, mode: 0o755, bytes: readFileSync(output) };
    }),
  );
}

function overlayFiles(): TarEntry[] {
  return filesUnder("overlay").map((path) => ({
    path: path.slice("overlay/".length),
    mode: 0o644,
    bytes: sourceBytes(path),
  }));
}

function manifestFile(): TarEntry {
  return { path: MANIFEST, mode: 0o644, bytes: Buffer.from(manifestText()) };
}

function manifestText(): string {
  const lines = [...programs(), ...filesUnder("overlay")].map(
    (path) => `${createHash("sha256").update(sourceBytes(path)).digest("hex")}  ${path}`,
  );
  return `${[...lines, `flags ${FLAGS.join(" ")}`].join("\n")}\n`;
}

function programs(): string[] {
  return filesUnder("src").filter((path) => path.endsWith(".c"));
}

/** Files in a folder beside this one, sorted, with forward slashes. */
function filesUnder(folder: string): string[] {
  return readdirSync(join(HERE, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(HERE, folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(HERE, path).split(sep).join("/"))
    .sort();
}

/** A text file's bytes with the line ends of the repository, whatever the checkout made of them. */
function sourceBytes(path: string): Buffer {
  return Buffer.from(readFileSync(join(HERE, path), "utf8").replaceAll("\r\n", "\n"));
}

/** Lines for a person on what differs between two archives. */
function differences(ours: Uint8Array, theirs: Uint8Array): string[] {
  const then = new Map(readTar(ours).map((entry) => [entry.path, entry]));
  const now = new Map(readTar(theirs).map((entry) => [entry.path, entry]));
  const paths = [...new Set([...then.keys(), ...now.keys()])].sort();
  return paths.filter((path) => !sameEntry(then.get(path), now.get(path)));
}

function sameEntry(a: TarEntry | undefined, b: TarEntry | undefined): boolean {
  if (a === undefined || b === undefined || a.mode !== b.mode) return false;
  return Buffer.compare(a.bytes ?? new Uint8Array(), b.bytes ?? new Uint8Array()) === 0;
}

async function main(args: readonly string[]): Promise<number> {
  const zig = findZig();
  if (zig === null) {
    console.error("there is no zig to build the root file system with: npx -y pnpm@12 run install-zig");
    return 1;
  }
  const archive = await buildArchive(zig);
  if (args.includes("--check")) {
    const stale = differences(gunzipSync(readFileSync(IMAGE)), archive);
    for (const path of stale) console.error(`differs: ${path}`);
    if (stale.length === 0) console.log("rootfs.tar.gz is up to date");
    return stale.length === 0 ? 0 : 1;
  }
  const image = gzipSync(archive, { level: 9 });
  // The byte that names the system that compressed it is the only one that would vary here.
  image[9] = 255;
  writeFileSync(IMAGE, image);
  console.log(`rootfs.tar.gz: ${image.length} bytes (${archive.length} unpacked), ${zig.version}`);
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
