import { RT_OBJECT_CLASS_CUSTOM, RT_OBJECT_CLASS_SEMAPHORE } from "@keel/abi";
import { describe, expect, test } from "vitest";
import { KObject, Semaphore } from "../src/index.ts";
import { makeBed } from "./bed.ts";

const CUSTOM = RT_OBJECT_CLASS_CUSTOM;

describe("ObjectTable", () => {
  test("lists a class newest first, and finds the newest of two namesakes", () => {
    const { kernel } = makeBed();
    const first = new Semaphore(kernel, "twin", 1);
    const second = new Semaphore(kernel, "twin", 2);
    new Semaphore(kernel, "other", 3);
    const { objects } = kernel;
    expect(objects.list(RT_OBJECT_CLASS_SEMAPHORE).map((object) => object.name)).toEqual([
      "other",
      "twin",
      "twin",
    ]);
    expect(objects.find("twin", RT_OBJECT_CLASS_SEMAPHORE)).toBe(second);
    second.detach();
    expect(objects.find("twin", RT_OBJECT_CLASS_SEMAPHORE)).toBe(first);
    expect(objects.find("twin", CUSTOM)).toBeNull();
    expect(objects.count(RT_OBJECT_CLASS_SEMAPHORE)).toBe(2);
  });

  test("an object that is in may not be attached again; one that is out may be detached", () => {
    const { kernel } = makeBed();
    const object = new KObject(CUSTOM, "o");
    kernel.objects.attach(object);
    expect(() => kernel.objects.attach(object)).toThrow("o is initialised twice");
    kernel.objects.detach(object);
    kernel.objects.detach(object);
    expect(object.isAttached).toBe(false);
    kernel.objects.attach(object);
    expect(object.isAttached).toBe(true);
  });

  test("forEach goes on at 0, stops at more, and returns less as an error", () => {
    const { kernel } = makeBed();
    for (const name of ["a", "b", "c"]) kernel.objects.attach(new KObject(CUSTOM, name));
    const seen: string[] = [];
    const visit = (answer: number) => (object: KObject) => {
      seen.push(object.name);
      return object.name === "b" ? answer : 0;
    };
    expect(kernel.objects.forEach(CUSTOM, visit(0))).toBe(0);
    expect(kernel.objects.forEach(CUSTOM, visit(1))).toBe(0);
    expect(kernel.objects.forEach(CUSTOM, visit(-5))).toBe(-5);
    expect(seen.join("")).toBe("cbacbcb");
  });

  test("cuts a name that is too long, and says so", () => {
    const bed = makeBed({ config: { nameMax: 8 } });
    const semaphore = new Semaphore(bed.kernel, "semaphore", 0);
    expect(semaphore.name).toBe("semapho");
    expect(bed.output()).toBe("object name semaphore is too long, kept as semapho\n");
    expect(new Semaphore(bed.kernel, "1234567", 0).name).toBe("1234567");
  });

  test("or panics, as RT-Thread 5.2 does, if told to; nameMax 0 takes every name", () => {
    const strict = makeBed({ config: { nameMax: 8, longNames: "assert" } });
    expect(() => new Semaphore(strict.kernel, "semaphore", 0)).toThrow("longer than 7");
    const free = makeBed({ config: { nameMax: 0 } });
    expect(new Semaphore(free.kernel, "x".repeat(100), 0).name).toHaveLength(100);
  });

  test("hooks see objects come and go", () => {
    const { kernel, log } = makeBed();
    kernel.hooks.objectAttach = (object) => log.push(`+${object.name}`);
    kernel.hooks.objectDetach = (object) => log.push(`-${object.name}`);
    new Semaphore(kernel, "s", 0).detach();
    expect(log).toEqual(["+s", "-s"]);
  });

  test("numbers are unique across classes", () => {
    const { kernel } = makeBed();
    const objects = [new Semaphore(kernel, "a", 0), new Semaphore(kernel, "b", 0), new KObject(CUSTOM, "c")];
    kernel.objects.attach(objects[2]!);
    expect(new Set(objects.map((object) => object.id)).size).toBe(3);
  });
});
