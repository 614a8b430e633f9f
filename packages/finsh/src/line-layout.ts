// Where the characters of an edited line stand on a terminal that wraps. For the line editor.
// Source: Unicode Standard Annex #11 (East Asian Width), the ranges that terminals agree on.

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** First and last code point of the ranges two columns wide. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], // Hangul Jamo
  [0x2e80, 0x303e], // CJK radicals, punctuation
  [0x3041, 0xa4cf], // kana to Yi
  [0xac00, 0xd7a3], // Hangul syllables
  [0xf900, 0xfaff], // CJK compatibility ideographs
  [0xfe30, 0xfe6f], // CJK compatibility forms
  [0xff00, 0xff60], // full-width forms
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f], // pictographs, faces
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd], // CJK extensions
];

/** Ranges that combine with the character before them. */
const ZERO: readonly (readonly [number, number])[] = [
  [0x0300, 0x036f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
];

function isWithin(ranges: readonly (readonly [number, number])[], codePoint: number): boolean {
  return ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
}

/** Columns that one character takes: 0, 1 or 2. */
export function charWidth(char: string): number {
  const codePoint = char.codePointAt(0) ?? 0;
  if (codePoint < 0x300) return 1;
  if (isWithin(ZERO, codePoint)) return 0;
  return isWithin(WIDE, codePoint) ? 2 : 1;
}

/**
 * The place after `chars`, which start at `from`, on a terminal `columns` wide. A full row counts as wrapped:
 * its end is column 0 of the next row.
 */
export function placeAfter(from: Place, chars: readonly string[], columns: number): Place {
  let { row, column } = from;
  for (const char of chars) {
    const width = charWidth(char);
    // A wide character does not fit half: the terminal moves it to the next row.
    if (column + width > columns) {
      row += 1;
      column = 0;
    }
    column += width;
    if (column === columns) {
      row += 1;
      column = 0;
    }
  }
  return { row, column };
}

/**
 * What to print so that `chars` show from `from` on. A wide character that goes to the next row leaves a column
 * free, where an older character may stand: it is cleared.
 */
export function paint(from: Place, chars: readonly string[], columns: number): string {
  let out = "";
  let place = from;
  for (const char of chars) {
    if (place.column + charWidth(char) > columns) out += "\x1b[K";
    out += char;
    place = placeAfter(place, [char], columns);
  }
  return out;
}

/** The control sequence that takes the cursor from one place to another. */
export function moveCursor(from: Place, to: Place): string {
  let out = "";
  if (to.row < from.row) out += `\x1b[${from.row - to.row}A`;
  if (to.row > from.row) out += `\x1b[${to.row - from.row}B`;
  const back = from.column - to.column;
  if (back > 0) return out + (back <= 4 ? "\b".repeat(back) : `\x1b[${back}D`);
  return back < 0 ? `${out}\x1b[${-back}C` : out;
}
