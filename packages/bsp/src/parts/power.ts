// The test finisher on a board: power-off with a status, and reset.

import { driverStep, sifiveTest } from "@keel/drivers";
import { SifiveTest } from "@keel/machine";
import type { BoardPart } from "../board.ts";

export function power({ base }: { readonly base: number }): BoardPart {
  return {
    name: "test",
    create: () => new SifiveTest({ name: "test", base }),
    drivers: (context) => [driverStep(sifiveTest, "test", context, { base })],
  };
}
