// The hart's interpreter, which packages/hart/generate writes from the instruction table.

import type { GeneratedFile } from "../repository.ts";

/** The generator is the hart's own, beside the table that it reads. */
const GENERATOR = new URL("../../packages/hart/generate/interpreter.ts", import.meta.url).href;

export async function generate(): Promise<GeneratedFile[]> {
  const { interpreterSource } = (await import(GENERATOR)) as { interpreterSource(): string };
  return [{ path: "packages/hart/src/interpreter.gen.ts", text: interpreterSource() }];
}
