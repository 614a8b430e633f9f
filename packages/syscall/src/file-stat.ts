// The stat of an open file. Pipes and the kernel's own kinds (eventfd, timerfd, epoll) are not in
// any file system and get a record made up for them, as Linux does with its hidden ones.

import { S_IFIFO, S_IRUSR, S_IWUSR } from "@keel/abi";
import type { File, Stat } from "@keel/dfs";

/** st_dev of files that no file system holds. */
const HIDDEN_DEV = 0xe;

export function statOfFile(file: File): Stat {
  if (file.vnode !== null) return file.vnode.stat();
  return {
    dev: HIDDEN_DEV,
    ino: 1,
    mode: S_IFIFO | S_IRUSR | S_IWUSR,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size: 0,
    blksize: 4096,
    blocks: 0,
    atimeNs: 0,
    mtimeNs: 0,
    ctimeNs: 0,
  };
}
