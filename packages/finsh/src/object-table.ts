// Tables of kernel objects as `list` prints them: a column of names, as wide as names may be, then what the class
// shows of each. Source: RT-Thread components/finsh/cmd.c, `%-*.*s` with RT_NAME_MAX; rt_susp_list_print.

import type { Kernel, KObject } from "@keel/kernel";
import { left, rule, zeroed } from "./columns.ts";
import { STATUS_OK } from "./command.ts";
import type { Shell } from "./shell.ts";

export interface TableHeading {
  /** Above the column of names. */
  readonly name: string;
  /** Above the other columns, from the first character after the names. */
  readonly title: string;
  readonly rule: string;
}

/** All objects of a class, newest first. */
export function objectsOf<T extends KObject>(
  kernel: Kernel,
  objectClass: number,
  kind: abstract new (...args: never[]) => T,
): T[] {
  return kernel.objects.list(objectClass).filter((object): object is T => object instanceof kind);
}

/** Prints heading and rows; `row` is what follows the name. STATUS_OK. */
export function printObjects<T extends KObject>(
  shell: Shell,
  objects: readonly T[],
  heading: TableHeading,
  row: (object: T) => string,
): number {
  const width = nameWidth(shell.kernel, objects, heading.name);
  shell.print(`${left(heading.name, width)}${heading.title}\n${rule(width)}${heading.rule}\n`);
  for (const object of objects) shell.print(`${left(object.name, width)}${row(object)}\n`);
  return STATUS_OK;
}

/** Where the kernel sets no limit to names, the column is as wide as the longest. */
export function nameWidth(kernel: Kernel, objects: readonly KObject[], title: string): number {
  const longest = Math.max(title.length, ...objects.map((object) => object.name.length));
  return kernel.config.nameMax > 0 ? Math.max(kernel.config.nameMax, title.length) : longest;
}

/** The last column: `2:tshell/main`, or `0`; the number at least `digits` long. */
export function waitersText(object: { waiterNames(): string[] }, digits: number = 1): string {
  const names = object.waiterNames();
  const count = zeroed(names.length, digits);
  return names.length === 0 ? count : `${count}:${names.join("/")}`;
}
