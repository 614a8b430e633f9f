// Keys as a terminal sends them: bytes in, named keys out. For the line editor, which never sees an
// escape sequence. Knows the VT100/xterm sequences, Emacs' control keys, and UTF-8 (bad bytes become U+FFFD).
// Source: ECMA-48 5.4 (control sequences), xterm "PC-Style Function Keys", RFC 3629.

export type KeyName =
  | "char"
  | "enter"
  | "tab"
  | "backspace"
  | "delete"
  | "left"
  | "right"
  | "up"
  | "down"
  | "home"
  | "end"
  | "word-left"
  | "word-right"
  | "kill-to-end"
  | "kill-to-start"
  | "kill-word-left"
  | "kill-word-right"
  | "yank"
  | "transpose"
  | "clear-screen"
  | "interrupt"
  | "end-of-input";

export interface Key {
  readonly name: KeyName;
  /** The character typed when `name` is "char", else empty. */
  readonly text: string;
}

const ESC = 0x1b;
const CR = 0x0d;
const LF = 0x0a;
const DEL = 0x7f;

/** Control characters by code (0x01 is Ctrl-A). */
const CONTROL_KEYS: readonly (KeyName | null)[] = [
  null, // NUL
  "home", // A
  "left", // B
  "interrupt", // C
  "end-of-input", // D
  "end", // E
  "right", // F
  null, // G
  "backspace", // H
  "tab", // I
  "enter", // J
  "kill-to-end", // K
  "clear-screen", // L
  "enter", // M
  "down", // N
  null, // O
  "up", // P
  null, // Q
  null, // R
  null, // S
  "transpose", // T
  "kill-to-start", // U
  null, // V
  "kill-word-left", // W
  null, // X
  "yank", // Y
];

/** Final byte of `ESC [ … x` and `ESC O x`. */
const FINAL_KEYS: Readonly<Record<string, KeyName>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
};

/** First parameter of `ESC [ n ~`. */
const TILDE_KEYS: Readonly<Record<string, KeyName>> = {
  "1": "home",
  "3": "delete",
  "4": "end",
  "7": "home",
  "8": "end",
};

/** `ESC x`: the Meta key. */
const META_KEYS: Readonly<Record<string, KeyName>> = {
  b: "word-left",
  f: "word-right",
  d: "kill-word-right",
  "\x7f": "kill-word-left",
  "\b": "kill-word-left",
};

/** Longest control sequence that is listened to; what is longer is noise and is dropped. */
const SEQUENCE_MAX = 16;

function named(name: KeyName): Key {
  return { name, text: "" };
}

export class KeyDecoder {
  /** Bytes of a control sequence after ESC, or null outside one. */
  #sequence: string | null = null;
  #codePoint = 0;
  #continuations = 0;
  #codePointMin = 0;
  #wasReturn = false;

  /** Takes one byte; the key it completes, or null when more is to come or the byte means nothing. */
  push(byte: number): Key | null {
    if (this.#sequence !== null) return this.#pushSequence(byte);
    if (this.#continuations > 0) return this.#pushContinuation(byte);
    const wasReturn = this.#wasReturn;
    this.#wasReturn = byte === CR;
    // CR LF is one line end, so that text pasted from a file with either ending works.
    if (byte === LF && wasReturn) return null;
    if (byte === ESC) {
      this.#sequence = "";
      return null;
    }
    if (byte === DEL) return named("backspace");
    if (byte < 0x20) {
      const name = CONTROL_KEYS[byte] ?? null;
      return name === null ? null : named(name);
    }
    if (byte < 0x80) return { name: "char", text: String.fromCharCode(byte) };
    return this.#pushLead(byte);
  }

  #pushLead(byte: number): Key | null {
    if (byte >= 0xc2 && byte < 0xe0) return this.#expect(byte & 0x1f, 1, 0x80);
    if (byte >= 0xe0 && byte < 0xf0) return this.#expect(byte & 0x0f, 2, 0x800);
    if (byte >= 0xf0 && byte < 0xf5) return this.#expect(byte & 0x07, 3, 0x10000);
    return { name: "char", text: "\ufffd" };
  }

  #expect(bits: number, continuations: number, codePointMin: number): null {
    this.#codePoint = bits;
    this.#continuations = continuations;
    this.#codePointMin = codePointMin;
    return null;
  }

  #pushContinuation(byte: number): Key | null {
    if ((byte & 0xc0) !== 0x80) {
      // A cut-off character is dropped; the byte that cut it off counts on its own.
      this.#continuations = 0;
      return this.push(byte);
    }
    this.#codePoint = this.#codePoint * 64 + (byte & 0x3f);
    this.#continuations -= 1;
    if (this.#continuations > 0) return null;
    const cp = this.#codePoint;
    const isValid = cp >= this.#codePointMin && cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff);
    // 0x80 to 0x9f are control characters of their own (C1): terminals would obey them.
    if (cp < 0xa0) return null;
    return { name: "char", text: isValid ? String.fromCodePoint(cp) : "\ufffd" };
  }

  #pushSequence(byte: number): Key | null {
    const sequence = this.#sequence ?? "";
    if (byte === ESC) {
      this.#sequence = "";
      return null;
    }
    const char = String.fromCharCode(byte);
    if (sequence === "") {
      if (char === "[" || char === "O") {
        this.#sequence = char;
        return null;
      }
      this.#sequence = null;
      const meta = META_KEYS[char];
      return meta === undefined ? null : named(meta);
    }
    const isFinal = byte >= 0x40 && byte <= 0x7e;
    if (!isFinal) {
      // Control characters inside a sequence mean that it was cut off.
      this.#sequence = byte < 0x20 || sequence.length >= SEQUENCE_MAX ? null : sequence + char;
      return byte < 0x20 ? this.push(byte) : null;
    }
    this.#sequence = null;
    const name = sequenceKey(sequence.slice(1), char);
    return name === null ? null : named(name);
  }
}

function sequenceKey(parameters: string, final: string): KeyName | null {
  const [first = "", modifier = "1"] = parameters.split(";");
  if (final === "~") return TILDE_KEYS[first] ?? null;
  const name = FINAL_KEYS[final] ?? null;
  // The modifier is one more than a set of bits: shift 1, alt 2, ctrl 4.
  const isWordwise = ((Number(modifier) - 1) & 6) !== 0;
  if (isWordwise && name === "left") return "word-left";
  if (isWordwise && name === "right") return "word-right";
  return name;
}
