// Text to bytes and back. Malformed input decodes to U+FFFD, as terminals do.

/** The UTF-8 bytes of `text`. */
export function utf8Encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The text of UTF-8 `bytes`; a leading byte order mark is kept. */
export function utf8Decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
