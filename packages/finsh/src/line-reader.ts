// Reads one line from the terminal: sets it for editing, feeds keys to the line editor, shows what that prints,
// and asks for names when Tab is pressed. Blocks in the shell's thread.

import { EINTR } from "@keel/abi";
import { type Blocking, settle } from "@keel/kernel";
import { STATUS_INTERRUPTED } from "./command.ts";
import { Completer } from "./completer.ts";
import { type Key, KeyDecoder } from "./keys.ts";
import { LineEditor } from "./line-editor.ts";
import type { Output } from "./output.ts";
import type { Shell } from "./shell.ts";

export class LineReader {
  readonly #shell: Shell;
  readonly #terminal: Output;
  readonly #editor: LineEditor;
  readonly #completer: Completer;
  readonly #decoder: KeyDecoder = new KeyDecoder();

  constructor(shell: Shell, terminal: Output) {
    this.#shell = shell;
    this.#terminal = terminal;
    this.#editor = new LineEditor(shell.history);
    this.#completer = new Completer(shell);
  }

  /** The line typed, or null when there will be no more. */
  *readLine(prompt: string): Blocking<string | null> {
    this.#shell.terminalMode.startEditing();
    const line = yield* this.#edit(prompt);
    yield* this.#show();
    this.#shell.terminalMode.restore();
    return line;
  }

  *#edit(prompt: string): Blocking<string | null> {
    const editor = this.#editor;
    editor.start(prompt, this.#columns);
    for (;;) {
      yield* this.#show();
      const key = yield* this.#readKey();
      if (key === null) return null;
      switch (editor.press(key)) {
        case "entered":
          return editor.text;
        case "complete":
          yield* this.#completer.complete(editor, this.#columns);
          break;
        case "interrupted":
          this.#shell.status = STATUS_INTERRUPTED;
          editor.start(prompt, this.#columns);
          break;
        case "ended":
          // There is no shell above this one to go back to.
          editor.bell();
          break;
        case "editing":
          break;
      }
    }
  }

  get #columns(): number {
    return this.#shell.tty.windowSize.columns;
  }

  *#show(): Blocking<void> {
    this.#terminal.print(this.#editor.takeOutput());
    yield* this.#terminal.flush();
  }

  /** The next key; null at the end of input. */
  *#readKey(): Blocking<Key | null> {
    // One byte at a time: what was typed ahead belongs to the program that this line starts.
    const byte = new Uint8Array(1);
    for (;;) {
      const count = yield* settle(this.#shell.tty.read(0, byte));
      if (count === -EINTR) continue;
      if (count <= 0) return null;
      const key = this.#decoder.push(byte[0] ?? 0);
      if (key !== null) return key;
    }
  }
}
