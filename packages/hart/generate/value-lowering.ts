// Lowers values of the IR (src/isa/ir.ts). A 64-bit value is a pair of int32 expressions that have no
// side effects and read nothing but temporaries, so that they may be written down in any order.

import type { BinaryOp, Condition, RegisterValue, UnaryOp, Value } from "../src/isa/ir.ts";
import type { RegisterOperand } from "../src/isa/pattern.ts";
import type { CaseWriter } from "./case-writer.ts";

export interface Pair {
  readonly lo: string;
  readonly hi: string;
}

const ZERO: Pair = { lo: "0", hi: "0" };
const isLiteral = (word: string): boolean => /^-?\d+$/.test(word);

export class ValueLowering {
  private readonly out: CaseWriter;
  private readonly values = new Map<RegisterOperand, Pair>();
  private immediate: Pair | null = null;

  constructor(out: CaseWriter) {
    this.out = out;
  }

  /** Address of the instruction after this one. */
  nextPc(): Pair {
    const lo = this.out.bind("(pageLo + (ip - base) + (w >>> 28)) | 0");
    return { lo, hi: `(pageHi + +(${lo} >>> 0 < pageLo >>> 0)) | 0` };
  }

  /** A JavaScript condition. */
  condition({ op, a, b }: Condition): string {
    const left = this.pair(a);
    const right = this.pair(b);
    switch (op) {
      case "eq":
        return `${this.difference(left, right)} === 0`;
      case "ne":
        return `${this.difference(left, right)} !== 0`;
      case "lt":
        return this.less(left, right, false);
      case "ge":
        return `!(${this.less(left, right, false)})`;
      case "ltu":
        return this.less(left, right, true);
      case "geu":
        return `!(${this.less(left, right, true)})`;
    }
  }

  private difference(a: Pair, b: Pair): string {
    if (b.lo === "0" && b.hi === "0") return `(${a.lo} | ${a.hi})`;
    return `((${a.lo} ^ ${b.lo}) | (${a.hi} ^ ${b.hi}))`;
  }

  private less(a: Pair, b: Pair, unsigned: boolean): string {
    const ah = a.hi;
    const bh = b.hi;
    if (unsigned) {
      if (b.lo === "1" && bh === "0") return `(${a.lo} | ${ah}) === 0`;
      if (a.lo === "0" && ah === "0") return `(${b.lo} | ${bh}) !== 0`;
      return `(${ah} === ${bh} ? ${a.lo} >>> 0 < ${b.lo} >>> 0 : ${ah} >>> 0 < ${bh} >>> 0)`;
    }
    if (b.lo === "0" && bh === "0") return `${ah} < 0`;
    return `(${ah} === ${bh} ? ${a.lo} >>> 0 < ${b.lo} >>> 0 : ${ah} < ${bh})`;
  }

  /** Both words, as atoms. */
  pair(value: Value): Pair {
    const { lo, hi } = this.evaluate(value);
    return { lo: this.out.bind(lo), hi: this.out.bind(hi) };
  }

  /** Both words, perhaps as longer expressions. */
  evaluate(value: Value): Pair {
    switch (value.kind) {
      case "register":
        return this.register(value);
      case "immediate":
        return this.immediatePair();
      case "constant":
        return { lo: String(value.value | 0), hi: String(value.value >> 31) };
      case "pc":
        return { lo: this.out.bind("pageLo + (ip - base)"), hi: "pageHi" };
      case "nextPc":
        return this.nextPc();
      case "unary":
        return this.unary(value.op, value.a);
      case "binary":
        return this.binary(value.op, value.a, value.b);
      case "select":
        return this.select(value.condition, value.a, value.b);
    }
  }

  /** The low word only, as an atom. */
  private low(value: Value): string {
    return this.out.bind(this.evaluateLow(value));
  }

  private evaluateLow(value: Value): string {
    if (value.kind === "binary" && (value.op === "add" || value.op === "sub")) {
      const a = this.low(value.a);
      const b = this.low(value.b);
      if (b === "0") return a;
      return `(${a} ${value.op === "add" ? "+" : "-"} ${b}) | 0`;
    }
    if (value.kind === "binary" && value.op === "mul") {
      return `Math.imul(${this.low(value.a)}, ${this.low(value.b)})`;
    }
    if (value.kind === "register" && !this.values.has(value.operand)) {
      if (this.out.fixed(value.operand) === 0) return "0";
      return `x[${this.out.index(value.operand as "rs1")}]`;
    }
    return this.evaluate(value).lo;
  }

  private register({ operand }: RegisterValue): Pair {
    if (this.out.fixed(operand) === 0) return ZERO;
    const known = this.values.get(operand);
    if (known !== undefined) return known;
    const i = this.out.index(operand as "rs1");
    const pair = { lo: this.out.bind(`x[${i}]`), hi: this.out.bind(`x[${i} + 1]`) };
    this.values.set(operand, pair);
    return pair;
  }

  private immediatePair(): Pair {
    if (this.immediate === null) {
      const lo = this.out.bind(this.out.raw());
      this.immediate = { lo, hi: isLiteral(lo) ? String(Number(lo) >> 31) : `${lo} >> 31` };
    }
    return this.immediate;
  }

  private unary(op: UnaryOp, a: Value): Pair {
    switch (op) {
      case "sext32": {
        const lo = this.out.bind(this.low(a));
        return { lo, hi: `${lo} >> 31` };
      }
      case "zext32":
        return { lo: this.out.bind(this.low(a)), hi: "0" };
      case "zext16":
        return { lo: `${this.low(a)} & 0xffff`, hi: "0" };
      case "sext8":
      case "sext16": {
        const shift = op === "sext8" ? 24 : 16;
        const lo = this.out.bind(`(${this.low(a)} << ${shift}) >> ${shift}`);
        return { lo, hi: `${lo} >> 31` };
      }
      case "box":
        return { lo: this.out.bind(this.low(a)), hi: "-1" };
      case "clz32":
        return { lo: `Math.clz32(${this.low(a)})`, hi: "0" };
      case "ctz32":
        return { lo: `ctz32(${this.low(a)})`, hi: "0" };
      case "cpop32":
        return { lo: `cpop32(${this.low(a)})`, hi: "0" };
    }
    const { lo, hi } = this.pair(a);
    switch (op) {
      case "not":
        return { lo: `~${lo}`, hi: `~${hi}` };
      case "clz":
        return { lo: `${hi} === 0 ? 32 + Math.clz32(${lo}) : Math.clz32(${hi})`, hi: "0" };
      case "ctz":
        return { lo: `${lo} === 0 ? 32 + ctz32(${hi}) : ctz32(${lo})`, hi: "0" };
      case "cpop":
        return { lo: `cpop32(${lo}) + cpop32(${hi})`, hi: "0" };
      case "orcb":
        return { lo: `orcb32(${lo})`, hi: `orcb32(${hi})` };
      case "rev8":
        return { lo: `rev32(${hi})`, hi: `rev32(${lo})` };
    }
  }

  private binary(op: BinaryOp, left: Value, right: Value): Pair {
    switch (op) {
      case "sll32":
      case "srl32":
      case "sra32":
      case "rol32":
      case "ror32":
        return this.signExtended(this.shift32(op, this.low(left), this.low(right)));
      case "div32":
      case "divu32":
      case "rem32":
      case "remu32":
        return this.signExtended(`${op}(${this.low(left)}, ${this.low(right)})`);
      case "sll":
      case "srl":
      case "sra":
      case "rol":
      case "ror":
        return this.shift(op, this.pair(left), this.low(right));
    }
    const a = this.pair(left);
    const b = this.pair(right);
    switch (op) {
      case "add":
        return this.add(a, b);
      case "sub": {
        const borrow = `+(${a.lo} >>> 0 < ${b.lo} >>> 0)`;
        return { lo: `(${a.lo} - ${b.lo}) | 0`, hi: `(${a.hi} - ${b.hi} - ${borrow}) | 0` };
      }
      case "and":
        return { lo: `${a.lo} & ${b.lo}`, hi: b.hi === "0" ? "0" : `${a.hi} & ${b.hi}` };
      case "or":
        return { lo: `${a.lo} | ${b.lo}`, hi: `${a.hi} | ${b.hi}` };
      case "xor":
        return { lo: `${a.lo} ^ ${b.lo}`, hi: `${a.hi} ^ ${b.hi}` };
      case "lt":
        return { lo: `${this.less(a, b, false)} ? 1 : 0`, hi: "0" };
      case "ltu":
        return { lo: `${this.less(a, b, true)} ? 1 : 0`, hi: "0" };
      case "mul": {
        const cross = `Math.imul(${a.lo}, ${b.hi}) + Math.imul(${a.hi}, ${b.lo})`;
        return { lo: `Math.imul(${a.lo}, ${b.lo})`, hi: `(umulh(${a.lo}, ${b.lo}) + ${cross}) | 0` };
      }
      case "mulh":
      case "mulhu":
      case "mulhsu":
      case "div":
      case "divu":
      case "rem":
      case "remu":
        return {
          lo: this.out.bind(`arithmetic.${op}(${a.lo}, ${a.hi}, ${b.lo}, ${b.hi})`),
          hi: "arithmetic.high",
        };
    }
  }

  private signExtended(expression: string): Pair {
    const lo = this.out.bind(expression);
    return { lo, hi: `${lo} >> 31` };
  }

  private add(a: Pair, b: Pair): Pair {
    if (b.lo === "0" && b.hi === "0") return a;
    if (a.lo === "0" && a.hi === "0") return b;
    const lo = this.out.bind(`(${a.lo} + ${b.lo}) | 0`);
    return { lo, hi: `(${a.hi} + ${b.hi} + +(${lo} >>> 0 < ${a.lo} >>> 0)) | 0` };
  }

  private shift32(op: "sll32" | "srl32" | "sra32" | "rol32" | "ror32", a: string, by: string): string {
    // JavaScript's shifts use the low 5 bits, as RISC-V's do.
    switch (op) {
      case "sll32":
        return `${a} << ${by}`;
      case "srl32":
        return `(${a} >>> ${by}) | 0`;
      case "sra32":
        return `${a} >> ${by}`;
      case "rol32":
        return `(${a} << ${by}) | (${a} >>> -${by})`;
      case "ror32":
        return `(${a} >>> ${by}) | (${a} << -${by})`;
    }
  }

  /** 64-bit shifts: by 32 or more the words change places or fall off; then by the low 5 bits. */
  private shift(op: "sll" | "srl" | "sra" | "rol" | "ror", a: Pair, by: string): Pair {
    const s = this.out.bind(by);
    if (isLiteral(s) && Number(s) < 32) return this.shortShift(op, a, s);
    const lo = this.out.fresh();
    const hi = this.out.fresh();
    this.out.emit(`if ((${s} & 32) === 0) {`);
    const near = this.shortShift(op, a, s);
    this.out.emit(`${lo} = ${near.lo};`);
    this.out.emit(`${hi} = ${near.hi};`);
    this.out.emit("} else {");
    const far: Pair = {
      sll: { lo: "0", hi: `${a.lo} << ${s}` },
      srl: { lo: `(${a.hi} >>> ${s}) | 0`, hi: "0" },
      sra: { lo: `${a.hi} >> ${s}`, hi: `${a.hi} >> 31` },
      rol: this.shortShift("rol", { lo: a.hi, hi: a.lo }, s),
      ror: this.shortShift("ror", { lo: a.hi, hi: a.lo }, s),
    }[op];
    this.out.emit(`${lo} = ${far.lo};`);
    this.out.emit(`${hi} = ${far.hi};`);
    this.out.emit("}");
    return { lo, hi };
  }

  /** By 0 to 31. `x >>> 1 >>> ~s` is x >>> (32 - s), and 0 for s = 0. */
  private shortShift(op: "sll" | "srl" | "sra" | "rol" | "ror", a: Pair, s: string): Pair {
    const down = (word: string): string =>
      isLiteral(word) ? `${Number(word) >>> 1} >>> ~${s}` : `${word} >>> 1 >>> ~${s}`;
    const up = (word: string): string => `${word} << 1 << ~${s}`;
    switch (op) {
      case "sll":
        return { lo: `${a.lo} << ${s}`, hi: `(${a.hi} << ${s}) | (${down(a.lo)})` };
      case "srl":
        return { lo: `(${a.lo} >>> ${s}) | (${up(a.hi)})`, hi: `(${a.hi} >>> ${s}) | 0` };
      case "sra":
        return { lo: `(${a.lo} >>> ${s}) | (${up(a.hi)})`, hi: `${a.hi} >> ${s}` };
      case "rol":
        return { lo: `(${a.lo} << ${s}) | (${down(a.hi)})`, hi: `(${a.hi} << ${s}) | (${down(a.lo)})` };
      case "ror":
        return { lo: `(${a.lo} >>> ${s}) | (${up(a.hi)})`, hi: `(${a.hi} >>> ${s}) | (${up(a.lo)})` };
    }
  }

  private select(condition: Condition, a: Value, b: Value): Pair {
    const yes = this.pair(a);
    const no = this.pair(b);
    const holds = this.condition(condition);
    const lo = this.out.fresh();
    const hi = this.out.fresh();
    this.out.emit(`if (${holds}) {`);
    this.out.emit(`${lo} = ${yes.lo};`);
    this.out.emit(`${hi} = ${yes.hi};`);
    this.out.emit("} else {");
    this.out.emit(`${lo} = ${no.lo};`);
    this.out.emit(`${hi} = ${no.hi};`);
    this.out.emit("}");
    return { lo, hi };
  }
}
