// The frame a signal handler runs on, laid out as Linux riscv64's struct rt_sigframe, so that unwinders, libcs and
// programs that look into ucontext find what they expect:
//   0    siginfo_t                        128 bytes
//   128  ucontext: flags, link, stack     40
//   168  sigset_t, padded to              128
//   304  gregs: pc, x1 .. x31             256   (16-byte aligned: 8 bytes of padding before)
//   560  f0 .. f31, fcsr                  260 of 528
// (Linux arch/riscv/include/uapi/asm/{ucontext,sigcontext,ptrace}.h)

import { SEGV_MAPERR, SIGSEGV, SS_AUTODISARM } from "@keel/abi";
import { CAUSE_LOAD_PAGE_FAULT, HartContext } from "@keel/hart";
import { TRAMPOLINE_VA } from "@keel/mm";
import { RESULT_NO_RETURN } from "./restart.ts";
import type { SigAction } from "./sig-action.ts";
import { SigInfo } from "./sig-info.ts";
import { SigSet } from "./sig-set.ts";
import { forceSignal } from "./signal.ts";
import { altStackOf, handlerStackTop, isOnAltStack, setAltStack, setSigmask } from "./signal-mask.ts";
import { NO_ALT_STACK, type UserThread } from "./user-thread.ts";

export const FRAME_SIZE = 1088;
const UCONTEXT = 128;
const UC_STACK: number = UCONTEXT + 16;
const UC_SIGMASK: number = UCONTEXT + 40;
const GREGS = 304;
const FREGS = 560;
const FCSR = 816;

// Offsets in what HartContext.save gives: x0..x31, f0..f31, pc, fcsr.
const SAVED_F = 256;
const SAVED_PC = 512;
const SAVED_FCSR = 520;

const RA = 1;
const SP = 2;
const A0 = 10;

/** Puts a frame on the stack and points the thread at its handler. False when the stack cannot take it. */
export function pushFrame(thread: UserThread, info: SigInfo, action: SigAction): boolean {
  const { context } = thread;
  const top = handlerStackTop(thread, action);
  const frame = top - FRAME_SIZE - (((top % 16) + 16) % 16);
  // Overflowing the alternate stack must not look like leaving it.
  if (isOnAltStack(thread) && frame <= thread.altStack.sp) return false;
  if (thread.aspace.copyOut(frame, encodeFrame(thread, info)) < 0) return false;
  if ((thread.altStack.flags & SS_AUTODISARM) !== 0) thread.altStack = NO_ALT_STACK;
  context.setX(RA, TRAMPOLINE_VA);
  context.setX(SP, frame);
  context.setX(A0, info.signo);
  context.setX(A0 + 1, frame);
  context.setX(A0 + 2, frame + UCONTEXT);
  context.pc = action.handler;
  return true;
}

/** rt_sigreturn(2): restores what the frame at sp saved. A bad frame is answered with SIGSEGV. */
export function sigreturn(thread: UserThread): number {
  const { context } = thread;
  const bytes = new Uint8Array(FRAME_SIZE);
  const va = context.x(SP);
  if (thread.aspace.copyIn(va, bytes) < 0) {
    forceSignal(thread, SigInfo.fault(SIGSEGV, SEGV_MAPERR, va), CAUSE_LOAD_PAGE_FAULT);
    return RESULT_NO_RETURN;
  }
  const view = new DataView(bytes.buffer);
  const saved = new Uint8Array(HartContext.SAVED_SIZE);
  saved.set(bytes.subarray(GREGS + 8, GREGS + 256), 8);
  saved.set(bytes.subarray(FREGS, FREGS + 256), SAVED_F);
  saved.set(bytes.subarray(GREGS, GREGS + 8), SAVED_PC);
  saved.set(bytes.subarray(FCSR, FCSR + 4), SAVED_FCSR);
  context.restore(saved);
  setSigmask(thread, new SigSet(view.getInt32(UC_SIGMASK, true), view.getInt32(UC_SIGMASK + 4, true)));
  const stack = {
    sp: readU64(view, UC_STACK),
    flags: view.getUint32(UC_STACK + 8, true),
    size: readU64(view, UC_STACK + 16),
  };
  // A stack that is in use already, or nonsense in the frame, is passed over, as Linux does.
  setAltStack(thread, stack);
  thread.pendingRestart = 0;
  return RESULT_NO_RETURN;
}

function encodeFrame(thread: UserThread, info: SigInfo): Uint8Array {
  const bytes = new Uint8Array(FRAME_SIZE);
  const view = new DataView(bytes.buffer);
  bytes.set(info.bytes);
  const stack = altStackOf(thread);
  writeU64(view, UC_STACK, stack.sp);
  view.setUint32(UC_STACK + 8, stack.flags, true);
  writeU64(view, UC_STACK + 16, stack.size);
  const mask = thread.savedSigmask ?? thread.sigmask;
  view.setInt32(UC_SIGMASK, mask.lo, true);
  view.setInt32(UC_SIGMASK + 4, mask.hi, true);
  const saved = thread.context.save();
  bytes.set(saved.subarray(8, 256), GREGS + 8);
  bytes.set(saved.subarray(SAVED_PC, SAVED_PC + 8), GREGS);
  bytes.set(saved.subarray(SAVED_F, SAVED_F + 256), FREGS);
  bytes.set(saved.subarray(SAVED_FCSR, SAVED_FCSR + 4), FCSR);
  return bytes;
}

function readU64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
}

function writeU64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value >>> 0, true);
  view.setUint32(at + 4, Math.floor(value / 0x1_0000_0000), true);
}
