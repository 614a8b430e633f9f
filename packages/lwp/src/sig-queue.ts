// SigQueue: signals waiting to be taken, of one thread or of one process. A standard signal is held once;
// real-time signals (32 and up) queue, each with its SigInfo, in order. man 7 signal.

import { EAGAIN, SIGRTMIN } from "@keel/abi";
import type { SigInfo } from "./sig-info.ts";
import { SigSet } from "./sig-set.ts";

export class SigQueue {
  readonly set: SigSet = new SigSet();
  private infos: SigInfo[] = [];

  /** Adds one. 0, or -EAGAIN when `limit` real-time signals are queued already. */
  push(info: SigInfo, limit: number): number {
    const sig = info.signo;
    if (sig < SIGRTMIN && this.set.has(sig)) return 0;
    if (sig >= SIGRTMIN && this.infos.length >= limit) return -EAGAIN;
    this.set.add(sig);
    this.infos.push(info);
    return 0;
  }

  /** Takes the lowest-numbered signal that `blocked` lets through, oldest first. */
  take(blocked: SigSet): SigInfo | null {
    const sig = this.set.firstNotIn(blocked);
    return sig === 0 ? null : this.takeSignal(sig);
  }

  /** Drops every instance of `sig`. */
  discard(sig: number): void {
    if (!this.set.has(sig)) return;
    this.set.delete(sig);
    this.infos = this.infos.filter((info) => info.signo !== sig);
  }

  clear(): void {
    this.set.assign(new SigSet());
    this.infos = [];
  }

  private takeSignal(sig: number): SigInfo | null {
    const index = this.infos.findIndex((info) => info.signo === sig);
    const info = this.infos[index];
    if (info === undefined) return null;
    this.infos.splice(index, 1);
    if (!this.infos.some((other) => other.signo === sig)) this.set.delete(sig);
    return info;
  }
}
