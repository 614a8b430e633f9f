// The BusyBox suite: shell scripts under busybox/*.sh that must print the same and end the same
// under Keel as under the oracle, with Debian's own BusyBox for riscv64, unmodified.
//
// Each script starts in a fresh copy of the sample tree with standard error joined to standard
// output, and must print nothing that differs from run to run: no process numbers, no block
// counts of folders, no listing in the order of the disk.

import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
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

// Applets that execute others (xargs, find -exec, timeout) get them by a path under $APPLETS, since
// the oracle cannot let BusyBox execute itself. On the board that folder is made here.
const PREAMBLE = `
mkdir -p "$WORK" && cp -a "$TREE/." "$WORK" && cd "$WORK" || exit 99
if [ ! -d "$APPLETS" ]; then
  mkdir -p "$APPLETS"
  for name in cat echo env false grep ls rm sh sleep tail true wc; do ln -s "$BUSYBOX" "$APPLETS/$name"; done
  [ -e /bin/sh ] || ln -s "$BUSYBOX" /bin/sh
fi
exec 2>&1
`;
/** Where things are on the board; `keel run` puts the program into /usr/local/bin. */
const GUEST_PLACES = {
  TREE: "/tree",
  WORK: "/tmp/work",
  APPLETS: "/tmp/applets",
  BUSYBOX: "/usr/local/bin/busybox",
  PATH: "/bin:/sbin",
};
const ENVIRONMENT = { HOME: "/", TERM: "vt100", TZ: "UTC0" };

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
    mkdirSync(join(this.folder, "tree"));
    writeSampleTree(join(this.folder, "tree"));
  }

  /** Lets the oracle find every applet: BusyBox executes itself for them, which a foreign ELF file cannot. */
  async prepare(): Promise<void> {
    const applets = join(this.folder, "applets");
    const options = { env: {}, timeoutMs: TIMEOUT_MS };
    const list = await run(this.qemu, [this.executable, "--list"], options);
    mkdirSync(applets);
    for (const applet of list.stdout.toString().trim().split("\n")) {
      const args = applet === "busybox" ? [] : [applet];
      writeLauncher(join(applets, applet), this.qemu, this.executable, args);
    }
    await prepareKeel();
  }

  underOracle({ script }: BusyBoxCase): Promise<Outcome> {
    const work = join(this.folder, `work-${this.copies++}`);
    const applets = join(this.folder, "applets");
    const env = {
      ...ENVIRONMENT,
      TREE: join(this.folder, "tree"),
      WORK: work,
      APPLETS: applets,
      PATH: applets,
    };
    return run(this.qemu, [this.executable, "ash", "-c", script], { env, timeoutMs: TIMEOUT_MS });
  }

  underKeel({ script }: BusyBoxCase): Promise<Outcome> {
    const env = { ...ENVIRONMENT, ...GUEST_PLACES };
    const keelArgs = ["--mount", `${join(this.folder, "tree")}:/tree:ro`];
    return runKeel(this.executable, ["ash", "-c", script], { env, keelArgs, timeoutMs: TIMEOUT_MS });
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
