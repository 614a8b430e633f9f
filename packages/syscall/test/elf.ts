// The smallest ELF file that is a program: text at TEXT_VA, and zeroed memory at DATA_VA.

export const TEXT_VA = 0x10000;
export const DATA_VA = 0x20000;
export const DATA_SIZE = 0x4000;

const PAGE = 4096;
const PF_RX = 5;
const PF_RW = 6;

/** A static riscv64 executable of these instruction words. */
export function elfOf(words: readonly number[]): Uint8Array {
  const text = new Uint8Array(Uint32Array.from(words).buffer);
  const file = new Uint8Array(PAGE + text.length);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, 243, true);
  view.setUint32(20, 1, true);
  setUint64(view, 24, TEXT_VA);
  setUint64(view, 32, 64);
  view.setUint32(48, 5, true);
  view.setUint16(52, 64, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, 2, true);
  segment(view, 64, PF_RX, PAGE, TEXT_VA, text.length, text.length);
  segment(view, 120, PF_RW, 0, DATA_VA, 0, DATA_SIZE);
  file.set(text, PAGE);
  return file;
}

function segment(
  view: DataView,
  at: number,
  flags: number,
  offset: number,
  va: number,
  fileSize: number,
  memorySize: number,
): void {
  view.setUint32(at, 1, true);
  view.setUint32(at + 4, flags, true);
  setUint64(view, at + 8, offset);
  setUint64(view, at + 16, va);
  setUint64(view, at + 24, va);
  setUint64(view, at + 32, fileSize);
  setUint64(view, at + 40, memorySize);
  setUint64(view, at + 48, PAGE);
}

function setUint64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value >>> 0, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
}
