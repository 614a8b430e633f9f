// A tar archive (POSIX.1-1988 ustar) whose bytes depend on nothing but the names, modes and
// contents put into it: owner 0, a fixed time, entries in the order given.

const BLOCK = 512;

export interface TarEntry {
  /** Path without a leading slash; a folder's has none at the end either. At most 100 bytes. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** The contents of a file; null makes a folder. */
  readonly bytes: Uint8Array | null;
}

export function packTar(entries: readonly TarEntry[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const entry of entries) {
    blocks.push(header(entry));
    if (entry.bytes !== null) blocks.push(padded(entry.bytes));
  }
  blocks.push(new Uint8Array(2 * BLOCK));
  return Buffer.concat(blocks);
}

/** Reads back what packTar wrote; other archives may hold things that it does not know. */
export function readTar(archive: Uint8Array): TarEntry[] {
  const entries: TarEntry[] = [];
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const size = octal(archive, at + 124, 12);
    const isFolder = archive[at + 156] === 0x35;
    const path = text(archive, at, 100).replace(/\/$/, "");
    const bytes = isFolder ? null : archive.subarray(at + BLOCK, at + BLOCK + size);
    entries.push({ path, mode: octal(archive, at + 100, 8), bytes });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

function header({ path, mode, bytes }: TarEntry): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  const name = bytes === null ? `${path}/` : path;
  if (Buffer.byteLength(name) > 100) throw new Error(`path too long for a tar header: ${name}`);
  block.write(name, 0);
  writeOctal(block, 100, 8, mode);
  writeOctal(block, 108, 8, 0); // uid
  writeOctal(block, 116, 8, 0); // gid
  writeOctal(block, 124, 12, bytes?.length ?? 0);
  writeOctal(block, 136, 12, 0); // mtime
  block.write(bytes === null ? "5" : "0", 156);
  block.write("ustar\u000000", 257);
  block.write("root", 265);
  block.write("root", 297);
  // The checksum counts its own field as blanks, and ends in zero and blank, unlike the others.
  block.fill(" ", 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function padded(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
  out.set(bytes);
  return out;
}

function writeOctal(block: Buffer, at: number, width: number, value: number): void {
  block.write(`${value.toString(8).padStart(width - 1, "0")}\0`, at);
}

function text(bytes: Uint8Array, at: number, width: number): string {
  return (
    Buffer.from(bytes.subarray(at, at + width))
      .toString("utf8")
      .split("\0", 1)[0] ?? ""
  );
}

function octal(bytes: Uint8Array, at: number, width: number): number {
  return Number.parseInt(text(bytes, at, width).trim() || "0", 8);
}
