import { readFileSync } from "node:fs";
import { IUTF8 } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { defaultTermios, LineDiscipline, OutputProcessor } from "../src/index.ts";

/** What record.py wrote down. Bytes are hexadecimal. */
interface Recording {
  readonly iflag: number;
  readonly oflag: number;
  readonly lflag: number;
  readonly cc: string;
  readonly keys: string;
  readonly echo: string;
  readonly size: number;
  readonly reads: string[];
}

const recorded: Recording[] = readFileSync(new URL("./n-tty/recorded.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));

function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

function hexOf(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Types the keys of a recorded case; what comes back, in the recording's form. */
function replay({ iflag, oflag, lflag, cc, keys, size }: Recording) {
  const termios = { ...defaultTermios(), iflag, oflag, lflag, cc: Uint8Array.from(bytesOf(cc)) };
  const output = new OutputProcessor(oflag);
  output.isUtf8 = (iflag & IUTF8) !== 0;
  const scratch = new Uint8Array(8);
  const echo: number[] = [];
  const line = new LineDiscipline(
    {
      echo: (byte) => void echo.push(...scratch.subarray(0, output.put(byte, scratch, 0))),
      column: () => output.column,
      signal() {},
      discardOutput() {},
      stopOutput() {},
      startOutput() {},
      isOutputStopped: () => false,
    },
    termios,
  );
  for (const byte of bytesOf(keys)) line.receive(byte);
  const reads: string[] = [];
  while (line.hasInput) {
    const buf = new Uint8Array(size);
    reads.push(hexOf(buf.subarray(0, line.read(buf))));
  }
  return { echo: hexOf(echo), reads };
}

describe("LineDiscipline beside Linux 6.18 n_tty", () => {
  test(`echoes and delivers the same for ${recorded.length} recorded strings of keys`, () => {
    for (const recording of recorded) {
      const { echo, reads, ...settings } = recording;
      expect({ settings, ...replay(recording) }).toEqual({ settings, echo, reads });
    }
  });
});
