// SyscallGate: the door from a trapped thread to the system-call table. The floor above (syscall) puts its
// table here; lwp itself knows no system-call numbers but those of the signal trampoline and of restarts.

import type { MayBlock } from "@keel/kernel";
import type { UserThread } from "./user-thread.ts";

export interface SyscallGate {
  /**
   * Runs the call whose number is in a7 and whose arguments are in a0 to a5 of `thread.context`; pc already points
   * past the ecall. Answers what goes into a0: a value, -errno, a restart code of restart.ts (for calls that a
   * signal cut short: a wait that came back with -EINTR says which), or RESULT_NO_RETURN.
   */
  call(thread: UserThread): MayBlock<number>;
}
