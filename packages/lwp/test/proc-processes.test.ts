import { describe, expect, test } from "vitest";
import { program } from "./elf-builder.ts";
import { World } from "./world.ts";

describe("showInProc", () => {
  test("shows a process: names, areas, links, files", () => {
    const world = new World();
    world.addProc();
    world.addFile("/idle", program("loop: sys sched_yield\n j loop"));
    const pid = world.spawn({ path: "/idle", argv: ["idle", "x y"], envp: ["A=1"] });
    expect(world.readText(`/proc/${pid}/cmdline`)).toBe("idle\0x y\0");
    expect(world.readText(`/proc/${pid}/environ`)).toBe("A=1\0");
    expect(world.readText(`/proc/${pid}/comm`)).toBe("idle\n");
    const { vfs } = world;
    expect(world.run(vfs.readlink(vfs.kernelLookup, `/proc/${pid}/exe`))).toBe("/idle");
    const maps = world.readText(`/proc/${pid}/maps`).split("\n");
    expect(maps[0]).toMatch(/^0*10000-0*11000 r-xp 00001000 [0-9a-f]+:[0-9a-f]+ \d+ +\/idle$/);
    expect(maps.some((line) => line.endsWith("[stack]"))).toBe(true);
    expect(maps.some((line) => line.endsWith("[vdso]"))).toBe(true);
    const stat = world.readText(`/proc/${pid}/stat`).split(" ");
    expect(stat.slice(0, 3)).toEqual([String(pid), "(idle)", "R"]);
    expect(world.readText(`/proc/${pid}/status`)).toContain("State:\tR (running)");
  });

  test("shows a zombie as one, and nothing of it afterwards", () => {
    const world = new World();
    world.addProc();
    world.addFile("/prog", program("li a0, 0\n sys exit_group"));
    const pid = world.spawn({ path: "/prog" });
    world.settle();
    expect(world.readText(`/proc/${pid}/stat`).split(" ")[2]).toBe("Z");
    expect(world.readText(`/proc/${pid}/cmdline`)).toBe("");
    world.run(world.lwps.waitChild(pid));
    expect(() => world.readText(`/proc/${pid}/stat`)).toThrow("-2");
  });

  test("counts memory and processor time", () => {
    const world = new World();
    world.addProc();
    world.addFile("/loop", program("loop: j loop"));
    const pid = world.spawn({ path: "/loop" });
    world.settle();
    const memory = world.readText("/proc/meminfo");
    expect(memory).toMatch(/MemTotal: +4096 kB/);
    const total = Number(/MemFree: +(\d+) kB/.exec(memory)?.[1]);
    expect(total).toBe((world.mm.frames.freePages * 4096) / 1024);
    expect(world.lwps.find(pid)?.usage().userNs).toBeGreaterThan(900_000);
  });
});
