// Flags of the memory calls.

import * as abi from "@keel/abi";
import { input, type ArgFormat } from "./arg-format.ts";
import { bits, nameOf, namesOfBits, oneOf, type NameTable } from "./flag-table.ts";

const PROTECTIONS: NameTable = [
  ["PROT_NONE", abi.PROT_NONE],
  ["PROT_READ", abi.PROT_READ],
  ["PROT_WRITE", abi.PROT_WRITE],
  ["PROT_EXEC", abi.PROT_EXEC],
  ["PROT_GROWSDOWN", abi.PROT_GROWSDOWN],
  ["PROT_GROWSUP", abi.PROT_GROWSUP],
];

const MAP_TYPES: NameTable = [
  ["MAP_SHARED", abi.MAP_SHARED],
  ["MAP_PRIVATE", abi.MAP_PRIVATE],
  ["MAP_SHARED_VALIDATE", abi.MAP_SHARED_VALIDATE],
];

const MAP_BITS: NameTable = [
  ["MAP_FIXED", abi.MAP_FIXED],
  ["MAP_ANONYMOUS", abi.MAP_ANONYMOUS],
  ["MAP_GROWSDOWN", abi.MAP_GROWSDOWN],
  ["MAP_DENYWRITE", abi.MAP_DENYWRITE],
  ["MAP_LOCKED", abi.MAP_LOCKED],
  ["MAP_NORESERVE", abi.MAP_NORESERVE],
  ["MAP_POPULATE", abi.MAP_POPULATE],
  ["MAP_NONBLOCK", abi.MAP_NONBLOCK],
  ["MAP_STACK", abi.MAP_STACK],
  ["MAP_HUGETLB", abi.MAP_HUGETLB],
  ["MAP_FIXED_NOREPLACE", abi.MAP_FIXED_NOREPLACE],
];

export const protection: ArgFormat = bits(PROTECTIONS);

export const mapFlags: ArgFormat = input((value) => {
  const type = nameOf(MAP_TYPES, value & abi.MAP_TYPE, "MAP_???");
  const rest = (value & ~abi.MAP_TYPE) >>> 0;
  return rest === 0 ? type : `${type}|${namesOfBits(MAP_BITS, rest)}`;
});

export const remapFlags: ArgFormat = bits([
  ["MREMAP_MAYMOVE", abi.MREMAP_MAYMOVE],
  ["MREMAP_FIXED", abi.MREMAP_FIXED],
  ["MREMAP_DONTUNMAP", abi.MREMAP_DONTUNMAP],
]);

export const syncFlags: ArgFormat = bits([
  ["MS_ASYNC", abi.MS_ASYNC],
  ["MS_INVALIDATE", abi.MS_INVALIDATE],
  ["MS_SYNC", abi.MS_SYNC],
]);

export const advice: ArgFormat = oneOf(
  [
    ["MADV_NORMAL", abi.MADV_NORMAL],
    ["MADV_RANDOM", abi.MADV_RANDOM],
    ["MADV_SEQUENTIAL", abi.MADV_SEQUENTIAL],
    ["MADV_WILLNEED", abi.MADV_WILLNEED],
    ["MADV_DONTNEED", abi.MADV_DONTNEED],
    ["MADV_FREE", abi.MADV_FREE],
    ["MADV_REMOVE", abi.MADV_REMOVE],
    ["MADV_DONTFORK", abi.MADV_DONTFORK],
    ["MADV_DOFORK", abi.MADV_DOFORK],
    ["MADV_HUGEPAGE", abi.MADV_HUGEPAGE],
    ["MADV_NOHUGEPAGE", abi.MADV_NOHUGEPAGE],
    ["MADV_DONTDUMP", abi.MADV_DONTDUMP],
    ["MADV_DODUMP", abi.MADV_DODUMP],
    ["MADV_WIPEONFORK", abi.MADV_WIPEONFORK],
    ["MADV_KEEPONFORK", abi.MADV_KEEPONFORK],
    ["MADV_COLD", abi.MADV_COLD],
    ["MADV_PAGEOUT", abi.MADV_PAGEOUT],
  ],
  "MADV_???",
);

export const memfdFlags: ArgFormat = bits([
  ["MFD_CLOEXEC", abi.MFD_CLOEXEC],
  ["MFD_ALLOW_SEALING", abi.MFD_ALLOW_SEALING],
]);
