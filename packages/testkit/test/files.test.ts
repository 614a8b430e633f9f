import { describe, expect, test } from "vitest";
import { boot } from "../src/index.ts";

describe("BoardFiles", () => {
  test("writes files with their folders, and reads them back", async () => {
    const { files, run } = await withRun();
    files.write("/data/log/today", "line\n");
    expect(files.readText("/data/log/today")).toBe("line\n");
    expect(files.list("/data")).toEqual(["log"]);
    files.write("/data/log/today", Uint8Array.of(0, 255));
    expect([...files.read("/data/log/today")]).toEqual([0, 255]);
    expect(run("cat /data/log/today").status).toBe(0);
  });

  test("gives a new file the mode asked for", async () => {
    const { files, run } = await withRun();
    files.write("/bin/greet.sh", "echo greetings\n", { mode: 0o755 });
    expect(run("greet.sh").stdout).toBe("greetings\n");
  });

  test("says which file cannot be read or written, and why", async () => {
    const { files } = await withRun();
    expect(() => files.read("/nowhere")).toThrow("read /nowhere: No such file or directory");
    expect(() => files.write("/bin", "x")).toThrow("write /bin: Is a directory");
  });
});

async function withRun() {
  const board = await boot();
  return { files: board.files, run: board.run.bind(board) };
}
