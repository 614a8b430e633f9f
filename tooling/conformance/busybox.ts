// The BusyBox suite: shell scripts under busybox/*.sh that must print the same and end the same
// under Keel as under the oracle, with Debian's own BusyBox for riscv64, unmodified.
//
// Each script starts in a fresh copy of the sample tree with standard error joined to standard
// output, and must print nothing that differs from run to run: no process numbers, no block
// counts of folders, no listing in the order of the disk.

import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Verdict } from "../programs/differential.ts";
import { prepareKeel, runKeel } from "../programs/keel.ts";
import { writeLauncher } from "../programs/oracle.ts";
import { mapParallel, type Outcome, run } from "../programs/process.ts";
import { describeDifference, transcript } from "../programs/transcript.ts";
import { ROOT } from "../repository.ts";
import { writeSampleTree } from "./sample-tree.ts";

const SCRIPTS: string = join(ROOT, "tooling/conformance/busybox");
const TIMEOUT_MS = Number(process.env["KEEL_TEST_TIMEOUT_MS"] ?? 120_000);

const PREAMBLE = `
mkdir -p "$WORK" && cp -a "$TREE/." "$WORK" && cd "$WORK" || exit 99
[ -e /bin/sh ] || ln -s "$APPLETS/sh" /bin/sh
exec 2>&1
`;

const ENVIRONMENT = { HOME: "/", TERM: "vt100", TZ: "UTC0" };

/** Where `keel run` puts the program. */
const GUEST_EXECUTABLE = "/usr/local/bin/busybox";

export interface BusyBoxCase {
  readonly name: string;
  readonly script: string;
}

export function loadBusyBoxCases(): BusyBoxCase[] {
  const files = readdirSync(SCRIPTS).filter((file) => file.endsWith(".sh"));
  return files.sort().map((file) => ({
    name: file.slice(0, -".sh".length),
    script: PREAMBLE + readFileSync(join(SCRIPTS, file), "utf8").replaceAll("\r\n", "\n"),
  }));
}

/** A folder of the host with what both sides need: BusyBox, the sample tree, room for copies. */
export class BusyBoxBench {
  private readonly folder: string = mkdtempSync(join(tmpdir(), "keel-busybox-"));
  private readonly executable: string = join(this.folder, "busybox");
  private readonly qemu: string;
  private copies = 0;

  constructor(busybox: string, qemu: string) {
    this.qemu = qemu;
    copyFileSync(busybox, this.executable);
    mkdirSync(this.path("tree"));
    writeSampleTree(this.path("tree"));
  }

  /**
   * Makes a folder per side with every applet in it, for applets that execute others (xargs, find
   * -exec, timeout). Links on the board; scripts for the oracle, under which BusyBox cannot execute itself.
   */
  async prepare(): Promise<void> {
    const list = await run(this.qemu, [this.executable, "--list"], { env: {}, timeoutMs: TIMEOUT_MS });
    mkdirSync(this.path("launchers"));
    mkdirSync(this.path("links"));
    for (const applet of list.stdout.toString().trim().split("\n")) {
      const args = applet === "busybox" ? [] : [applet];
      writeLauncher(this.path("launchers", applet), this.qemu, this.executable, args);
      symlinkSync(GUEST_EXECUTABLE, this.path("links", applet));
    }
    await prepareKeel();
  }

  underOracle({ script }: BusyBoxCase): Promise<Outcome> {
    const places = { TREE: this.path("tree"), WORK: this.path(`work-${this.copies++}`) };
    const applets = this.path("launchers");
    const env = { ...ENVIRONMENT, ...places, APPLETS: applets, PATH: applets };
    return run(this.qemu, [this.executable, "ash", "-c", script], { env, timeoutMs: TIMEOUT_MS });
  }

  underKeel({ script }: BusyBoxCase): Promise<Outcome> {
    const env = { ...ENVIRONMENT, TREE: "/tree", WORK: "/tmp/work", APPLETS: "/applets", PATH: "/applets" };
    const mounts = [`${this.path("tree")}:/tree:ro`, `${this.path("links")}:/applets:ro`];
    const keelArgs = mounts.flatMap((mount) => ["--mount", mount]);
    return runKeel(this.executable, ["ash", "-c", script], { env, keelArgs, timeoutMs: TIMEOUT_MS });
  }

  private path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs all cases, or those named, on both sides. */
export async function runBusyBoxSuite(
  busybox: string,
  qemu: string,
  names: readonly string[],
): Promise<Verdict[]> {
  const bench = new BusyBoxBench(busybox, qemu);
  try {
    await bench.prepare();
    const cases = loadBusyBoxCases().filter(({ name }) => names.length === 0 || names.includes(name));
    return await mapParallel(cases, availableParallelism(), async (one) => {
      const [expected, actual] = [await bench.underOracle(one), await bench.underKeel(one)];
      const differences = describeDifference(transcript(expected, false), transcript(actual, false));
      return { program: one.name, libc: "busybox", differences };
    });
  } finally {
    bench.dispose();
  }
}
