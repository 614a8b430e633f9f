// One thing that `list` lists: a value in a file of its own under `lists/`, from which the index is generated.
// Source: RT-Thread components/finsh/cmd.c (list_thread, list_sem and so on).

import type { MayBlock } from "@keel/kernel";
import type { Need } from "./command.ts";
import type { Shell } from "./shell.ts";

export interface ObjectList {
  /** `list thread`, and `list_thread` as it was called before. */
  readonly name: string;
  /** One line for `list` without an argument. */
  readonly help: string;
  readonly needs?: Need;
  /** Prints the table; its status. */
  print(shell: Shell): MayBlock<number>;
}
