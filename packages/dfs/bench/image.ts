// What the root image costs at boot, in a process that has done nothing yet: unpacking gzip, and
// making the tree. The image is that of apps/smart. The peer of gzip is zlib in C.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { gunzip, unpackTar } from "@keel/dfs";
import { finish, makeVfs } from "./tree.ts";

// Benchmarks are started from the top of the repository.
const IMAGE = join("apps", "smart", "rootfs", "rootfs.tar.gz");

export default [
  {
    name: "dfs: the root image's tree, cold",
    unit: "ms",
    peer: null,
    run(now: () => number): number {
      const image = gunzipSync(readFileSync(IMAGE));
      const vfs = makeVfs();
      const start = now();
      finish(unpackTar(vfs.kernel, vfs, image));
      return (now() - start) / 1e6;
    },
  },
  {
    name: "dfs: gunzip of the root image, cold",
    unit: "ms",
    get peer() {
      const image = readFileSync(IMAGE);
      const start = performance.now();
      gunzipSync(image);
      return { name: "zlib in C", value: performance.now() - start };
    },
    run(now: () => number): number {
      const image = readFileSync(IMAGE);
      const start = now();
      gunzip(image);
      return (now() - start) / 1e6;
    },
  },
];
