// Walking paths whose directories are in memory: stat of a file five directories deep, and an
// open and close of it. The peer is the least that could do it, a Map lookup for each name.

import { O_RDONLY } from "@keel/abi";
import { finish, makeVfs } from "./tree.ts";

const ROUNDS = 1_000_000;
const NAMES = ["usr", "share", "doc", "keel", "examples", "hello.c"];
const PATH = `/${NAMES.join("/")}`;

function makeTree(): ReturnType<typeof makeVfs> {
  const vfs = makeVfs();
  let path = "";
  for (const name of NAMES.slice(0, -1)) {
    path += `/${name}`;
    finish(vfs.mkdir(vfs.kernelLookup, path, 0o755));
  }
  const file = finish(vfs.open(vfs.kernelLookup, PATH, 0o101));
  if (typeof file !== "number") file.unref();
  return vfs;
}

/** Times per second that `once` can be called. */
function perSecond(now: () => number, once: () => void): number {
  for (let i = 0; i < ROUNDS / 10; i++) once();
  const start = now();
  for (let i = 0; i < ROUNDS; i++) once();
  return (ROUNDS / (now() - start)) * 1e9;
}

function mapLookups(now: () => number): number {
  type Node = Map<string, Node>;
  const root: Node = new Map();
  let at = root;
  for (const name of NAMES) {
    const next: Node = new Map();
    at.set(name, next);
    at = next;
  }
  let found = 0;
  const rate = perSecond(now, () => {
    let node: Node | undefined = root;
    for (const name of PATH.split("/")) if (name !== "") node = node?.get(name);
    if (node !== undefined) found++;
  });
  if (found === 0) throw new Error("the peer finds nothing");
  return rate;
}

export default [
  {
    name: "dfs: stat of /usr/share/doc/keel/examples/hello.c",
    unit: "op/s",
    get peer() {
      return { name: "split and Map lookups", value: mapLookups(() => performance.now() * 1e6) };
    },
    run(now: () => number): number {
      const vfs = makeTree();
      const lookup = vfs.kernelLookup;
      return perSecond(now, () => void finish(vfs.stat(lookup, PATH, true)));
    },
  },
  {
    name: "dfs: open and close of the same",
    unit: "op/s",
    peer: null,
    run(now: () => number): number {
      const vfs = makeTree();
      const lookup = vfs.kernelLookup;
      return perSecond(now, () => {
        const file = finish(vfs.open(lookup, PATH, O_RDONLY));
        if (typeof file !== "number") file.unref();
      });
    },
  },
];
