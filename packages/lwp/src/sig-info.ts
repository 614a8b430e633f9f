// SigInfo: what comes with a signal, kept as the 128 bytes of riscv64's siginfo_t, so that a value queued
// by a program reaches the other one untouched. Offsets: 0 signo, 4 errno, 8 code, 16 the union.

import { SI_KERNEL, SI_QUEUE, SI_TIMER, SI_TKILL, SI_USER, SIGCHLD } from "@keel/abi";

export const SIGINFO_SIZE = 128;

export class SigInfo {
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  private constructor(signo: number, code: number) {
    this.bytes = new Uint8Array(SIGINFO_SIZE);
    this.view = new DataView(this.bytes.buffer);
    this.view.setInt32(0, signo, true);
    this.view.setInt32(8, code, true);
  }

  /** kill(2): sent by process `pid`. */
  static fromUser(signo: number, pid: number, uid: number): SigInfo {
    return SigInfo.from(signo, SI_USER, pid, uid);
  }

  /** tkill(2), tgkill(2). */
  static fromThread(signo: number, pid: number, uid: number): SigInfo {
    return SigInfo.from(signo, SI_TKILL, pid, uid);
  }

  static fromKernel(signo: number): SigInfo {
    return new SigInfo(signo, SI_KERNEL);
  }

  /** SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP: `address` is what was touched or executed. */
  static fault(signo: number, code: number, address: number): SigInfo {
    const info = new SigInfo(signo, code);
    info.setNumber(16, address);
    return info;
  }

  /** SIGCHLD (or what clone asked for): `code` is CLD_…, `status` the exit code or the signal. Times in clock ticks. */
  static child(
    code: number,
    pid: number,
    uid: number,
    status: number,
    userTicks: number,
    systemTicks: number,
    signo: number = SIGCHLD,
  ): SigInfo {
    const info = SigInfo.from(signo, code, pid, uid);
    info.view.setInt32(24, status, true);
    info.setNumber(32, userTicks);
    info.setNumber(40, systemTicks);
    return info;
  }

  /** sigqueue(3): the sender's 128 bytes, with signo put right. */
  static queued(signo: number, bytes: Uint8Array): SigInfo {
    const info = new SigInfo(signo, SI_QUEUE);
    info.bytes.set(bytes.subarray(0, SIGINFO_SIZE));
    info.view.setInt32(0, signo, true);
    return info;
  }

  /** timer_create(2): `valueLo`/`valueHi` are sigev_value. */
  static timer(signo: number, timerId: number, overrun: number, valueLo: number, valueHi: number): SigInfo {
    const info = new SigInfo(signo, SI_TIMER);
    info.view.setInt32(16, timerId, true);
    info.view.setInt32(20, overrun, true);
    info.view.setInt32(24, valueLo, true);
    info.view.setInt32(28, valueHi, true);
    return info;
  }

  private static from(signo: number, code: number, pid: number, uid: number): SigInfo {
    const info = new SigInfo(signo, code);
    info.view.setInt32(16, pid, true);
    info.view.setInt32(20, uid, true);
    return info;
  }

  get signo(): number {
    return this.view.getInt32(0, true);
  }

  get code(): number {
    return this.view.getInt32(8, true);
  }

  get pid(): number {
    return this.view.getInt32(16, true);
  }

  get uid(): number {
    return this.view.getInt32(20, true);
  }

  get status(): number {
    return this.view.getInt32(24, true);
  }

  get address(): number {
    return this.view.getUint32(16, true) + this.view.getInt32(20, true) * 0x1_0000_0000;
  }

  private setNumber(offset: number, value: number): void {
    this.view.setUint32(offset, value >>> 0, true);
    this.view.setInt32(offset + 4, Math.floor(value / 0x1_0000_0000), true);
  }
}
