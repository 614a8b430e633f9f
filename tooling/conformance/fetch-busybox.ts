// Finds the BusyBox that the conformance suite runs: Debian 13's busybox-static for riscv64. Where
// KEEL_BUSYBOX does not name it, apt downloads the package with sources, lists and cache of its
// own, so that nothing of the machine changes; the mirror is the machine's own.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../repository.ts";

const RELEASE = "trixie";
const PACKAGE = "busybox-static";
const CACHED: string = join(ROOT, "node_modules/.cache/keel-busybox/busybox");

/** Path of the executable; downloads it when it is nowhere. Throws an Error that says what to do. */
export function findBusyBox(named: string | undefined = process.env["KEEL_BUSYBOX"]): string {
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`there is no BusyBox at ${named}`);
    return named;
  }
  if (!existsSync(CACHED)) download();
  return CACHED;
}

function download(): void {
  const folder = mkdtempSync(join(tmpdir(), "keel-busybox-"));
  try {
    const apt = aptWithin(folder);
    apt("update");
    apt("download", PACKAGE);
    const archive = readdirSync(folder).find((name) => name.endsWith(".deb"));
    if (archive === undefined) throw new Error(`apt downloaded no ${PACKAGE}`);
    execFileSync("dpkg", ["-x", join(folder, archive), join(folder, "unpacked")]);
    mkdirSync(join(CACHED, ".."), { recursive: true });
    const executable = join(folder, "unpacked/usr/bin/busybox");
    execFileSync("cp", [executable, `${CACHED}.${process.pid}`]);
    renameSync(`${CACHED}.${process.pid}`, CACHED);
  } catch (error) {
    const hint = "pass the executable's path with --busybox or in KEEL_BUSYBOX";
    throw new Error(`cannot download ${PACKAGE} of Debian ${RELEASE} for riscv64; ${hint}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** apt-get for riscv64 packages of the release, which keeps everything within a folder. */
function aptWithin(folder: string): (...command: string[]) => void {
  const list = join(folder, "sources.list");
  writeFileSync(list, `deb [arch=riscv64] ${debianMirror()} ${RELEASE} main\n`);
  for (const name of ["lists/partial", "cache/archives/partial"])
    mkdirSync(join(folder, name), { recursive: true });
  const settings = [
    `Dir::Etc::sourcelist=${list}`,
    "Dir::Etc::sourceparts=/dev/null",
    `Dir::State::lists=${join(folder, "lists")}`,
    `Dir::Cache=${join(folder, "cache")}`,
    "APT::Architecture=riscv64",
    "APT::Architectures=riscv64",
    "APT::Sandbox::User=root",
  ].flatMap((setting) => ["-o", setting]);
  return (...command) => {
    execFileSync("apt-get", ["-q", ...settings, ...command], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
  };
}

/** The mirror of Debian itself among the sources that this machine's apt knows. */
function debianMirror(): string {
  const format = "$(REPO_URI) $(COMPONENT)";
  const targets = execFileSync("apt-get", ["indextargets", "--format", format, "Created-By: Packages"], {
    encoding: "utf8",
  });
  const mirrors = targets.split("\n").map((line) => line.split(" "));
  const mirror = mirrors.find(([uri, component]) => component === "main" && /\/debian\/?$/.test(uri ?? ""));
  if (mirror?.[0] === undefined) throw new Error("apt knows no mirror of Debian");
  return mirror[0];
}

if (import.meta.main) console.log(findBusyBox());
