// The Vfs on a ramfs against the Linux it runs on: random calls on random paths, each made in
// both, have to give the same result or error. Elsewhere than on Linux there is nothing to
// compare with.

import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NOFOLLOW,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  S_IFDIR,
  S_IFMT,
} from "@keel/abi";
import { Random } from "@keel/kernel";
import { describe, expect, test } from "vitest";
import { makeRamVfs, Posix } from "./posix.ts";

/** Deep enough that no path of a few "..", through links too, leads out. */
const NESTING = 24;
const NAMES = ["a", "b", "c", "d"];
const OPEN_FLAGS = [
  O_RDONLY,
  O_WRONLY,
  O_RDWR,
  O_RDONLY | O_DIRECTORY,
  O_RDONLY | O_NOFOLLOW,
  O_WRONLY | O_CREAT,
  O_WRONLY | O_CREAT | O_TRUNC,
  O_RDWR | O_CREAT | O_EXCL,
  O_WRONLY | O_CREAT | O_NOFOLLOW,
  O_RDONLY | O_CREAT,
];

type Call = (sys: Posix) => number | string;

interface Step {
  readonly text: string;
  readonly ours: Call;
  readonly theirs: (at: (path: string) => string) => number | string;
}

/** What a call of Linux gives: its result, or the name of its error. */
function linux(call: () => number | string | void): number | string {
  try {
    return call() ?? 0;
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
}

function pick<T>(random: Random, from: readonly T[]): T {
  const one = from[random.below(from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
}

function randomPath(random: Random): string {
  const parts: string[] = [];
  for (let left = 1 + random.below(3); left > 0; left--) {
    const kind = random.below(12);
    parts.push(kind === 0 ? "." : kind === 1 ? ".." : pick(random, NAMES));
  }
  const slashes = random.below(10) === 0 ? "//" : "/";
  return parts.join(slashes) + (random.below(8) === 0 ? "/" : "");
}

function randomStep(random: Random): Step {
  const path = randomPath(random);
  const other = randomPath(random);
  switch (random.below(12)) {
    case 0:
    case 1:
      return {
        text: `mkdir ${path}`,
        ours: (sys) => sys.mkdir(path),
        theirs: (at) => linux(() => fs.mkdirSync(at(path)) as undefined),
      };
    case 2:
      return {
        text: `rmdir ${path}`,
        ours: (sys) => sys.rmdir(path),
        theirs: (at) => linux(() => fs.rmdirSync(at(path))),
      };
    case 3:
      return {
        text: `unlink ${path}`,
        ours: (sys) => sys.unlink(path),
        theirs: (at) => linux(() => fs.unlinkSync(at(path))),
      };
    case 4:
    case 5:
      return {
        text: `rename ${path} ${other}`,
        ours: (sys) => sys.rename(path, other),
        theirs: (at) => linux(() => fs.renameSync(at(path), at(other))),
      };
    case 6:
      return {
        text: `link ${path} ${other}`,
        ours: (sys) => sys.link(path, other),
        theirs: (at) => linux(() => fs.linkSync(at(path), at(other))),
      };
    case 7: {
      const target = random.below(3) === 0 ? `../${pick(random, NAMES)}` : pick(random, NAMES);
      return {
        text: `symlink ${target} ${path}`,
        ours: (sys) => sys.symlink(target, path),
        theirs: (at) => linux(() => fs.symlinkSync(target, at(path))),
      };
    }
    case 8:
      return {
        text: `readlink ${path}`,
        ours: (sys) => sys.readlink(path),
        theirs: (at) => linux(() => fs.readlinkSync(at(path))),
      };
    case 9: {
      const isFollowing = random.below(2) === 0;
      return {
        text: `${isFollowing ? "stat" : "lstat"} ${path}`,
        ours: (sys) => ourStat(sys, path, isFollowing),
        theirs: (at) => linux(() => theirStat(isFollowing ? fs.statSync(at(path)) : fs.lstatSync(at(path)))),
      };
    }
    default: {
      const flags = pick(random, OPEN_FLAGS);
      return {
        text: `open ${path} 0${flags.toString(8)}`,
        ours: (sys) => {
          const fd = sys.open(path, flags);
          if (typeof fd === "string") return fd;
          sys.close(fd);
          return 0;
        },
        theirs: (at) => linux(() => fs.closeSync(fs.openSync(at(path), flags))),
      };
    }
  }
}

function ourStat(sys: Posix, path: string, isFollowing: boolean): string {
  try {
    const { mode, nlink } = isFollowing ? sys.stat(path) : sys.lstat(path);
    return summary(mode, nlink);
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}

function theirStat({ mode, nlink }: fs.Stats): string {
  return summary(mode, nlink);
}

/** File systems differ in whether subdirectories count as links. */
function summary(mode: number, nlink: number): string {
  const type = mode & S_IFMT;
  return type === S_IFDIR ? "directory" : `${type.toString(8)} with ${nlink} links`;
}

describe.runIf(process.platform === "linux")("Vfs beside Linux", () => {
  test.each([1, 2, 3, 4])("the same results for random calls, seed %i", (seed) => {
    const random = new Random(seed);
    const top = fs.mkdtempSync(join(tmpdir(), "keel-differential-"));
    const inside = Array.from({ length: NESTING }, () => "n").join("/");
    fs.mkdirSync(join(top, inside), { recursive: true });
    const sys = new Posix(makeRamVfs());
    let made = "";
    for (let i = 0; i < NESTING; i++) {
      made += "/n";
      sys.mkdir(made);
    }
    sys.chdir(made);
    const at = (path: string): string => `${top}/${inside}/${path}`;
    const history: string[] = [];
    try {
      for (let count = 0; count < 1500; count++) {
        const step = randomStep(random);
        history.push(step.text);
        const expected = step.theirs(at);
        const got = step.ours(sys);
        if (got !== expected) {
          throw new Error(
            `seed ${seed}, call ${count}: ${step.text}: Linux ${expected}, Keel ${got}\n${history.slice(-12).join("\n")}`,
          );
        }
      }
      expect(tree(sys, ".")).toEqual(hostTree(at(".")));
    } finally {
      fs.rmSync(top, { recursive: true });
    }
  });
});

function tree(sys: Posix, path: string): string[] {
  const names = sys.ls(path);
  if (!Array.isArray(names)) return [];
  return names.flatMap((name) => {
    const inner = `${path}/${name}`;
    return [name, ...((sys.lstat(inner).mode & S_IFMT) === 0o040000 ? tree(sys, inner) : [])];
  });
}

function hostTree(path: string): string[] {
  return fs
    .readdirSync(path)
    .sort()
    .flatMap((name) => {
      const inner = `${path}/${name}`;
      return [name, ...(fs.lstatSync(inner).isDirectory() ? hostTree(inner) : [])];
    });
}
