// The CRC of gzip (RFC 1952, section 8): polynomial 0xEDB88320 over reflected bits, four bytes
// at a time by four tables.

const POLYNOMIAL = 0xedb88320;

/** CRC-32 of `bytes`, as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  const table = makeTable();
  const end = bytes.length;
  const endOfWords = end - (end % 4);
  let crc = -1;
  let at = 0;
  for (; at < endOfWords; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      table[0x300 | (crc & 0xff)]! ^
      table[0x200 | ((crc >>> 8) & 0xff)]! ^
      table[0x100 | ((crc >>> 16) & 0xff)]! ^
      table[crc >>> 24]!;
  }
  for (; at < end; at++) crc = table[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Row k says what a byte does to the CRC when k more bytes follow it. */
function makeTable(): Int32Array {
  const table = new Int32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    table[byte] = crc;
  }
  for (let index = 256; index < 1024; index++) {
    const before = table[index - 256]!;
    table[index] = table[before & 0xff]! ^ (before >>> 8);
  }
  return table;
}
