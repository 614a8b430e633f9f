// Pipes and FIFOs: an open description is one end (or, opened O_RDWR, both) of a PipeBuffer.
// A pipe's vnode has no name; /proc/<pid>/fd shows it as pipe:[ino] and can open it again.

import { ENXIO, FIONREAD, O_NONBLOCK, O_RDONLY, O_WRONLY, S_IFIFO } from "@keel/abi";
import { type IoctlArg, putInt } from "@keel/device";
import { type Blocking, type Kernel, type MayBlock, WAIT_INTERRUPTIBLE, type WaitQueue } from "@keel/kernel";
import { AnonymousFs } from "./anonymous-fs.ts";
import { ROOT_OWNER } from "./attributes.ts";
import { File } from "./file.ts";
import { PIPE_CAPACITY, PipeBuffer } from "./pipe-buffer.ts";
import { Vnode } from "./vnode.ts";

export class PipeFile extends File {
  readonly #buffer: PipeBuffer;
  readonly #queues: readonly WaitQueue[];

  constructor(vnode: Vnode, flags: number, buffer: PipeBuffer) {
    super(vnode, flags);
    this.#buffer = buffer;
    this.#queues = this.#ends();
    if (this.isReadable) buffer.addReader();
    if (this.isWritable) buffer.addWriter();
  }

  #ends(): readonly WaitQueue[] {
    const { readable, writable } = this.#buffer;
    if (!this.isWritable) return [readable];
    return this.isReadable ? [readable, writable] : [writable];
  }

  override get isSeekable(): boolean {
    return false;
  }

  /** What fcntl(F_GETPIPE_SZ) tells. */
  get capacity(): number {
    return PIPE_CAPACITY;
  }

  override read(buf: Uint8Array): MayBlock<number> {
    return this.isReadable ? this.#buffer.read(buf, this.isNonblocking) : super.read(buf);
  }

  override write(buf: Uint8Array): MayBlock<number> {
    return this.isWritable ? this.#buffer.write(buf, this.isNonblocking) : super.write(buf);
  }

  override ioctl(cmd: number, arg: IoctlArg): MayBlock<number> {
    return cmd === FIONREAD ? putInt(arg, this.#buffer.length) : super.ioctl(cmd, arg);
  }

  override poll(): number {
    const reading = this.isReadable ? this.#buffer.pollRead() : 0;
    return this.isWritable ? reading | this.#buffer.pollWrite() : reading;
  }

  override waitQueues(): readonly WaitQueue[] {
    return this.#queues;
  }

  protected override onClose(): void {
    if (this.isReadable) this.#buffer.dropReader();
    if (this.isWritable) this.#buffer.dropWriter();
  }
}

/**
 * Opens one end of a FIFO. Reading waits for a writer and writing for a reader, unless
 * O_NONBLOCK: then reading succeeds at once and writing to nobody is -ENXIO.
 */
export function openFifo(vnode: Vnode, buffer: PipeBuffer, flags: number): MayBlock<File | number> {
  const file = new PipeFile(vnode, flags, buffer);
  const isMissing = file.isReadable ? buffer.writers === 0 : buffer.readers === 0;
  if (!isMissing) return file;
  if ((flags & O_NONBLOCK) === 0) return waitForPeer(file, buffer);
  if (file.isReadable) return file;
  file.unref();
  return -ENXIO;
}

function* waitForPeer(file: File, buffer: PipeBuffer): Blocking<File | number> {
  const opensBefore = file.isReadable ? buffer.writerOpens : buffer.readerOpens;
  const queue = file.isReadable ? buffer.readable : buffer.writable;
  let isOpen = false;
  // A thread that is killed while it waits leaves through `finally`.
  try {
    while ((file.isReadable ? buffer.writerOpens : buffer.readerOpens) === opensBefore) {
      const woken = yield* queue.wait(WAIT_INTERRUPTIBLE);
      if (woken < 0) return woken;
    }
    isOpen = true;
    return file;
  } finally {
    if (!isOpen) file.unref();
  }
}

class PipeVnode extends Vnode {
  readonly buffer: PipeBuffer;

  constructor(fs: AnonymousFs) {
    super(fs, fs.nextIno(), S_IFIFO | 0o600, ROOT_OWNER);
    this.buffer = new PipeBuffer(fs.kernel);
  }

  /** Opened again through /proc/<pid>/fd. */
  override open(flags: number): MayBlock<File | number> {
    return openFifo(this, this.buffer, flags);
  }
}

/** The two ends of a new pipe, [for reading, for writing]; `flags`: O_NONBLOCK or 0. */
export function createPipe(kernel: Kernel, flags = 0): [PipeFile, PipeFile] {
  const fs = AnonymousFs.of(kernel);
  const vnode = new PipeVnode(fs);
  const status = flags & O_NONBLOCK;
  const ends: [PipeFile, PipeFile] = [
    new PipeFile(vnode, O_RDONLY | status, vnode.buffer),
    new PipeFile(vnode, O_WRONLY | status, vnode.buffer),
  ];
  for (const end of ends) end.setPlace(fs.place(vnode), null, `pipe:[${vnode.ino}]`);
  return ends;
}
