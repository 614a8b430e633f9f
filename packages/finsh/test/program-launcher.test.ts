import { SIGINT, SIGSEGV, SIGTSTP } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { Desk } from "./desk.ts";

describe("ProgramLauncher", () => {
  test("runs a program from PATH with its arguments, directory and environment", () => {
    const desk = new Desk();
    desk.addProgram("/bin/show", (argv, output, { env }) => {
      output(`${argv.join("|")} ${env.join(" ")}\n`);
      return 3;
    });
    expect(desk.command("export A=1; show 'a b' c")).toBe(
      "show|a b|c PATH=/bin:/sbin:/usr/bin:/usr/sbin A=1\n",
    );
    expect(desk.command("echo $?")).toBe("3\n");
  });

  test("finds name.elf, prefers PATH's order, and takes paths as they are", () => {
    const desk = new Desk();
    desk.addProgram("/bin/app.elf", (_, output) => (output("elf\n"), 0));
    desk.addProgram("/tmp/app", (_, output) => (output("tmp\n"), 0));
    expect(desk.command("app")).toBe("elf\n");
    expect(desk.command("export PATH=/tmp:/bin; app")).toBe("tmp\n");
    expect(desk.command("/bin/app.elf")).toBe("elf\n");
    expect(desk.command("/bin/nothing; echo $?")).toBe("/bin/nothing: No such file or directory\n127\n");
  });

  test("says when a file may not be run", () => {
    const desk = new Desk();
    desk.addProgram("/bin/data", () => 0, 0o644);
    expect(desk.command("data; echo $?")).toBe("data: Permission denied\n126\n");
  });

  test("sends a program's output to a file", () => {
    const desk = new Desk();
    desk.addProgram("/bin/say", (_, output) => (output("said\n"), 0));
    expect(desk.command("say > /tmp/out; exec say >> /tmp/out")).toBe("");
    expect(desk.read("/tmp/out")).toBe("said\nsaid\n");
  });

  test("gives the terminal to a foreground program, and Ctrl-C ends it", () => {
    const desk = new Desk();
    desk.addProgram("/bin/spin", () => null);
    expect(desk.type("spin\r", 1e9)).toBe("spin\n");
    expect(desk.runner.foreground).toBe(1);
    expect(desk.type("\x03")).toBe("^C\nmsh />");
    expect(desk.runner.signals).toEqual([`-1 ${SIGINT}`]);
    expect(desk.runner.foreground).toBe(0);
    expect(desk.command("echo $?")).toBe("130\n");
  });

  test("reports a program that a signal ended", () => {
    const desk = new Desk();
    desk.addProgram("/bin/crash", () => null);
    desk.type("crash now\r", 1e9);
    desk.port.output = [];
    desk.runner.kill(1, SIGSEGV);
    desk.run();
    expect(desk.shown).toBe("crash now: Segmentation fault\nmsh />");
    expect(desk.command("echo $?")).toBe("139\n");
  });

  test("runs programs in the background as jobs and tells when they are done", () => {
    const desk = new Desk();
    desk.addProgram("/bin/spin", () => null);
    expect(desk.command("spin a & spin b &")).toBe("[1] 1\n[2] 2\n");
    expect(desk.runner.foreground).toBe(0);
    expect(desk.command("jobs")).toBe("[1] Running    1  spin a\n[2] Running    2  spin b\n");
    desk.runner.exit(1, 4);
    expect(desk.command("echo x")).toBe("x\n[1] Exit 4     1  spin a\n");
    expect(desk.command("kill %2")).toBe("[2] Terminated 2  spin b\n");
    expect(desk.command("jobs")).toBe("");
  });

  test("Ctrl-Z stops a program, fg and bg let it go on", () => {
    const desk = new Desk();
    desk.addProgram("/bin/spin", () => null);
    desk.type("spin\r", 1e9);
    expect(desk.type("\x1a")).toBe("^Z\n[1] Stopped    1  spin\nmsh />");
    expect(desk.command("bg")).toBe("[1] spin &\n");
    expect(desk.type("fg %1\r", 1e9)).toBe("fg %1\nspin\n");
    expect(desk.runner.foreground).toBe(1);
    expect(desk.type("\x03")).toBe("^C\nmsh />");
    expect(desk.runner.signals).toEqual([`-1 ${SIGTSTP}`, "-1 18", "-1 18", `-1 ${SIGINT}`]);
    expect(desk.command("fg")).toBe("fg: no such job\n");
  });

  test("sends signals by name and to all of a name", () => {
    const desk = new Desk();
    desk.addProgram("/bin/spin", () => null);
    desk.command("spin & spin & spin &");
    expect(desk.command("kill -9 1; kill -s USR1 2; kill 77")).toContain("kill: 77: No such process\n");
    desk.command("killall spin");
    expect(desk.runner.signals).toEqual(["1 9", "2 10", "77 15", "3 15"]);
    expect(desk.command("kill -NOSUCH 1")).toContain("Usage: kill");
    expect(desk.command("killall nobody")).toBe("killall: nobody: no process found\n");
  });
});
