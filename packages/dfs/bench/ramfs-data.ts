// Reading and writing a file of a ramfs in blocks of 4 KiB and 64 KiB. The peer is a plain copy
// between two arrays of the same sizes.

import { O_CREAT, O_RDWR, SEEK_SET } from "@keel/abi";
import { finish, makeVfs } from "./tree.ts";

const FILE_SIZE = 16 * 2 ** 20;
const PASSES = 20;

/** MB/s of `move`, which handles one block and says how many bytes that was. */
function rate(now: () => number, blockSize: number, rewind: () => void, move: () => void): number {
  const pass = (): void => {
    rewind();
    for (let done = 0; done < FILE_SIZE; done += blockSize) move();
  };
  pass();
  const start = now();
  for (let i = 0; i < PASSES; i++) pass();
  return ((PASSES * FILE_SIZE) / (now() - start)) * 1e3;
}

function copyRate(blockSize: number): number {
  const from = new Uint8Array(FILE_SIZE).fill(1);
  const to = new Uint8Array(blockSize);
  let at = 0;
  const rewind = (): void => void (at = 0);
  return rate(
    () => performance.now() * 1e6,
    blockSize,
    rewind,
    () => {
      to.set(from.subarray(at, at + blockSize));
      at += blockSize;
    },
  );
}

function bench(kind: "read" | "write", blockSize: number) {
  return {
    name: `dfs: ramfs ${kind}, ${blockSize / 1024} KiB at a time`,
    unit: "MB/s",
    get peer() {
      return { name: "copy between arrays", value: copyRate(blockSize) };
    },
    run(now: () => number): number {
      const vfs = makeVfs();
      const file = finish(vfs.open(vfs.kernelLookup, "/data", O_RDWR | O_CREAT, 0o644));
      if (typeof file === "number") throw new Error(`open: ${file}`);
      const block = new Uint8Array(blockSize).fill(1);
      for (let done = 0; done < FILE_SIZE; done += blockSize) file.write(block);
      const rewind = (): void => void file.seek(0, SEEK_SET);
      return rate(now, blockSize, rewind, kind === "read" ? () => file.read(block) : () => file.write(block));
    },
  };
}

export default [bench("read", 4096), bench("read", 65536), bench("write", 4096), bench("write", 65536)];
