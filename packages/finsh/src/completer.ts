// Finds the names that Tab may mean: commands, programs on PATH, paths, and what a command itself offers.
// Blocks in the shell's thread, since directories may.

import { DT_DIR, DT_LNK, S_IFDIR, S_IFMT } from "@keel/abi";
import { type DirEntry, joinPath } from "@keel/dfs";
import type { Blocking } from "@keel/kernel";
import {
  type Candidate,
  type CompletionContext,
  complete,
  completionContext,
  inColumns,
  lastComponent,
} from "./completion.ts";
import type { LineEditor } from "./line-editor.ts";
import type { Shell } from "./shell.ts";

export class Completer {
  readonly #shell: Shell;

  constructor(shell: Shell) {
    this.#shell = shell;
  }

  /** Does what Tab asks for at the cursor of `editor`. */
  *complete(editor: LineEditor, columns: number): Blocking<void> {
    const context = completionContext(editor.textBeforeCursor, (name) => this.#shell.lookup(name));
    const words = this.#wordsFor(context);
    const isPath = words === null && (context.role !== "command" || context.word.includes("/"));
    const typed = isPath ? lastComponent(context.word) : context.word;
    const candidates = isPath
      ? yield* this.#paths(context.word)
      : asCandidates(words ?? (yield* this.#commandNames()), typed);
    const { insert, list } = complete(typed, context.openQuote, candidates);
    if (insert !== "") editor.insert(insert);
    else if (list.length > 0) editor.showBelow(inColumns(list, columns > 0 ? columns : 80));
    else editor.bell();
  }

  /** What the command itself says may follow; null when it leaves that to paths. */
  #wordsFor(context: CompletionContext): readonly string[] | null {
    if (context.role !== "argument") return null;
    const command = this.#shell.commands.find(context.words[0] ?? "");
    return command?.complete?.(this.#shell, context.words) ?? null;
  }

  *#commandNames(): Blocking<string[]> {
    const shell = this.#shell;
    const names = new Set(
      shell.commands
        .list()
        .filter((c) => shell.offers(c))
        .map((c) => c.name),
    );
    if (shell.has("files") && shell.has("programs")) {
      for (const folder of shell.launcher.folders()) {
        const entries = yield* shell.files.entries(folder);
        if (typeof entries === "number") continue;
        for (const entry of entries) names.add(entry.name);
      }
    }
    return [...names].sort();
  }

  *#paths(word: string): Blocking<Candidate[]> {
    if (!this.#shell.has("files")) return [];
    const typed = lastComponent(word);
    const folder = word.slice(0, word.length - typed.length);
    const entries = yield* this.#shell.files.entries(folder === "" ? "." : folder);
    if (typeof entries === "number") return [];
    const candidates: Candidate[] = [];
    for (const entry of entries) {
      const isHidden = entry.name.startsWith(".") && !typed.startsWith(".");
      if (isHidden || !entry.name.startsWith(typed)) continue;
      candidates.push({ name: entry.name, isDirectory: yield* this.#isDirectory(folder, entry) });
    }
    return candidates;
  }

  *#isDirectory(folder: string, entry: DirEntry): Blocking<boolean> {
    if (entry.type !== DT_LNK) return entry.type === DT_DIR;
    const stat = yield* this.#shell.files.stat(folder === "" ? entry.name : joinPath(folder, entry.name));
    return typeof stat !== "number" && (stat.mode & S_IFMT) === S_IFDIR;
  }
}

function asCandidates(names: readonly string[], typed: string): Candidate[] {
  return names.filter((name) => name.startsWith(typed)).map((name) => ({ name, isDirectory: false }));
}
