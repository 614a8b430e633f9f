// The system-call table of Linux riscv64, and the gate through which threads reach it.

export { LINUX_SYSCALLS } from "./index.gen.ts";
export { LinuxGate, type LinuxGateOptions } from "./linux-gate.ts";
export { LinuxSystem, type LinuxSystemOptions } from "./linux-system.ts";
export { DEFAULT_EPOCH_SECONDS, RealtimeClock } from "./realtime-clock.ts";
export { Strace } from "./strace/strace.ts";
export {
  defineSyscall,
  refuseSyscall,
  type SupportLevel,
  type Syscall,
  type SyscallBody,
  type SyscallOptions,
} from "./syscall.ts";
export { SyscallContext } from "./syscall-context.ts";
