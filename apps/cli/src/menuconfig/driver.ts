// Puts the menu on a terminal: keys from readline, only the lines that changed back to it.

import { emitKeypressEvents, type Interface } from "node:readline";
import type { ReadStream, WriteStream } from "node:tty";
import type { KeyPress } from "./dialogs.ts";
import type { Menuconfig } from "./menuconfig.ts";
import { ENTER_SCREEN, LEAVE_SCREEN, Screen } from "./screen.ts";

/** How long an Esc may wait for the rest of an arrow key's sequence, over slow lines too. */
const ESCAPE_MS = 50;
const ESCAPE: KeyPress = { name: "escape", text: "" };

/** A key as readline reports it. */
interface ReadlineKey {
  readonly name?: string;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
  readonly sequence?: string;
}

/** Runs the menu until the user leaves it. The terminal is as before then, whatever happens. */
export async function runMenuconfig(menu: Menuconfig, input: ReadStream, output: WriteStream): Promise<void> {
  const screen = new Screen();
  const rows = (): number => Math.max(8, output.rows ?? 24);
  const draw = (): void => {
    const lines = menu.lines(rows());
    output.write(screen.update(lines, output.columns ?? 80));
  };
  const redraw = (): void => {
    screen.forget();
    output.write("\x1b[2J");
    draw();
  };
  // Of the interface it takes, this is all that it looks at.
  emitKeypressEvents(input, { escapeCodeTimeout: ESCAPE_MS } as unknown as Interface);
  input.setRawMode(true);
  output.write(ENTER_SCREEN);
  try {
    await new Promise<void>((resolve, reject) => {
      const onKey = (text: string | undefined, key: ReadlineKey): void => {
        try {
          for (const press of keyPresses(text, key)) menu.key(press, rows());
          if (menu.isDone) resolve();
          else draw();
        } catch (error) {
          reject(error as Error);
        }
      };
      input.on("keypress", onKey);
      input.on("end", () => resolve());
      output.on("resize", redraw);
      draw();
    });
  } finally {
    input.removeAllListeners("keypress");
    output.removeListener("resize", redraw);
    input.setRawMode(false);
    input.pause();
    output.write(LEAVE_SCREEN);
  }
}

/** Node's key as the menu knows it: control keys by name, everything printable also as text. */
export function keyPresses(text: string | undefined, key: ReadlineKey): KeyPress[] {
  // Esc with another key close behind it arrives as one.
  if (key.meta === true && key.name !== "escape") {
    const rest = key.sequence?.slice(1) ?? "";
    return [ESCAPE, ...keyPresses(rest, key.name === undefined ? {} : { name: key.name })];
  }
  if (key.ctrl === true) return [{ name: `ctrl-${key.name ?? ""}`, text: "" }];
  const isPrintable = text !== undefined && [...text].length === 1 && text >= " " && text !== "\x7f";
  const typed = isPrintable ? text : "";
  return [{ name: key.name ?? typed, text: typed }];
}
