// devfs: a node for every registered device, at the path its name spells ("pts/0" makes a
// directory), and the links to a process's own descriptors. Nodes come and go with the devices;
// what users make here themselves (links, nodes, directories to mount on) stays until reboot.

import { NAME_MAX, S_IFBLK, S_IFCHR, S_IFDIR, RT_DEVICE_CLASS_MISCELLANEOUS, TMPFS_MAGIC } from "@keel/abi";
import { type Device, DEVICES } from "@keel/device";
import type { Kernel } from "@keel/kernel";
import { ROOT_OWNER } from "../attributes.ts";
import { SpecialVnode } from "../special-vnode.ts";
import { type FileSystemType, type Statfs, Superblock } from "../superblock.ts";
import { DevDirectory } from "./dev-directory.ts";

const LINKS: readonly (readonly [string, string])[] = [
  ["fd", "/proc/self/fd"],
  ["stdin", "/proc/self/fd/0"],
  ["stdout", "/proc/self/fd/1"],
  ["stderr", "/proc/self/fd/2"],
];

/** Devices that every user may use, beside those without hardware. */
const PUBLIC_NAMES: ReadonlySet<string> = new Set(["tty", "ptmx"]);

interface Entered {
  readonly directory: DevDirectory;
  readonly name: string;
  readonly node: SpecialVnode;
}

export class DevSuperblock extends Superblock {
  readonly #root: DevDirectory;
  readonly #entered = new Map<Device, Entered>();

  constructor(type: string, kernel: Kernel) {
    super(type, kernel);
    this.#root = new DevDirectory(this, this.nextIno(), S_IFDIR | 0o755, ROOT_OWNER);
    for (const [name, target] of LINKS) this.#root.symlink(name, target, ROOT_OWNER);
  }

  override get root(): DevDirectory {
    return this.#root;
  }

  /** Brings the nodes in line with the devices there are now. */
  refresh(): void {
    const devices = this.kernel.findService(DEVICES)?.list() ?? [];
    const present = new Set(devices);
    for (const [device, { directory, name, node }] of this.#entered) {
      if (present.has(device)) continue;
      this.#entered.delete(device);
      directory.removeNode(name, node);
    }
    // Oldest first, so that /dev lists them in the order of their registration.
    for (const device of devices.reverse()) if (!this.#entered.has(device)) this.#enter(device);
  }

  #enter(device: Device): void {
    const parts = device.name.split("/").filter((part) => part !== "");
    const name = parts.pop();
    if (name === undefined) return;
    let directory = this.#root;
    for (const part of parts) {
      const next = directory.directoryFor(part);
      if (next === null) return;
      directory = next;
    }
    const mode = (device.isBlock ? S_IFBLK : S_IFCHR) | permissionsOf(device);
    const node = new SpecialVnode(this, this.nextIno(), mode, device.devNumber, ROOT_OWNER, device);
    directory.addNode(name, node);
    this.#entered.set(device, { directory, name, node });
  }

  override statfs(): Statfs {
    return {
      type: TMPFS_MAGIC,
      bsize: 4096,
      blocks: 0,
      bfree: 0,
      bavail: 0,
      files: 0,
      ffree: 0,
      fsid: this.dev,
      namelen: NAME_MAX,
      frsize: 4096,
      flags: 0,
    };
  }
}

function permissionsOf(device: Device): number {
  if (device.isBlock) return 0o660;
  if (device.cls === RT_DEVICE_CLASS_MISCELLANEOUS || PUBLIC_NAMES.has(device.name)) return 0o666;
  return 0o620;
}

/**
 * The kind to register, under RT-Thread's name or Linux's ("devtmpfs"). All mounts of one kernel
 * show the same tree.
 */
export function devFs(name: "devfs" | "devtmpfs" = "devfs"): FileSystemType {
  const trees = new WeakMap<Kernel, DevSuperblock>();
  return {
    name,
    nodev: true,
    mount(kernel: Kernel): Superblock {
      const tree = trees.get(kernel) ?? new DevSuperblock(name, kernel);
      trees.set(kernel, tree);
      return tree;
    },
  };
}
