// The code that signal handlers return to: two instructions on a page of the kernel's, mapped read-only into every
// process, that issue rt_sigreturn. Linux has it in the vDSO (__vdso_rt_sigreturn); unwinders know it by its bytes.

import { EIO, ENOMEM, SYS_rt_sigreturn } from "@keel/abi";
import type { MemObject, MemorySystem } from "@keel/mm";

/** `addi a7, zero, nr`, `ecall`. */
const CODE: readonly number[] = [(SYS_rt_sigreturn << 20) | (17 << 7) | 0x13, 0x73];

export class Trampoline implements MemObject {
  readonly name = "[vdso]";
  private readonly mm: MemorySystem;
  /** Made when the first handler returns; kept for good. */
  private pa = 0;

  constructor(mm: MemorySystem) {
    this.mm = mm;
  }

  page(index: number, _isWrite: boolean): number {
    if (index !== 0) return -EIO;
    if (this.pa === 0) {
      this.pa = this.mm.allocZeroed();
      if (this.pa === 0) return -ENOMEM;
      const view = new DataView(
        this.mm.bytes.buffer,
        this.mm.bytes.byteOffset + this.pa - this.mm.ramBase,
        8,
      );
      for (const [i, word] of CODE.entries()) view.setInt32(i * 4, word, true);
    }
    this.mm.frames.ref(this.pa);
    return this.pa;
  }

  ref(): void {}

  unref(): void {}
}
