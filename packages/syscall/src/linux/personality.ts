// personality: which system a program thinks it runs on; here always Linux. man 2 personality.

import { SYS_personality } from "@keel/abi";
import { hex } from "../strace/scalar-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const personality: Syscall = defineSyscall({
  nr: SYS_personality,
  name: "personality",
  args: [hex],
  level: "partial",
  note: "answers PER_LINUX and changes nothing",
  run: () => 0,
});
