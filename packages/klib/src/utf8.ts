// Text to bytes and back. Malformed input decodes to U+FFFD, as terminals do.

const encoder = new TextEncoder();
/** Keeps no state between calls; a leading byte order mark is text. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Up to this many bytes a loop beats the platform's decoder: names and paths, nearly all of them ASCII. */
const SHORT = 64;

/** The UTF-8 bytes of `text`. */
export function utf8Encode(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** The text of UTF-8 `bytes`; a leading byte order mark is kept. */
export function utf8Decode(bytes: Uint8Array): string {
  const { length } = bytes;
  if (length > SHORT) return decoder.decode(bytes);
  let text = "";
  for (let i = 0; i < length; i++) {
    const byte = bytes[i];
    if (byte >= 0x80) return decoder.decode(bytes);
    text += String.fromCharCode(byte);
  }
  return text;
}
