import { describe, expect, test } from "vitest";
import { Desk } from "../desk.ts";

/** What a line prints on a fresh system after `setup`. */
function outputOf(setup: string, line: string): string {
  const desk = new Desk();
  if (setup !== "") desk.command(setup);
  return desk.command(line);
}

describe("ls", () => {
  test("lists a directory in RT-Thread's columns", () => {
    expect(outputOf("cd /tmp; mkdir d; echo hello > f; ln -s f l", "ls /tmp")).toBe(
      "Directory /tmp:\nd                   <DIR>\nf                   6\nl                   <LNK>\n",
    );
  });

  test("lists the working directory, files, and says what is missing", () => {
    expect(outputOf("cd /tmp; echo x > f", "ls")).toBe("Directory /tmp:\nf                   2\n");
    expect(outputOf("echo x > /tmp/f", "ls /tmp/f")).toBe("/tmp/f              2\n");
    expect(outputOf("", "ls /no; echo $?")).toBe("ls: /no: No such file or directory\n1\n");
  });

  test("shows permissions, owner, size, time and target with -l", () => {
    const long = outputOf("cd /tmp; echo hello > f; chmod 4751 f; ln -s f l", "ls -l /tmp");
    expect(long).toMatch(/^-rwsr-x--x   1     0     0          6 1970-01-01 00:0\d f$/m);
    expect(long).toMatch(/^lrwxrwxrwx   1     0     0          1 1970-01-01 00:0\d l -> f$/m);
  });
});

describe("cp", () => {
  test("copies a file to a name and into a directory, with its mode", () => {
    const desk = new Desk();
    desk.command("cd /tmp; echo text > a; chmod 700 a; cp a b; mkdir d; cp a b d");
    expect(desk.command("cat b d/a d/b")).toBe("text\ntext\ntext\n");
    expect(desk.command("ls -l d")).toMatch(/-rwx------.* a\n.* b/);
  });

  test("copies trees, also onto themselves it refuses", () => {
    const desk = new Desk();
    desk.command("cd /tmp; mkdir -p a/b; echo x > a/b/f; ln -s b a/l; cp -r a copy");
    expect(desk.command("cat copy/l/f")).toBe("x\n");
    expect(desk.command("cp a a/b/inner")).toBe("cp: a: cannot copy a directory into itself\n");
    expect(desk.command("cp a a/b")).toBe("cp: a: cannot copy a directory into itself\n");
    expect(desk.command("ls a/b")).toBe("Directory /tmp/a/b:\nf                   2\n");
  });

  test("does not empty a file that is copied to itself", () => {
    const desk = new Desk();
    expect(desk.command("cd /tmp; echo x > f; cp f ./f; cat f")).toBe("cp: ./f: Invalid argument\nx\n");
  });

  test("wants a directory for several sources", () => {
    expect(outputOf("cd /tmp; echo > a; echo > b; echo > c", "cp a b c")).toBe("cp: c: Not a directory\n");
  });
});

describe("mv", () => {
  test("renames, moves into directories, and across file systems", () => {
    const desk = new Desk();
    desk.command("cd /tmp; echo x > a; mkdir -p d /other; mount none /other tmpfs");
    expect(desk.command("mv a b; mv b d; cat d/b")).toBe("x\n");
    expect(desk.command("mv d /other; cat /other/d/b; ls /tmp")).toBe("x\nDirectory /tmp:\n");
    expect(desk.command("mv nothing x")).toBe("mv: nothing: No such file or directory\n");
  });
});

describe("rm", () => {
  test("removes files, trees only with -r, and is quiet with -f", () => {
    const desk = new Desk();
    desk.command("cd /tmp; mkdir -p d/e; echo > d/e/f; echo > f");
    expect(desk.command("rm f d")).toBe("rm: d: Is a directory\n");
    expect(desk.command("rm -r d; ls")).toBe("Directory /tmp:\n");
    expect(desk.command("rm -f nothing; echo $?")).toBe("0\n");
    expect(desk.command("rm nothing")).toBe("rm: nothing: No such file or directory\n");
    expect(desk.command("rm -r ..")).toContain("refusing");
  });

  test("removes a link and not what it names", () => {
    expect(outputOf("cd /tmp; mkdir d; echo x > d/f; ln -s d l", "rm -r l; cat d/f")).toBe("x\n");
  });
});

describe("mkdir and rmdir", () => {
  test("make and remove directories", () => {
    const desk = new Desk();
    expect(desk.command("mkdir /tmp/a/b")).toBe("mkdir: /tmp/a/b: No such file or directory\n");
    expect(desk.command("mkdir -p /tmp/a/b /tmp/a; rmdir /tmp/a")).toBe(
      "rmdir: /tmp/a: Directory not empty\n",
    );
    expect(desk.command("rmdir /tmp/a/b /tmp/a; ls /tmp")).toBe("Directory /tmp:\n");
    expect(desk.command("echo > /tmp/f; mkdir -p /tmp/f/x")).toBe("mkdir: /tmp/f/x: File exists\n");
  });
});

describe("cat, head and tail", () => {
  test("print files and parts of them", () => {
    const desk = new Desk();
    desk.command("cd /tmp; echo 1 > f; echo 2 >> f; echo 3 >> f");
    expect(desk.command("cat f f")).toBe("1\n2\n3\n1\n2\n3\n");
    expect(desk.command("head -n 2 f")).toBe("1\n2\n");
    expect(desk.command("tail -n2 f")).toBe("2\n3\n");
    expect(desk.command("tail -n +3 f")).toBe("3\n");
    expect(desk.command("cat")).toBe("Usage: cat FILE...\n");
    expect(desk.command("cat /tmp")).toBe("cat: /tmp: Is a directory\n");
  });
});

describe("ln and chmod", () => {
  test("link and change modes", () => {
    const desk = new Desk();
    expect(desk.command("cd /tmp; echo x > f; ln f g; ln -s f h; cat g h")).toBe("x\nx\n");
    desk.command("chmod 600 f; chmod u+x,x f; chmod go=r g");
    expect(desk.command("ls -l f")).toContain("-rw-r--r--   2");
  });
});

describe("mount, umount and df", () => {
  test("show, add and remove file systems", () => {
    const desk = new Desk();
    expect(desk.command("mkdir /m; mount -t tmpfs -o size=1m,ro none /m")).toBe("");
    expect(desk.command("mount")).toBe(
      "filesystem  device  mountpoint\n----------  ------  ----------\nramfs       none    /\ntmpfs       none    /m\n",
    );
    expect(desk.command("df /m")).toBe("disk free: 1.0 MB [ 256 block, 4096 bytes per block ]\n");
    expect(desk.command("echo x > /m/f")).toBe("/m/f: Read-only file system\n");
    expect(desk.command("cd /m; umount /m")).toBe("umount: /m: Device or resource busy\n");
    expect(desk.command("cd /; umount /m; ls /m")).toBe("Directory /m:\n");
    expect(desk.command("mount none /m nofs")).toBe("mount: /m: No such device\n");
  });
});

describe("cd and pwd", () => {
  test("change and show the directory", () => {
    const desk = new Desk();
    expect(desk.command("cd /tmp; pwd; cd ..; pwd; cd /bin; cd; pwd")).toBe("/tmp\n/\n/\n");
    expect(desk.command("cd /no")).toBe("cd: /no: No such file or directory\n");
    expect(desk.command("echo > /f; cd /f")).toBe("cd: /f: Not a directory\n");
  });
});
