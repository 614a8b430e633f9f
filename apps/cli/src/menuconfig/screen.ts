// A page of text with styles, and the bytes that turn the terminal's picture into it. Only lines that differ
// are sent: over ssh a key costs a line or two.

export type Style = "plain" | "title" | "selected" | "dim" | "bold";

export interface Line {
  readonly text: string;
  readonly style: Style;
}

const SGR: Readonly<Record<Style, string>> = {
  plain: "",
  title: "\x1b[1;37;44m",
  selected: "\x1b[7m",
  dim: "\x1b[2m",
  bold: "\x1b[1m",
};

export const ENTER_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[2J";
export const LEAVE_SCREEN = "\x1b[?25h\x1b[?1049l";

export class Screen {
  private shown: Line[] = [];

  /** The bytes that bring the terminal from what it shows to `lines` (each cut to `columns`). */
  update(lines: readonly Line[], columns: number): string {
    let out = "";
    const count = Math.max(lines.length, this.shown.length);
    for (let row = 0; row < count; row++) {
      const line = lines[row] ?? { text: "", style: "plain" as const };
      const old = this.shown[row];
      if (old !== undefined && old.text === line.text && old.style === line.style) continue;
      const text = fit(line.text, columns, line.style === "title");
      out += `\x1b[${row + 1};1H${SGR[line.style]}${text}\x1b[0m\x1b[K`;
    }
    this.shown = [...lines];
    return out;
  }

  /** Forget what is shown: after a resize everything is drawn anew. */
  forget(): void {
    this.shown = [];
  }
}

function fit(text: string, columns: number, fill: boolean): string {
  const cut = text.length > columns ? `${text.slice(0, Math.max(0, columns - 3))}...` : text;
  return fill ? cut.padEnd(columns) : cut;
}
