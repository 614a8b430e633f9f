// For packages that bring a file system of their own: the suite it has to pass, and a process's
// view of a Vfs to write further tests with.

export { fsContract, type FsUnderTest } from "./fs-contract.ts";
export { makeRamVfs, Posix, runNow } from "./posix.ts";
