// The small things that open over the menu: a text to read, a value to type, a question, a search.

import type { Configuration, MenuNode, OptionNode } from "@keel/config";
import type { Line } from "./screen.ts";

/** A key: its name as Node's readline gives it ("up", "return", "a"), and the character typed, if any. */
export interface KeyPress {
  readonly name: string;
  readonly text: string;
}

export interface Dialog {
  /** Takes a key; false when the dialog is done with. */
  key(key: KeyPress, pageRows: number): boolean;
  lines(rows: number): Line[];
  /** What the keys do, for the bottom line. */
  readonly hint: string;
}

const plain = (text: string): Line => ({ text, style: "plain" });

/** A text that is scrolled and closed. */
export class Reader implements Dialog {
  readonly hint = "Up/Down scroll   Esc closes";
  private top = 0;
  private readonly title: string;
  private readonly text: readonly string[];

  constructor(title: string, text: readonly string[]) {
    this.title = title;
    this.text = text;
  }

  key({ name }: KeyPress, pageRows: number): boolean {
    const last = Math.max(0, this.text.length - (pageRows - 2));
    if (name === "up" || name === "k") this.top = Math.max(0, this.top - 1);
    else if (name === "down" || name === "j") this.top = Math.min(last, this.top + 1);
    else if (name === "pageup") this.top = Math.max(0, this.top - pageRows);
    else if (name === "pagedown" || name === "space") this.top = Math.min(last, this.top + pageRows);
    else return false;
    return true;
  }

  lines(rows: number): Line[] {
    return [
      { text: this.title, style: "bold" },
      plain(""),
      ...this.text.slice(this.top, this.top + rows - 2).map(plain),
    ];
  }
}

/** One line to type. `accept` answers null when it is taken, or what is wrong with it. */
export class Prompt implements Dialog {
  readonly hint = "Enter accepts   Esc gives up";
  private text: string;
  private fault = "";
  private isFresh = true;
  private readonly title: string;
  private readonly accept: (text: string) => string | null;

  constructor(title: string, text: string, accept: (text: string) => string | null) {
    this.title = title;
    this.text = text;
    this.accept = accept;
  }

  key(key: KeyPress): boolean {
    if (key.name === "escape") return false;
    if (key.name === "return" || key.name === "enter") {
      const fault = this.accept(this.text);
      if (fault === null) return false;
      this.fault = fault;
    } else if (key.name === "backspace") this.text = this.text.slice(0, -1);
    else if (key.name === "ctrl-u") this.text = "";
    else if (key.text !== "") this.text = this.isFresh ? key.text : this.text + key.text;
    this.isFresh = false;
    return true;
  }

  lines(): Line[] {
    const cursor = this.isFresh ? "" : "_";
    return [
      { text: this.title, style: "bold" },
      plain(""),
      { text: ` ${this.text}${cursor} `, style: "selected" },
      plain(""),
      { text: this.fault, style: "bold" },
    ];
  }
}

/** A question with a letter for each answer. */
export class Question implements Dialog {
  readonly hint: string;
  private readonly title: string;
  private readonly answers: Readonly<Record<string, () => void>>;

  constructor(title: string, hint: string, answers: Readonly<Record<string, () => void>>) {
    this.title = title;
    this.hint = hint;
    this.answers = answers;
  }

  key({ name }: KeyPress): boolean {
    const answer = this.answers[name === "escape" ? "c" : name];
    if (answer === undefined) return true;
    answer();
    return false;
  }

  lines(): Line[] {
    return [{ text: this.title, style: "bold" }];
  }
}

/** Finds options by name or prompt while the user types; Enter goes to one. */
export class Search implements Dialog {
  readonly hint = "type to search   Up/Down   Enter goes there   Esc closes";
  private query = "";
  private at = 0;
  private readonly configuration: Configuration;
  private readonly goTo: (node: OptionNode) => void;

  constructor(configuration: Configuration, goTo: (node: OptionNode) => void) {
    this.configuration = configuration;
    this.goTo = goTo;
  }

  key(key: KeyPress, pageRows: number): boolean {
    const found = this.found();
    if (key.name === "escape") return false;
    if (key.name === "return" || key.name === "enter") {
      const node = found[this.at];
      if (node !== undefined) this.goTo(node);
      return node === undefined;
    }
    if (key.name === "up") this.at = Math.max(0, this.at - 1);
    else if (key.name === "down") this.at = Math.min(found.length - 1, this.at + 1);
    else if (key.name === "pagedown") this.at = Math.min(found.length - 1, this.at + pageRows - 3);
    else if (key.name === "pageup") this.at = Math.max(0, this.at - (pageRows - 3));
    else {
      this.query = key.name === "backspace" ? this.query.slice(0, -1) : this.query + key.text;
      this.at = 0;
    }
    return true;
  }

  lines(rows: number): Line[] {
    const found = this.found();
    const top = Math.max(0, this.at - (rows - 4));
    return [
      { text: `Search: ${this.query}_   (${found.length} found)`, style: "bold" },
      plain(""),
      ...found.slice(top, top + rows - 2).map((node, i) => ({
        text: ` ${node.option.name}=${this.configuration.value(node.option.name)}  ${node.prompt ?? ""}`,
        style: top + i === this.at ? ("selected" as const) : ("plain" as const),
      })),
    ];
  }

  private found(): OptionNode[] {
    const words = this.query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    const nodes = [...this.configuration.tree.walk()].filter(
      (node: MenuNode): node is OptionNode => node.kind === "option",
    );
    return nodes.filter((node) => {
      const text = `${node.option.name} ${node.prompt ?? ""}`.toLowerCase();
      return words.every((word) => text.includes(word.replace(/^config_/, "")));
    });
  }
}
