import { describe, expect, test } from "vitest";
import { boot } from "../src/index.ts";

describe("Faults", () => {
  test("failAllocation: the program that asks gets ENOMEM or dies, the system goes on and loses nothing", async () => {
    const board = await boot();
    board.run("hello");
    const freeBefore = board.run("free").stdout;
    const statuses = new Set<number>();
    for (let nth = 1; nth <= 40; nth++) {
      board.faults.failAllocation(nth);
      statuses.add(board.run("hello").status);
    }
    board.run("hello");
    expect(statuses).toContain(0);
    expect(statuses.size).toBeGreaterThan(1);
    expect(pagesFree(board.run("free").stdout)).toBe(pagesFree(freeBefore));
  });

  test("loseInterrupt: what was typed comes to light with the next key", async () => {
    const board = await boot();
    board.console.expect("msh />");
    board.faults.loseInterrupt(1);
    board.console.send("echo lost\n");
    board.console.expectNot("lost", { for: "10 s" });
    board.console.send("\n");
    board.console.expect(/^lost$/m);
    expect(board.trace()).toMatch(/ fault interrupt 10 lost/);
  });

  test("loseInterrupt can wait for the n-th of one line", async () => {
    const board = await boot();
    board.console.expect("msh />");
    board.faults.loseInterrupt(1, 11);
    board.faults.loseInterrupt(2, 10);
    board.console.send("echo first\n");
    board.console.expect(/^first$/m);
    board.console.send("echo second\n");
    board.console.expectNot("second", { for: "1 s" });
    expect(board.trace().match(/ fault .*/g)).toEqual([" fault interrupt 10 lost"]);
  });

  test("bytes on the console's line get lost or changed, each way", async () => {
    const board = await boot();
    board.console.expect("msh />");
    board.faults.loseByte(6);
    board.faults.corruptByte(7, "input", 0x20);
    board.console.send("echo abc\n");
    board.console.expect(/^Bc$/m);
    board.console.expect("msh />");
    board.faults.corruptByte(1, "output");
    board.faults.loseByte(2, "output");
    board.console.send("echo\n");
    board.console.expect("dho");
    expect(board.trace()).toMatch(
      / fault console input: lost byte 0x61\n(.*\n)*.* fault console input: byte 0x62 became 0x42/,
    );
  });

  test("flipBit turns the bit it is told, or one that the seed picks", async () => {
    const board = await boot({ seed: 5 });
    const { machine } = board.app.board;
    const address = machine.ramBase + machine.ramSize - 1;
    const before = machine.ram[machine.ramSize - 1] as number;
    board.faults.flipBit({ address, bit: 7 });
    expect(machine.ram[machine.ramSize - 1]).toBe(before ^ 0x80);
    expect((await boot({ seed: 5 })).faults.flipBit()).toEqual((await boot({ seed: 5 })).faults.flipBit());
    expect(() => board.faults.flipBit({ address: 0x1000, bit: 0 })).toThrow("no RAM at 0x1000");
  });

  test("a program whose code a bit flip has changed behaves otherwise", async () => {
    const board = await boot();
    const good = board.run("hello");
    const { machine } = board.app.board;
    const ram = Buffer.from(machine.ram.buffer, machine.ram.byteOffset, machine.ram.length);
    const at = ram.indexOf("Hello from process");
    expect(at).toBeGreaterThan(0);
    for (let hit = at; hit >= 0; hit = ram.indexOf("Hello from process", hit + 1)) {
      board.faults.flipBit({ address: machine.ramBase + hit, bit: 1 });
    }
    expect(good.stdout).toMatch(/^Hello/);
    expect(board.run("hello").stdout).toMatch(/^Jello/);
  });

  test("refuses what cannot be", async () => {
    const { faults } = await boot();
    expect(() => faults.loseByte(0)).toThrow("counting starts at 1, not at 0");
    expect(() => faults.corruptByte(1, "input", 0)).toThrow("mask 0");
    expect(() => faults.flipBit({ address: 0x8000_0000, bit: 8 })).toThrow("bit 8 of a byte");
  });
});

function pagesFree(free: string): string | undefined {
  return /(\d+) free/.exec(free)?.[1];
}
