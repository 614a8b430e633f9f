// An open file of a host folder, with a handle of the host of its own.

import type { HostVnode } from "./host-vnode.ts";
import { File } from "../file.ts";

export class HostFile extends File {
  readonly #vnode: HostVnode;
  readonly #handle: number;

  constructor(vnode: HostVnode, flags: number, handle: number) {
    super(vnode, flags);
    this.#vnode = vnode;
    this.#handle = handle;
    vnode.handles.add(handle);
  }

  protected override readAt(pos: number, buf: Uint8Array): number {
    const count = this.#vnode.host.read(this.#handle, pos, buf);
    // Pages that are mapped may hold what has not reached the host yet.
    if (count > 0) this.#vnode.pages?.overlay(pos, buf.subarray(0, count));
    return count;
  }

  protected override writeAt(pos: number, buf: Uint8Array): number {
    const count = this.#vnode.host.write(this.#handle, pos, buf);
    if (count > 0) this.#vnode.pages?.written(pos, buf.subarray(0, count));
    return count;
  }

  protected override end(): number {
    const stat = this.#vnode.host.fstat(this.#handle);
    return typeof stat === "number" ? this.#vnode.size : stat.size;
  }

  protected override onClose(): void {
    this.#vnode.handles.delete(this.#handle);
    this.#vnode.host.close(this.#handle);
  }
}
