// Random instruction sequences from the instruction table, for comparison with another machine.
// They touch no register that `reserved` holds but read it, reach memory only within the block
// that it points into, and jump only forward over one instruction.

import { type Compressed, type Instruction } from "../../src/isa/instruction.ts";
import { encodeOperands, noOperands, type Operands, type Pattern } from "../../src/isa/pattern.ts";
import { compressedInstructions, instructions } from "../../src/isa/table.ts";
import type { Random } from "./random.ts";

/** gp points 2048 bytes into the block of 4096. */
export const BLOCK_POINTER = 3;
/** Bytes from gp on that sequences must leave alone. */
export const KEPT_FROM = 1024;

const byName = new Map(instructions.map((instruction) => [instruction.name, instruction]));
const roundingModes = [0, 1, 2, 3, 4, 7, 7, 7] as const;
const FFLAGS = 1;
const FRM = 2;
const FCSR = 3;

/** qemu 7.2 lacks Zicond, and counts zeros beyond the word in ctzw of 0. */
const isComparable = ({ name }: Instruction): boolean => !name.startsWith("czero") && name !== "ctzw";

export class SequenceMaker {
  private readonly random: Random;
  private readonly long: readonly Instruction[];
  private readonly short: readonly Compressed[];
  private bytes: number[] = [];

  /** `only` picks from the instructions; all by default. */
  constructor(random: Random, only: (instruction: Instruction) => boolean = () => true) {
    this.random = random;
    this.long = instructions.filter((instruction) => isComparable(instruction) && only(instruction));
    this.short = compressedInstructions.filter(({ expands }) => only(byName.get(expands) as Instruction));
  }

  /** Code of `count` random instructions and some that prepare them. */
  make(count: number): number[] {
    this.bytes = [];
    for (let i = 0; i < count; i++) this.step();
    return this.bytes;
  }

  private step(): void {
    if (this.short.length > 0 && this.random.oneIn(4)) this.compressed(this.random.pick(this.short));
    else this.instruction(this.random.pick(this.long));
  }

  private instruction(instruction: Instruction): void {
    const { random } = this;
    const operands = this.operandsFor(instruction.pattern);
    switch (instruction.does.kind) {
      case "trap":
        return;
      case "load":
      case "store":
        if (random.oneIn(2)) {
          operands.rs1 = BLOCK_POINTER;
          operands.imm = this.offset(8);
        } else {
          operands.rs1 = this.pointer(0);
          operands.imm = random.below(2048) - 1024;
        }
        break;
      case "jump":
        this.jump(instruction, operands);
        return;
      case "branch":
        operands.imm = 8;
        if (random.oneIn(3)) operands.rs2 = operands.rs1;
        this.put(instruction.pattern, operands);
        this.skipped();
        return;
      case "atomic":
        operands.rs1 = this.pointer(8);
        break;
      case "loadReserved":
        this.reservedPair(instruction);
        return;
      case "storeConditional":
        // Without a reservation.
        operands.rs1 = this.pointer(8);
        break;
      case "csr":
        this.csr(instruction, operands);
        return;
    }
    this.put(instruction.pattern, operands);
  }

  private compressed({ name, pattern, expands, implied }: Compressed): void {
    const { random } = this;
    const instruction = byName.get(expands) as Instruction;
    const { kind } = instruction.does;
    if (kind === "trap" || kind === "jump") return;
    for (;;) {
      const operands = Object.assign(this.operandsFor(pattern), implied);
      for (const field of pattern.fields) {
        for (const operand of field.operands) operands[operand] = operands[field.operands[0] as "rd"];
      }
      if (kind === "branch") operands.imm = 6;
      const word = encodeOperands(pattern, operands);
      if (word === null || (instruction.pattern.registers.rd === "x" && operands.rd === BLOCK_POINTER))
        continue;
      if (kind === "load" || kind === "store") {
        if (operands.rs1 !== BLOCK_POINTER) this.point(operands.rs1, -2048 + random.below(512) * 4);
      }
      if (name === "c.jr" || name === "c.jalr") return;
      this.bytes.push(word & 0xff, (word >>> 8) & 0xff);
      if (kind === "branch") this.skipped();
      return;
    }
  }

  /** Random values for all fields; the destination is not the block pointer. */
  private operandsFor(pattern: Pattern): Operands {
    const { random } = this;
    const operands = noOperands();
    for (const { operands: names, width, signed, bias } of pattern.fields) {
      for (;;) {
        let value = random.word();
        value = signed ? value >> (32 - width) : value >>> (32 - width);
        if (names[0] === "imm" && width < 32) {
          // Keep only bits that the field has.
          const field = pattern.fields.find((candidate) => candidate.operands[0] === "imm");
          let kept = 0;
          for (const segment of field?.segments ?? []) kept |= ((1 << segment.width) - 1) << segment.to;
          value = (value & kept & ((2 ** width - 1) | 0)) | 0;
          if (signed) value = (value << (32 - width)) >> (32 - width);
        } else if (names[0] === "imm") value &= -4096;
        else value += bias;
        if (names[0] === "rm") value = random.pick(roundingModes);
        if (names[0] === "rd" && value === BLOCK_POINTER && pattern.registers.rd === "x") continue;
        for (const name of names) operands[name] = value;
        break;
      }
    }
    return operands;
  }

  private put(pattern: Pattern, operands: Operands): void {
    const word = encodeOperands(pattern, operands);
    if (word === null) throw new Error(`cannot encode ${JSON.stringify(operands)}`);
    for (let i = 0; i < pattern.length; i++) this.bytes.push((word >>> (8 * i)) & 0xff);
  }

  private emit(name: string, operands: Partial<Operands>): void {
    this.put((byName.get(name) as Instruction).pattern, { ...noOperands(), ...operands });
  }

  /** An instruction of 4 bytes without consequences beyond a register, for a branch to skip. */
  private skipped(): void {
    this.emit("addi", { rd: this.destination(), rs1: this.random.below(32), imm: this.random.below(2048) });
  }

  private destination(): number {
    for (;;) {
      const rd = this.random.below(32);
      if (rd !== BLOCK_POINTER) return rd;
    }
  }

  /** An offset from gp at which `room` bytes may be touched. */
  private offset(room: number): number {
    return -2048 + this.random.below(2048 + KEPT_FROM - room);
  }

  /** A register set to point 1024 bytes or more into the block, at a multiple of `align` if not 0. */
  private pointer(align: number): number {
    for (;;) {
      const register = this.destination();
      if (register === 0) continue;
      const offset = -1024 + this.random.below(1000);
      this.point(register, align === 0 ? offset : offset & -align);
      return register;
    }
  }

  private point(register: number, offset: number): void {
    this.emit("addi", { rd: register, rs1: BLOCK_POINTER, imm: offset });
  }

  private jump({ name, pattern }: Instruction, operands: Operands): void {
    if (name === "jal") {
      operands.imm = 8;
    } else {
      operands.rs1 = this.destination() || 1;
      this.emit("auipc", { rd: operands.rs1, imm: 0 });
      operands.imm = 12 + this.random.below(2); // bit 0 is to be ignored
    }
    this.put(pattern, operands);
    this.skipped();
  }

  private reservedPair({ name, pattern }: Instruction): void {
    const rs1 = this.pointer(8);
    this.put(pattern, { ...noOperands(), rd: this.otherThan(rs1), rs1, aqrl: this.random.below(4) });
    if (this.random.oneIn(3)) {
      const width = name === "lr.w" ? "sw" : "sd";
      this.emit(width, { rs1, rs2: this.random.below(32), imm: 0 });
    }
    this.emit(name.replace("lr", "sc"), { rd: this.destination(), rs1, rs2: this.random.below(32) });
  }

  private otherThan(register: number): number {
    for (;;) {
      const rd = this.destination();
      if (rd !== register) return rd;
    }
  }

  private csr({ name, pattern }: Instruction, operands: Operands): void {
    const { random } = this;
    operands.imm = FFLAGS;
    // frm may only get modes that exist.
    if (name === "csrrwi" && random.oneIn(2)) {
      operands.imm = FRM;
      operands.rs1 = random.below(5);
    } else if (name === "csrrwi" || name === "csrrsi") {
      operands.imm = random.oneIn(2) ? FCSR : FFLAGS;
    } else if (random.oneIn(3) && (name === "csrrs" || name === "csrrc")) {
      operands.imm = random.pick([FRM, FCSR]);
      operands.rs1 = 0;
    }
    this.put(pattern, operands);
  }
}
