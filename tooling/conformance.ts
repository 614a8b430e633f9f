// All comparisons with the outside world: the C programs with every compiler at hand, and BusyBox.
//
//   node tooling/conformance.ts [--only programs|busybox] [--busybox PATH] [NAME…]
//
// What a machine lacks (a compiler, qemu-riscv64, apt) is said and skipped, unless --strict.

import { parseArgs } from "node:util";
import { runBusyBoxSuite } from "./conformance/busybox.ts";
import { findBusyBox } from "./conformance/fetch-busybox.ts";
import { compilersAtHand, report, runSuite } from "./programs/differential.ts";
import { findQemu } from "./programs/oracle.ts";

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string" },
    busybox: { type: "string" },
    strict: { type: "boolean", default: false },
  },
});

let skipped = 0;

function skip(what: string, why: string): number {
  console.log(`skipped: ${what}: ${why}`);
  skipped++;
  return 0;
}

async function programs(): Promise<number> {
  const compilers = compilersAtHand();
  if (compilers.length === 0) return skip("C programs", "no compiler for riscv64");
  if (findQemu() === null) console.log("no qemu-riscv64: comparing with the recorded transcripts only");
  console.log(`C programs with ${compilers.map(({ version }) => version).join(" and ")}`);
  return report(await runSuite({ names, compilers, isOracleOnly: false }));
}

async function busybox(): Promise<number> {
  const qemu = findQemu();
  if (qemu === null) return skip("BusyBox", "no qemu-riscv64 to compare with");
  try {
    const path = findBusyBox(values.busybox);
    console.log(`BusyBox scripts with ${path}`);
    return report(await runBusyBoxSuite(path, qemu, names));
  } catch (error) {
    if (values.strict || !(error instanceof Error) || values.busybox !== undefined) throw error;
    return skip("BusyBox", error.message);
  }
}

let failures = 0;
if (values.only !== "busybox") failures += await programs();
if (values.only !== "programs") failures += await busybox();
process.exitCode = failures > 0 || (values.strict && skipped > 0) ? 1 : 0;
