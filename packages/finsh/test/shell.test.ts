import { describe, expect, test } from "vitest";
import { type Command, STATUS_INTERRUPTED } from "../src/command.ts";
import { Desk } from "./desk.ts";

describe("Shell", () => {
  test("greets with a prompt that shows the working directory", () => {
    const desk = new Desk();
    expect(desk.shown).toBe("msh />");
    expect(desk.command("cd /tmp")).toBe("");
    expect(desk.shown.endsWith("msh /tmp>")).toBe(true);
  });

  test("runs a built-in command and shows the next prompt", () => {
    expect(new Desk().type("echo hello  world\r")).toBe("echo hello  world\nhello world\nmsh />");
  });

  test("says when there is no such command", () => {
    const desk = new Desk();
    expect(desk.command("xyz")).toBe("xyz: command not found.\n");
    expect(desk.command("echo $?")).toBe("127\n");
  });

  test("keeps the status of the last command in $?", () => {
    const desk = new Desk();
    expect(desk.command("cat /nowhere; echo $?; echo $?")).toBe(
      "cat: /nowhere: No such file or directory\n1\n0\n",
    );
  });

  test("runs commands by && and || as their statuses say", () => {
    const desk = new Desk();
    expect(desk.command("cd /tmp && echo in || echo out")).toBe("in\n");
    expect(desk.command("cd /nowhere 2> /dev-null || echo out && echo after")).toBe("out\nafter\n");
  });

  test("reports a syntax error and runs nothing", () => {
    const desk = new Desk();
    expect(desk.command("echo a; echo 'b")).toBe("msh: unexpected end of line: ' is open\n");
    expect(desk.command("echo $?")).toBe("2\n");
  });

  test("writes output to files with > and >>, errors with 2>", () => {
    const desk = new Desk();
    expect(desk.command("echo one > /tmp/f; echo two >> /tmp/f; cat /tmp/f")).toBe("one\ntwo\n");
    expect(desk.command("cat /nowhere 2> /tmp/e")).toBe("");
    expect(desk.read("/tmp/e")).toBe("cat: /nowhere: No such file or directory\n");
    expect(desk.command("echo x > /no/such; echo $?")).toBe("/no/such: No such file or directory\n1\n");
    expect(desk.command("> /tmp/empty; ls /tmp")).toContain("empty               0\n");
  });

  test("says when redirected output cannot be written", () => {
    const desk = new Desk();
    desk.command("mkdir /small; mount -t tmpfs -o size=4k none /small");
    desk.command("echo x > /small/f");
    expect(desk.command("help > /small/g; echo $?")).toBe("help: write error: No space left on device\n1\n");
  });

  test("recalls lines with the up key", () => {
    const desk = new Desk();
    desk.command("echo one");
    desk.command("echo two");
    expect(desk.type("\x1b[A\x1b[A\r")).toContain("\none\n");
  });

  test("gives a line up at Ctrl-C and ignores Ctrl-D on an empty one", () => {
    const desk = new Desk();
    expect(desk.type("garbage\x03")).toBe("garbage^C\nmsh />");
    expect(desk.command("echo $?")).toBe("130\n");
    expect(desk.type("\x04")).toBe("\x07");
    expect(desk.command("echo still here")).toBe("still here\n");
  });

  test("takes lines that were typed while a command ran", () => {
    const desk = new Desk();
    expect(desk.type("echo one\recho two\recho three\r")).toContain("\nthree\nmsh />");
  });

  test("runs scripts called *.sh", () => {
    const desk = new Desk();
    desk.command("echo 'echo from script # comment' > /tmp/a.sh; echo 'cd /tmp' >> /tmp/a.sh");
    expect(desk.command("/tmp/a.sh; pwd")).toBe("from script\n/tmp\n");
    expect(desk.command("/tmp/a.sh > /tmp/out")).toBe("");
    expect(desk.read("/tmp/out")).toBe("from script\n");
    desk.command("echo /tmp/loop.sh > /tmp/loop.sh");
    expect(desk.command("/tmp/loop.sh")).toBe("/tmp/loop.sh: scripts call each other too deeply\n");
  });

  test("ends when the terminal is hung up", () => {
    const desk = new Desk();
    desk.kernel.interrupt("uart", () => desk.port.onHangup?.());
    desk.run();
    expect(desk.kernel.objects.find("tshell", 1)).toBeNull();
  });

  test("leaves the terminal as programs expect it while one runs", () => {
    const desk = new Desk();
    const before = desk.tty.getTermios();
    let during = before;
    desk.addProgram("/bin/look", () => {
      during = desk.tty.getTermios();
      return 0;
    });
    desk.command("look");
    expect(during.lflag & 0o12).toBe(0o12);
    expect(desk.tty.getTermios().lflag & 0o12).toBe(0);
  });

  test("does without a file system and without programs", () => {
    const desk = new Desk({ hasFiles: false });
    expect(desk.shown).toBe("msh >");
    expect(desk.command("ls")).toBe("ls: command not found.\n");
    expect(desk.command("echo x > y")).toBe("y: No such file or directory\n");
    const help = desk.command("help");
    expect(help).toContain("echo ");
    expect(help).not.toContain("mount ");
  });

  test("gives up a built-in command at Ctrl-C", () => {
    const forever: Command = {
      name: "forever",
      help: "runs on",
      *run(shell) {
        while (!shell.isInterrupted) yield* shell.kernel.delay(100);
        return STATUS_INTERRUPTED;
      },
    };
    const desk = new Desk({ commands: [forever] });
    expect(desk.type("forever\r", 5e9)).toBe("forever\n");
    expect(desk.type("\x03")).toBe("^Cmsh />");
    expect(desk.command("echo $?")).toBe("130\n");
  });
});

describe("Output", () => {
  test("costs time, so that Ctrl-C reaches a command that prints for ever", () => {
    const flood: Command = {
      name: "flood",
      help: "prints for ever",
      *run(shell) {
        while (!shell.isInterrupted) {
          shell.print("x".repeat(10_000));
          yield* shell.flush();
        }
        return STATUS_INTERRUPTED;
      },
    };
    const desk = new Desk({ commands: [flood] });
    expect(desk.type("flood\r", 1e9)).toMatch(/x{100000}/);
    expect(desk.type("\x03", 1e9).endsWith("^Cmsh />")).toBe(true);
  });
});

describe("Completer", () => {
  test("completes commands and programs on PATH", () => {
    const desk = new Desk();
    desk.addProgram("/bin/hello", () => 0);
    expect(desk.type("hel\t")).toBe("hel\nhello  help\nmsh />hel");
    expect(desk.type("l\t")).toBe("lo ");
    expect(desk.type("\x15pow\t")).toContain("eroff ");
  });

  test("completes paths, and lists what it may be", () => {
    const desk = new Desk();
    desk.command("mkdir /tmp/dir; echo > '/tmp/a file'; echo > /tmp/abc; echo > /tmp/.hidden");
    expect(desk.type("ls /t\t")).toBe("ls /tmp/");
    expect(desk.type("\t")).toBe("\na file  abc     dir/\nmsh />ls /tmp/");
    expect(desk.type("d\t")).toBe("dir/");
    expect(desk.type("\x15cat /tmp/a\\ \t")).toContain("file ");
    expect(desk.type('\x15cat "/tmp/a \t')).toContain('file" ');
    expect(desk.type("\x15cd /tmp\r\x15cat .\t")).toContain("hidden ");
  });

  test("asks the command for its options", () => {
    const desk = new Desk();
    expect(desk.type("list thr\t")).toBe("list thread ");
    expect(desk.type("\x15list m\t")).toContain("mailbox   memheap   mempool   msgqueue  mutex");
  });

  test("rings when nothing fits", () => {
    expect(new Desk().type("qqq\t")).toBe("qqq\x07");
  });
});
