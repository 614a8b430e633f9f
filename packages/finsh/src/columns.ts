// Columns as RT-Thread's commands print them. For `list`, `ps`, `df` and what else shows a table.
// Source: the formats of RT-Thread src/object.c and components/finsh/cmd.c (`%-*.*s`, `%03d`, `0x%08x`).

/** `%-width.width s`: exactly `width` characters, blanks on the right. */
export function left(text: string, width: number): string {
  return text.slice(0, width).padEnd(width);
}

/** `%width d`: at least `width` characters, blanks on the left. */
export function right(value: number | string, width: number): string {
  return String(value).padStart(width);
}

/** `%0width d` */
export function zeroed(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** `0x%08x`; wider when the value needs it. */
export function hex(value: number, digits: number = 8): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

/** The line under a title: `width` dashes. */
export function rule(width: number): string {
  return "-".repeat(width);
}
