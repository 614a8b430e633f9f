// Turns a region into the body of a WebAssembly function: structured control flow from the
// dominator tree (Ramsey, "Beyond Relooper", 2022), registers in locals, and the budget.
//
// The function takes the register file's offset and the budget, and returns what is left of it,
// after going on in another region by a tail call where the entry map knows one. Every block
// charges its instructions when it is entered; if that is more than there is, or if an instruction
// is beyond translated code, the function gives up at a numbered site.

import { CTX_PC } from "../context.ts";
import type { Effect } from "../isa/ir.ts";
import { lowerCsr } from "./csr-lowering.ts";
import { BUDGET, CONTEXT, Emitter, FRAME_GIVE_UP, FRAME_LEAVE, PC } from "./emitter.ts";
import { lowerFloat } from "./float-lowering.ts";
import { Flow } from "./flow.ts";
import { type JitLayout, MAP_MASK, MAP_SHIFT, MAP_SLOT } from "./layout.ts";
import {
  lowerAtomic,
  lowerLoad,
  lowerLoadReserved,
  lowerStore,
  lowerStoreConditional,
} from "./memory-lowering.ts";
import type { ModulePlan } from "./module.ts";
import * as op from "./opcodes.ts";
import type { Block, RegionCode, Site } from "./region.ts";
import { lowerCondition, lowerValue } from "./value-lowering.ts";
import type { WasmWriter } from "./wasm-writer.ts";

/** What exitSite holds when the region left for a pc without a region. */
export const SITE_LEFT = -1;

export class RegionEmitter {
  private readonly w: WasmWriter;
  private readonly e: Emitter;
  private readonly blocks: readonly Block[];
  private readonly flow: Flow;
  private readonly layout: JitLayout;

  constructor(w: WasmWriter, plan: ModulePlan, code: RegionCode) {
    this.w = w;
    this.layout = plan.layout;
    this.blocks = code.blocks;
    this.flow = new Flow(code.blocks);
    this.e = new Emitter(w, plan, code);
  }

  /** Writes the body; `region` is the number that says which region gave up. Returns its sites. */
  emit(region: number): readonly Site[] {
    const { w, e } = this;
    e.prologue();
    e.open(op.BLOCK, FRAME_GIVE_UP);
    e.open(op.BLOCK, FRAME_LEAVE);
    this.tree(0);
    e.close();
    e.spill();
    this.leave();
    e.close();
    e.spill();
    this.storeExit(() => w.get(e.site));
    w.i32(0);
    w.i32(region);
    w.memory(op.I32_STORE, this.layout.exitRegion);
    w.get(BUDGET);
    w.end();
    return e.sites;
  }

  /** Goes on in the region at PC, or returns to whoever finds or makes one. */
  private leave(): void {
    const { w, e, layout } = this;
    w.get(PC);
    w.byte(op.I32_WRAP_I64);
    w.i32(MAP_SHIFT);
    w.byte(op.I32_SHL);
    w.i32(MAP_MASK);
    w.byte(op.I32_AND);
    w.tee(e.s0);
    w.memory(op.I64_LOAD, layout.map);
    w.get(PC);
    w.byte(op.I64_EQ);
    e.open(op.IF);
    w.get(CONTEXT);
    w.get(BUDGET);
    w.get(e.s0);
    w.memory(op.I32_LOAD, layout.map + MAP_SLOT);
    w.byte(op.RETURN_CALL_INDIRECT);
    w.unsigned(0);
    w.unsigned(0);
    e.close();
    w.get(CONTEXT);
    w.get(PC);
    w.memory(op.I64_STORE, 4 * CTX_PC);
    this.storeExit(() => w.i32(SITE_LEFT));
    w.get(BUDGET);
    w.byte(op.RETURN);
  }

  private storeExit(site: () => void): void {
    this.w.i32(0);
    site();
    this.w.memory(op.I32_STORE, this.layout.exitSite);
  }

  /** A block and all that it dominates. */
  private tree(block: number): void {
    const { e, flow } = this;
    const merges = flow.children[block].filter((child) => flow.isMerge[child] === 1);
    if (flow.isLoop[block] === 1) e.open(op.LOOP, loopFrame(block));
    for (const merge of merges) e.open(op.BLOCK, mergeFrame(merge));
    this.block(block);
    for (let i = merges.length - 1; i >= 0; i--) {
      e.close();
      this.tree(merges[i]);
    }
    if (flow.isLoop[block] === 1) e.close();
  }

  private block(number: number): void {
    const { w, e } = this;
    const block = this.blocks[number];
    const { steps } = block;
    if (steps.length > 0) this.charge(block);
    const count =
      block.kind === "branches" || block.kind === "returns" || block.kind === "jumps"
        ? steps.length - 1
        : steps.length;
    for (let i = 0; i < count; i++) {
      e.begin(steps[i], steps.length - i);
      this.effect(steps[i].instruction.does);
    }
    if (count < steps.length) e.begin(steps[count], 1);
    switch (block.kind) {
      case "falls":
        this.go(number, 0);
        return;
      case "stops":
        e.giveUp(e.newSite({ pc: block.end, back: 0, isBudget: false, access: null }), op.BR);
        return;
      case "branches":
        this.conditional(number);
        return;
      case "jumps":
        this.link();
        this.go(number, 0);
        return;
      case "returns":
        this.indirect(number);
        return;
      default:
        block.kind satisfies never;
    }
    void w;
  }

  private charge(block: Block): void {
    const { w, e } = this;
    const { length } = block.steps;
    w.get(BUDGET);
    w.i32(length);
    w.byte(op.I32_SUB);
    w.tee(BUDGET);
    w.i32(0);
    w.byte(op.I32_LT_S);
    e.giveUp(e.newSite({ pc: block.pc, back: length, isBudget: true, access: null }), op.BR_IF);
  }

  private effect(effect: Effect): void {
    const { e } = this;
    switch (effect.kind) {
      case "set":
        if (e.local("rd") < 0) return;
        lowerValue(e, effect.value);
        e.setRd();
        return;
      case "load":
        lowerLoad(e, effect.width, effect.extend, effect.address);
        return;
      case "store":
        lowerStore(e, effect.width, effect.address, effect.value);
        return;
      case "atomic":
        lowerAtomic(e, effect.op, effect.width);
        return;
      case "loadReserved":
        lowerLoadReserved(e, effect.width);
        return;
      case "storeConditional":
        lowerStoreConditional(e, effect.width);
        return;
      case "float":
        lowerFloat(e, effect.op, effect.format);
        return;
      case "csr":
        lowerCsr(e, effect.op, effect.immediate);
        return;
      case "fence":
        return;
      case "jump":
      case "branch":
      case "trap":
        throw new Error(`${effect.kind} inside a block`);
      default:
        effect satisfies never;
    }
  }

  /** Goes to the successor, which is the last thing in the block. */
  private go(from: number, successor: number): void {
    const { e, flow } = this;
    const to = this.blocks[from].successors[successor];
    if (to < 0) {
      this.setPc(this.blocks[from].targets[successor]);
      e.branch(op.BR, FRAME_LEAVE);
    } else if (this.isInline(from, to)) {
      this.tree(to);
    } else {
      e.branch(op.BR, flow.goesBack(from, to) ? loopFrame(to) : mergeFrame(to));
    }
  }

  /** Pops a condition; goes to a successor that is not inline if it holds. */
  private goIf(from: number, successor: number): void {
    const { e, flow } = this;
    const to = this.blocks[from].successors[successor];
    if (to < 0) {
      this.setPc(this.blocks[from].targets[successor]);
      e.branch(op.BR_IF, FRAME_LEAVE);
    } else {
      e.branch(op.BR_IF, flow.goesBack(from, to) ? loopFrame(to) : mergeFrame(to));
    }
  }

  /** Whether this edge is the only way to the block, so that its code stands where the edge is. */
  private isInline(from: number, to: number): boolean {
    return to >= 0 && !this.flow.goesBack(from, to) && this.flow.isMerge[to] === 0;
  }

  private setPc(pc: number): void {
    this.w.i64(pc);
    this.w.set(PC);
  }

  private conditional(from: number): void {
    const { w, e } = this;
    const { does } = e.current.instruction;
    if (does.kind !== "branch") throw new Error("no branch");
    const [taken, other] = this.blocks[from].successors;
    lowerCondition(e, does.condition);
    if (!this.isInline(from, taken)) {
      this.goIf(from, 0);
      this.go(from, 1);
    } else if (!this.isInline(from, other)) {
      w.byte(op.I32_EQZ);
      this.goIf(from, 1);
      this.go(from, 0);
    } else {
      e.open(op.IF);
      this.go(from, 0);
      w.byte(op.ELSE);
      this.go(from, 1);
      e.close();
    }
  }

  /** rd = address of the next instruction. */
  private link(): void {
    const { e } = this;
    if (e.local("rd") < 0) return;
    lowerValue(e, { kind: "nextPc" });
    e.setRd();
  }

  private indirect(from: number): void {
    const { w, e } = this;
    const { does } = e.current.instruction;
    if (does.kind !== "jump") throw new Error("no jump");
    lowerValue(e, does.target);
    w.i64(-2);
    w.byte(op.I64_AND);
    w.set(PC);
    this.link();
    const { successors, targets } = this.blocks[from];
    for (let i = 0; i < targets.length; i++) {
      if (successors[i] < 0) continue;
      w.get(PC);
      w.i64(targets[i]);
      w.byte(op.I64_EQ);
      if (this.isInline(from, successors[i])) {
        e.open(op.IF);
        this.go(from, i);
        e.close();
      } else {
        this.goIf(from, i);
      }
    }
    e.branch(op.BR, FRAME_LEAVE);
  }
}

const loopFrame = (block: number): number => 2 * block;
const mergeFrame = (block: number): number => 2 * block + 1;
