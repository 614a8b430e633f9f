// The core-local interruptor on a board. Its lines go nowhere: the hart runs user code only, and the kernel,
// being tickless, takes its deadlines from the event queue. mtime can be read.

import { Clint } from "@keel/machine";
import type { BoardPart } from "../board.ts";

export function clint({
  base,
  timebaseHz,
}: {
  readonly base: number;
  readonly timebaseHz: number;
}): BoardPart {
  return {
    name: "clint",
    create: ({ machine }) => new Clint({ name: "clint", base, events: machine.events, timebaseHz }),
  };
}
