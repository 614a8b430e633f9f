// The files that every BusyBox case finds in its working directory.

import { chmodSync, lutimesSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILES: Readonly<Record<string, string>> = {
  "hello.txt": "first line of the file\nthe second line\nand a third one.\n",
  "words.txt": "apple\nbanana\ncherry\ndate\nelderberry\nfig\ngrape\n",
  "numbers.txt": "10\n9\n100\n-3\n9\n42\n10\n7\n",
  "table.txt": "alpha:12:x\nbeta:7:y\ngamma:100:x\ndelta:3:z\n",
  empty: "",
  "script.sh": '#!/bin/sh\necho "script $0 got $#" | sed "s#/.*/##"\nexit 6\n',
  "long.dat": "0123456789abcdef".repeat(320),
  "sub/bottles": "ten green\n",
  "sub/notes.txt": "a line in the middle\n",
  "sub/deep/bottom.txt": "the bottom line\n",
  "sub/deep/.hidden": "nobody sees this\n",
};

/** All files are from then, and older than half a year for whoever lists them. */
const MODIFIED = new Date("2001-09-09T01:46:40Z");

/** Makes the files in an empty folder. */
export function writeSampleTree(folder: string): void {
  mkdirSync(join(folder, "sub/deep"), { recursive: true });
  for (const [path, text] of Object.entries(FILES)) {
    writeFileSync(join(folder, path), text);
    chmodSync(join(folder, path), path.endsWith(".sh") ? 0o755 : 0o644);
  }
  symlinkSync("sub/notes.txt", join(folder, "link"));
  for (const path of ["sub/deep", "sub", "."]) chmodSync(join(folder, path), 0o755);
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    lutimesSync(join(folder, entry), MODIFIED, MODIFIED);
  }
}
