import { describe, expect, test } from "vitest";
import {
  MACHINE_OPTIONS,
  machineOptions,
  parseDuration,
  parseMount,
  parseOptions,
  parseSize,
  UsageError,
} from "../src/arguments.ts";

const parse = (...args: string[]) => {
  const { values, rest } = parseOptions(args, MACHINE_OPTIONS);
  return { ...machineOptions(values), rest };
};

describe("parseOptions", () => {
  test("options after the program belong to the program", () => {
    expect(parse("--strace", "ls", "--mem", "-l")).toMatchObject({
      strace: true,
      rest: ["ls", "--mem", "-l"],
    });
  });

  test("-- ends keel's options", () => {
    expect(parse("--", "--odd-name").rest).toEqual(["--odd-name"]);
  });

  test("an option's value may follow it or stand behind =", () => {
    expect(parse("--mem", "32M", "--timeout=2s", "x")).toMatchObject({
      memory: 32 << 20,
      timeoutNs: 2e9,
      rest: ["x"],
    });
  });

  test("--mount is repeatable", () => {
    expect(parse("--mount", "a:/a", "--mount", "b:/b:ro").mounts).toEqual([
      { host: "a", guest: "/a", isReadOnly: false },
      { host: "b", guest: "/b", isReadOnly: true },
    ]);
  });

  test.each([
    ["--nonsense"],
    ["--mem", "lots"],
    ["--mem"],
    ["--clock", "sundial"],
    ["--seed", "-1"],
    ["--timeout", "soon"],
    ["--mount", "nowhere"],
  ])("refuses %s %s with a message that says what is wanted", (...args) => {
    expect(() => parse(...args)).toThrow(UsageError);
  });
});

describe("parseSize", () => {
  test("understands k, M, G with or without B", () => {
    expect([parseSize("1024"), parseSize("64k"), parseSize("64MiB"), parseSize("1g")]).toEqual([
      1024,
      65536,
      64 << 20,
      2 ** 30,
    ]);
  });
});

describe("parseDuration", () => {
  test("is in seconds unless a unit is given", () => {
    expect([parseDuration("1.5"), parseDuration("250ms"), parseDuration("1h")]).toEqual([
      1.5e9, 250e6, 3600e9,
    ]);
  });
});

describe("parseMount", () => {
  test("keeps a Windows drive letter with the host path", () => {
    expect(parseMount("C:\\work\\data:/data:ro")).toEqual({
      host: "C:\\work\\data",
      guest: "/data",
      isReadOnly: true,
    });
  });
});
