// The board's files, read and written from a test while the board is up.

import { O_CREAT, O_TRUNC, O_WRONLY, strerror } from "@keel/abi";
import { makeDirectories, type Vfs, VFS } from "@keel/dfs";
import { type Blocking, Kernel, settle } from "@keel/kernel";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { ExpectationError } from "./expectation-error.ts";
import type { KernelCalls } from "./kernel-calls.ts";

/** Board time that one file may take, ns. */
const LIMIT_NS = 60e9;

export class BoardFiles {
  readonly #kernel: Kernel;
  readonly #calls: KernelCalls;

  constructor(kernel: Kernel, calls: KernelCalls) {
    this.#kernel = kernel;
    this.#calls = calls;
  }

  /** Writes a whole file, with the folders above it. `mode`: permissions of a new file, 0o644 otherwise. */
  write(path: string, contents: string | Uint8Array, options: { readonly mode?: number } = {}): void {
    const bytes = typeof contents === "string" ? utf8Encode(contents) : contents;
    this.#call(`write ${path}`, this.write, (vfs) => writeFile(vfs, path, bytes, options.mode ?? 0o644));
  }

  /** All bytes of a file. */
  read(path: string): Uint8Array {
    return this.#call(`read ${path}`, this.read, (vfs) => vfs.readFile(vfs.kernelLookup, path)).slice();
  }

  /** A file as text. */
  readText(path: string): string {
    return utf8Decode(this.read(path));
  }

  /** The names in a folder, sorted. */
  list(path: string): string[] {
    const entries = this.#call(`list ${path}`, this.list, (vfs) => vfs.readDirectory(vfs.kernelLookup, path));
    return entries.map(({ name }) => name).sort();
  }

  #call<T extends object>(
    what: string,
    caller: (...args: never[]) => unknown,
    body: (vfs: Vfs) => Blocking<T | number>,
  ): T {
    this.#calls.settle();
    const kernel = this.#kernel;
    const vfs = kernel.findService(VFS);
    if (vfs === null) {
      const reason = kernel instanceof Kernel ? "this board has none" : "those of an image are out of reach";
      throw new ExpectationError(`${what}: no files: ${reason}`, caller);
    }
    const outcome = this.#calls.call(function* () {
      return { result: yield* body(vfs) };
    }, LIMIT_NS);
    if (typeof outcome === "string") throw new ExpectationError(`${what}: ${outcome}`, caller);
    const { result } = outcome;
    if (typeof result === "number") throw new ExpectationError(`${what}: ${strerror(result)}`, caller);
    return result;
  }
}

function* writeFile(vfs: Vfs, path: string, bytes: Uint8Array, mode: number): Blocking<Uint8Array | number> {
  const made = yield* makeDirectories(vfs, path.slice(0, path.lastIndexOf("/")));
  if (made < 0) return made;
  const file = yield* vfs.open(vfs.kernelLookup, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
  if (typeof file === "number") return file;
  try {
    for (let done = 0; done < bytes.length; ) {
      const count = yield* settle(file.write(bytes.subarray(done)));
      if (count < 0) return count;
      done += count;
    }
    return bytes;
  } finally {
    file.unref();
  }
}
