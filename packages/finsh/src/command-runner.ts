// Runs a line of commands: expands words, opens redirections, and hands each command to whoever runs it: a
// built-in one, a program, or a script. Blocks in the shell's thread.
// Source: POSIX.1-2024 Shell Command Language 2.7, 2.9; the order of search is RT-Thread's msh_exec.

import { ENOENT, O_APPEND, O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, strerror } from "@keel/abi";
import { type Blocking, settle } from "@keel/kernel";
import { utf8Decode } from "@keel/klib";
import type { File } from "@keel/dfs";
import { type Command, STATUS_FAILED, STATUS_INTERRUPTED, STATUS_OK, STATUS_USAGE } from "./command.ts";
import { expandWord, parse, type Redirect, type SimpleCommand, type Word } from "./command-line.ts";
import { MEMORY_NS_PER_BYTE, Output } from "./output.ts";
import type { Files, Shell } from "./shell.ts";

/** Scripts that may call each other; one that calls itself stops here. */
const SCRIPT_DEPTH_MAX = 16;

export class CommandRunner {
  readonly #shell: Shell;
  #scriptDepth = 0;

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** Runs a line; the status of its last command. */
  *runLine(line: string): Blocking<number> {
    const commands = parse(line);
    if (typeof commands === "string") {
      this.#shell.fail(`msh: ${commands}`);
      return STATUS_USAGE;
    }
    const shell = this.#shell;
    for (const command of commands) {
      if (shell.isInterrupted) return STATUS_INTERRUPTED;
      if (command.condition === "success" && shell.status !== STATUS_OK) continue;
      if (command.condition === "failure" && shell.status === STATUS_OK) continue;
      shell.status = yield* this.#runCommand(command);
    }
    return shell.status;
  }

  *#runCommand(command: SimpleCommand): Blocking<number> {
    const argv = this.#expand(command.words);
    const opened: File[] = [];
    try {
      const files = yield* this.#redirect(command.redirects, opened);
      if (files === null) return STATUS_FAILED;
      return argv.length === 0 ? STATUS_OK : yield* this.#dispatch(argv, files, command);
    } finally {
      for (const file of opened) file.unref();
    }
  }

  #expand(words: readonly Word[]): string[] {
    const texts = words.map((word) => expandWord(word, (name) => this.#shell.lookup(name)));
    return texts.filter((text) => text !== null);
  }

  /** The files that the command will have; those opened for it go to `opened`. Null when one failed. */
  *#redirect(redirects: readonly Redirect[], opened: File[]): Blocking<Files | null> {
    const shell = this.#shell;
    const files: [File | null, File | null, File | null] = [...shell.streams.files];
    for (const { fd, isAppend, target } of redirects) {
      const [path = ""] = this.#expand([target]);
      const writing = O_WRONLY | O_CREAT | (isAppend ? O_APPEND : O_TRUNC);
      const file = shell.has("files")
        ? yield* shell.files.open(path, fd === 0 ? O_RDONLY : writing)
        : -ENOENT;
      if (typeof file === "number") {
        shell.fail(`${path}: ${strerror(file)}`);
        return null;
      }
      opened.push(file);
      files[fd] = file;
    }
    return files;
  }

  *#dispatch(argv: readonly string[], files: Files, command: SimpleCommand): Blocking<number> {
    const shell = this.#shell;
    const [name = ""] = argv;
    const builtin = shell.commands.find(name);
    if (builtin !== null && shell.offers(builtin)) {
      return yield* this.#runWith(files, name, this.#runBuiltin(builtin, argv));
    }
    const path = yield* shell.launcher.find(name);
    if (typeof path === "number") return shell.launcher.refuse(name, path);
    const script = yield* this.#readScript(path);
    if (script !== null) return yield* this.#runWith(files, name, this.#runScript(name, script));
    if (!shell.has("programs")) return shell.launcher.refuse(name, -ENOENT);
    return yield* shell.launcher.run(path, argv, {
      ground: command.isBackground ? "background" : "foreground",
      files,
      source: command.source,
    });
  }

  /**
   * A built-in command always runs in the foreground: it has no thread of its own. Ctrl-C reaches it through
   * `shell.isInterrupted`.
   */
  *#runBuiltin(command: Command, argv: readonly string[]): Blocking<number> {
    const shell = this.#shell;
    const release = shell.terminalMode.captureInterrupt(() => shell.interrupt());
    const status = yield* settle(command.run(shell, argv));
    release();
    return status;
  }

  /** Runs `body` with the shell's output going to `files`. */
  *#runWith(files: Files, name: string, body: Blocking<number>): Blocking<number> {
    const shell = this.#shell;
    const before = shell.streams;
    const [, out, errors] = files;
    shell.streams = {
      out: out === null || out === before.files[1] ? before.out : this.#outputTo(out),
      errors: errors === null || errors === before.files[2] ? before.errors : this.#outputTo(errors),
      files,
    };
    const status = yield* body;
    const error = yield* shell.flush();
    shell.streams = before;
    if (error < 0 && out !== null) return shell.fail(`${name}: write error: ${strerror(error)}`);
    return status;
  }

  #outputTo(file: File): Output {
    return new Output(this.#shell.kernel, MEMORY_NS_PER_BYTE, (bytes) => file.write(bytes));
  }

  /** The text of a msh script: a file called `*.sh` that names no interpreter of its own. Else null. */
  *#readScript(path: string): Blocking<string | null> {
    if (!path.endsWith(".sh")) return null;
    const bytes = yield* this.#shell.files.readAll(path);
    if (typeof bytes === "number") return null;
    const text = utf8Decode(bytes);
    return text.startsWith("#!") && this.#shell.has("programs") ? null : text;
  }

  *#runScript(name: string, text: string): Blocking<number> {
    const shell = this.#shell;
    if (this.#scriptDepth >= SCRIPT_DEPTH_MAX)
      return shell.fail(`${name}: scripts call each other too deeply`);
    this.#scriptDepth += 1;
    for (const line of text.split(/\r?\n/)) {
      shell.status = yield* this.runLine(line);
      yield* shell.flush();
      if (shell.isInterrupted) break;
    }
    this.#scriptDepth -= 1;
    return shell.isInterrupted ? STATUS_INTERRUPTED : shell.status;
  }
}
