// Writes WebAssembly binary modules (WebAssembly Core Specification, chapter 5) into one array of
// bytes that is used again for the next module. It knows the encoding of numbers and sections, and
// a method per shape of instruction; what a module holds is its user's business (module.ts).

import * as op from "./opcodes.ts";

const FIRST_CAPACITY = 1 << 16;
const LENGTH_BYTES = 5;

export class WasmWriter {
  private bytes = new Uint8Array(FIRST_CAPACITY);
  private length = 0;
  private readonly scratch = new DataView(new ArrayBuffer(8));

  /** Starts over. */
  clear(): void {
    this.length = 0;
  }

  /** What was written; good until the next `clear`. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.length++] = value;
  }

  /** Unsigned LEB128 of a number below 2^32. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Signed LEB128 of a whole number of magnitude up to 2^53. */
  signed(value: number): void {
    let rest = value;
    for (;;) {
      const low = ((rest % 128) + 128) % 128;
      rest = (rest - low) / 128;
      const isLast = (rest === 0 && low < 64) || (rest === -1 && low >= 64);
      this.byte(isLast ? low : low | 0x80);
      if (isLast) return;
    }
  }

  name(text: string): void {
    this.unsigned(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  /** Leaves room for the length of what follows; pass the result to `close`. */
  open(): number {
    const at = this.length;
    for (let i = 0; i < LENGTH_BYTES; i++) this.byte(0);
    return at;
  }

  /** Fills in the length of what was written since `open`. */
  close(at: number): void {
    let rest = this.length - at - LENGTH_BYTES;
    for (let i = 0; i < LENGTH_BYTES; i++) {
      this.bytes[at + i] = (rest & 0x7f) | (i < LENGTH_BYTES - 1 ? 0x80 : 0);
      rest >>>= 7;
    }
  }

  i32(value: number): void {
    this.byte(op.I32_CONST);
    this.signed(value | 0);
  }

  /** Exact for whole numbers up to 2^53 in magnitude. */
  i64(value: number): void {
    this.byte(op.I64_CONST);
    this.signed(value);
  }

  f64(value: number): void {
    this.byte(op.F64_CONST);
    this.scratch.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.byte(this.scratch.getUint8(i));
  }

  f32(value: number): void {
    this.byte(op.F32_CONST);
    this.scratch.setFloat32(0, value, true);
    for (let i = 0; i < 4; i++) this.byte(this.scratch.getUint8(i));
  }

  get(local: number): void {
    this.byte(op.LOCAL_GET);
    this.unsigned(local);
  }

  set(local: number): void {
    this.byte(op.LOCAL_SET);
    this.unsigned(local);
  }

  tee(local: number): void {
    this.byte(op.LOCAL_TEE);
    this.unsigned(local);
  }

  /** A load or store. The address is on the stack; `offset` is added to it. */
  memory(opcode: number, offset: number): void {
    this.byte(opcode);
    // No promise of alignment: 0.
    this.byte(0);
    this.unsigned(offset);
  }

  /** A branch to the `depth`th enclosing block. */
  branch(opcode: typeof op.BR | typeof op.BR_IF, depth: number): void {
    this.byte(opcode);
    this.unsigned(depth);
  }

  /** block, loop or if, of this result type (BLOCK_VOID, or a value type). */
  begin(opcode: typeof op.BLOCK | typeof op.LOOP | typeof op.IF, type: number): void {
    this.byte(opcode);
    this.byte(type);
  }

  end(): void {
    this.byte(op.END);
  }
}
