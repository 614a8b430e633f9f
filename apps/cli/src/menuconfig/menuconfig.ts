// The menu itself, as users of Linux and RT-Thread know it: keys in, a page of lines out. It knows no terminal
// and no files; what saving and loading mean is handed in.

import type { Configuration, OptionNode, ParentNode } from "@keel/config";
import { type Dialog, type KeyPress, Prompt, Question, Reader, Search } from "./dialogs.ts";
import { helpOf, hiddenBecause, type Row, rowsOf } from "./rows.ts";
import type { Line } from "./screen.ts";

export interface MenuFiles {
  /** Default file to save to and load from. */
  readonly path: string;
  /** Null when done, or why it could not be. */
  save(path: string): string | null;
  load(path: string): string | null;
}

export class Menuconfig {
  isDone = false;
  private readonly configuration: Configuration;
  private readonly files: MenuFiles;
  private page: ParentNode;
  private at = 0;
  private top = 0;
  private withHidden = false;
  private hasChanges = false;
  private message = "";
  private dialog: Dialog | null = null;
  private readonly places: { page: ParentNode; at: number; top: number }[] = [];

  constructor(configuration: Configuration, files: MenuFiles) {
    this.configuration = configuration;
    this.files = files;
    this.page = configuration.tree.root;
  }

  key(key: KeyPress, rows: number): void {
    this.message = "";
    const pageRows = Math.max(1, rows - 4);
    if (this.dialog !== null) {
      const dialog = this.dialog;
      if (!dialog.key(key, pageRows) && this.dialog === dialog) this.dialog = null;
      return;
    }
    this.menuKey(key, pageRows);
  }

  /** The whole screen, `rows` lines. */
  lines(rows: number): Line[] {
    const body = Math.max(1, rows - 4);
    const inside = this.dialog?.lines(body) ?? this.menuLines(body);
    const filler = Array.from({ length: Math.max(0, body - inside.length) }, () => ({
      text: "",
      style: "plain" as const,
    }));
    return [
      {
        text: ` ${this.configuration.tree.root.title}${this.hasChanges ? " (changed)" : ""}`,
        style: "title",
      },
      { text: ` ${this.pathText()}`, style: "dim" },
      ...inside.slice(0, body),
      ...filler,
      { text: ` ${this.message}`, style: "bold" },
      {
        text: ` ${this.dialog?.hint ?? "Space/y/n change  Enter opens  ? help  / search  a all  s save  o load  q quit"}`,
        style: "dim",
      },
    ];
  }

  private rows(): Row[] {
    return rowsOf(this.configuration, this.page, this.withHidden);
  }

  private menuLines(count: number): Line[] {
    const rows = this.rows();
    this.at = Math.min(this.at, Math.max(0, rows.length - 1));
    if (this.at < this.top) this.top = this.at;
    if (this.at >= this.top + count) this.top = this.at - count + 1;
    if (rows.length === 0) return [{ text: "   (nothing to configure here)", style: "dim" }];
    return rows.slice(this.top, this.top + count).map((row, i) => {
      const mark = row.mark === "" ? "    " : `${row.mark} `;
      const text = ` ${"  ".repeat(row.indent)}${mark}${row.text}${row.isMenu ? "  --->" : ""}`;
      const isAt = this.top + i === this.at;
      return { text, style: isAt ? "selected" : row.isHidden ? "dim" : "plain" };
    });
  }

  private pathText(): string {
    const names: string[] = [];
    for (let node: ParentNode | null = this.page; node !== null && node.parent !== null; node = node.parent) {
      names.unshift(
        node.kind === "menu" ? node.title : node.kind === "choice" ? node.prompt : (node.prompt ?? ""),
      );
    }
    return ["(top)", ...names].join(" > ");
  }

  private menuKey({ name, text }: KeyPress, pageRows: number): void {
    const rows = this.rows();
    const row = rows[this.at];
    const last = Math.max(0, rows.length - 1);
    switch (name) {
      case "up":
      case "k":
        this.at = Math.max(0, this.at - 1);
        return;
      case "down":
      case "j":
        this.at = Math.min(last, this.at + 1);
        return;
      case "pageup":
        this.at = Math.max(0, this.at - pageRows);
        return;
      case "pagedown":
        this.at = Math.min(last, this.at + pageRows);
        return;
      case "home":
        this.at = 0;
        return;
      case "end":
        this.at = last;
        return;
      case "left":
      case "escape":
      case "backspace":
      case "h":
        return this.back();
      case "return":
      case "enter":
      case "right":
      case "l":
        if (row?.isMenu) this.open(row.node as ParentNode);
        else if (row !== undefined && name !== "right") this.change(row, null);
        return;
      case "space":
        if (row?.isMenu) this.open(row.node as ParentNode);
        else if (row !== undefined) this.change(row, null);
        return;
      case "y":
      case "n":
        if (row !== undefined) this.change(row, name);
        return;
      case "a":
        this.withHidden = !this.withHidden;
        this.message = this.withHidden ? "Hidden options are listed too" : "Hidden options are not listed";
        return;
      case "s":
        this.askForPath("Save the configuration to", (path) => this.save(path));
        return;
      case "o":
        this.askForPath("Load a configuration from", (path) => this.load(path));
        return;
      case "q":
      case "ctrl-c":
        return this.quit();
    }
    if (text === "?" && row !== undefined)
      this.dialog = new Reader("Help", helpOf(this.configuration, row.node));
    else if (text === "/") this.dialog = new Search(this.configuration, (node) => this.goTo(node));
  }

  private open(page: ParentNode): void {
    this.places.push({ page: this.page, at: this.at, top: this.top });
    this.page = page;
    this.at = 0;
    this.top = 0;
  }

  private back(): void {
    const place = this.places.pop();
    if (place === undefined) return this.quit();
    ({ page: this.page, at: this.at, top: this.top } = place);
  }

  /** Toggles, sets or asks for a value. `wanted` is y or n when that key was pressed. */
  private change(row: Row, wanted: "y" | "n" | null): void {
    if (row.node.kind !== "option") return;
    const { option } = row.node;
    const { configuration } = this;
    if (row.isHidden) {
      this.message = `Not available: ${hiddenBecause(configuration, row.node)}`;
      return;
    }
    if (option.type !== "bool") {
      if (wanted === null) {
        this.dialog = new Prompt(`${row.text} (${option.type})`, configuration.value(option.name), (text) =>
          this.set(option.name, text),
        );
      }
      return;
    }
    const { value, reason } = configuration.outcome(option);
    if (reason === "selected") {
      this.message = `It stays on: ${configuration.why(option)}`;
      return;
    }
    if (option.choice !== null) {
      if (wanted !== "n") this.set(option.name, "y");
      return;
    }
    this.set(option.name, wanted ?? (value === "y" ? "n" : "y"));
  }

  private set(name: string, value: string): string | null {
    const fault = this.configuration.set(name, value);
    if (fault === null) this.hasChanges = true;
    return fault;
  }

  private goTo(node: OptionNode): void {
    this.dialog = null;
    if (!this.configuration.isVisible(node)) {
      this.withHidden = true;
      this.message = `Not available: ${hiddenBecause(this.configuration, node)}`;
    }
    this.places.push({ page: this.page, at: this.at, top: this.top });
    this.page = node.parent;
    this.at = Math.max(
      0,
      this.rows().findIndex((row) => row.node === node),
    );
  }

  private askForPath(title: string, act: (path: string) => string | null): void {
    this.dialog = new Prompt(title, this.files.path, act);
  }

  private save(path: string): string | null {
    const fault = this.files.save(path);
    if (fault !== null) return fault;
    this.hasChanges = false;
    this.message = `Saved to ${path}`;
    return null;
  }

  private load(path: string): string | null {
    const fault = this.files.load(path);
    if (fault !== null) return fault;
    this.hasChanges = true;
    this.message = `Loaded ${path}`;
    return null;
  }

  private quit(): void {
    if (!this.hasChanges) {
      this.isDone = true;
      return;
    }
    this.dialog = new Question(
      `Save the configuration to ${this.files.path}?`,
      "y saves   n quits without saving   c goes back",
      {
        y: () => {
          const fault = this.save(this.files.path);
          if (fault === null) this.isDone = true;
          else this.message = fault;
        },
        n: () => {
          this.isDone = true;
        },
        c: () => {},
      },
    );
  }
}
