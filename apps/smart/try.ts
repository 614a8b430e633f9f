import { createBoard, virt64 } from "@keel/bsp";
import { VirtualClock, startup, runVirtual } from "@keel/kernel";
import { Vfs, VFS, ramFs, devFs } from "@keel/dfs";
import { startShell } from "@keel/finsh";
const b = createBoard(virt64, { clock: new VirtualClock(), seed: 1 });
b.uart.onTransmit = (x: Uint8Array) => void process.stdout.write(x);
startup(b.kernel, [...b.components, { name: "dfs", title: "", init: [{ level: "component", name: "vfs", *run(k: any) {
  const vfs = new Vfs(k); for (const t of [ramFs("ramfs"), devFs("devtmpfs")]) vfs.registerFileSystem(t); k.provide(VFS, vfs);
  let r = yield* vfs.mount("rootfs", "/", "ramfs"); r = yield* vfs.mkdir(vfs.kernelLookup, "/dev", 0o755); r = yield* vfs.mount("dev", "/dev", "devtmpfs"); return r; } }] } as any], { edition: "RTOS", main: () => { startShell({ kernel: b.kernel, tty: b.tty }); return 0; } });
runVirtual(b.kernel, 1e9);
for (const l of ["help", "list thread", "list timer", "list device", "ls /dev", "mkdir /tmp", "echo hi > /tmp/x; cat /tmp/x", "ps", "free", "cd /tmp", "version", "nosuch", "mount", "poweroff"]) { b.uart.feed(new TextEncoder().encode(l + "\r")); runVirtual(b.kernel, b.kernel.now() + 1e9); }
