import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDeviceBoard, type DeviceBoard, virt64 } from "@keel/bsp";
import { type Blocking, Kernel, startup } from "@keel/kernel";
import { utf8Encode } from "@keel/klib";
import { createSmart } from "@keel/smart";
import { afterAll, describe, expect, test } from "vitest";
import { boot, type FirmwareImage, type FirmwareOptions } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "keel-testkit-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("boot", () => {
  test("powers a board on and lets no time pass", async () => {
    const board = await boot();
    expect(board.now).toBe(0);
    expect(board.exitStatus).toBeNull();
    expect(board.console.expect(/msh \/>/).index).toBeGreaterThan(0);
  });

  test("takes the app's function, a board by name or value, and RAM", async () => {
    const board = await boot({ app: createSmart, board: "virt64", ramSize: 16 << 20 });
    expect(board.app.board.machine.ramSize).toBe(16 << 20);
    expect((await boot({ board: virt64 })).app.board.board).toBe(virt64);
  });

  test("names the boards there are when it knows none of that name", async () => {
    await expect(boot({ board: "virt65" })).rejects.toThrow("no board 'virt65'; there are: virt64");
  });

  test("mounts folders of the host", async () => {
    writeFileSync(join(folder, "note"), "from the host\n");
    const board = await boot({ mounts: [{ host: folder, guest: "/mnt/host", isReadOnly: true }] });
    expect(board.run("cat /mnt/host/note").stdout).toBe("from the host\n");
    expect(board.run("echo x > /mnt/host/new")).toMatchObject({ status: 1, output: /Read-only/ });
  });

  test("powers on as `start` says: here with a program instead of a shell", async () => {
    const board = await boot({
      app: createSmart,
      start: (app) =>
        app.bootProgram({
          path: "/bin/false",
          bytes: null,
          argv: ["false"],
          environment: [],
          cwd: "/",
          files: null,
        }),
    });
    board.advance("1 s");
    expect(board.exitStatus).toBe(1);
    expect(board.now).toBeLessThan(1e9);
  });

  test("takes an image as `keel build` writes it: here one without a terminal", async () => {
    const image: FirmwareImage = {
      create({ clock, seed, trace, output }) {
        const write = (text: string): void => output(utf8Encode(text));
        const kernel = new Kernel({ clock, seed, trace: trace ?? null, write });
        kernel.print("early\n");
        startup(kernel, [], { isQuiet: true, main: () => blink(kernel) });
        return { kernel, typeOnConsole() {}, findTty: () => null };
      },
    };
    const board = await boot({ app: image });
    board.console.expect("early\n");
    board.console.expect("on\noff\n");
    expect(board.now).toBe(500e6);
    expect(board.trace()).toContain("500000000 switch tidle0 main");
    expect(() => board.run("ls")).toThrow("no terminal");
    expect(() => board.files.read("/x")).toThrow("this board has none");
    expect(() => board.faults.failAllocation(1)).toThrow("no page frames");
    expect(() => board.faults.flipBit()).toThrow("no machine");
    await expect(boot({ app: image, board: "virt64" })).rejects.toThrow(
      "'board' has no effect on what keel build",
    );
  });

  test("takes a board without an app, if told how to power it on", async () => {
    const make = ({ board, clock, seed, trace }: FirmwareOptions): DeviceBoard =>
      createDeviceBoard(board, { clock, seed, trace });
    await expect(boot({ app: make })).rejects.toThrow("power it on with `start`");
    const board = await boot({ app: make, start: (app) => startup(app.kernel, app.components) });
    board.console.expect("KEEL");
  });

  test("takes firmware that was made already, which has a trace only if its maker has one", async () => {
    const made = (await boot()).app;
    const board = await boot({ app: made, start: () => {} });
    expect(board.app).toBe(made);
    expect(() => board.trace()).toThrow("without a trace");
  });
});

function* blink(kernel: Kernel): Blocking<number> {
  kernel.print("on\n");
  yield* kernel.mdelay(500);
  kernel.print("off\n");
  return 0;
}
