// Puts the menu on a terminal: keys from readline, only the lines that changed back to it.

import { emitKeypressEvents } from "node:readline";
import type { ReadStream, WriteStream } from "node:tty";
import type { KeyPress } from "./dialogs.ts";
import type { Menuconfig } from "./menuconfig.ts";
import { ENTER_SCREEN, LEAVE_SCREEN, Screen } from "./screen.ts";

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
  emitKeypressEvents(input);
  input.setRawMode(true);
  output.write(ENTER_SCREEN);
  try {
    await new Promise<void>((resolve, reject) => {
      const onKey = (text: string | undefined, key: ReadlineKey): void => {
        try {
          menu.key(keyPress(text, key), rows());
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
export function keyPress(text: string | undefined, key: ReadlineKey): KeyPress {
  const typed = text !== undefined && text >= " " && text !== "\x7f" && key.meta !== true ? text : "";
  if (key.ctrl === true) return { name: `ctrl-${key.name ?? ""}`, text: "" };
  return { name: key.name ?? typed, text: [...typed].length === 1 ? typed : "" };
}
