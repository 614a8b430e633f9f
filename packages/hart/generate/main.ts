// Writes the generated sources of this package: node generate/main.ts

import { writeFileSync } from "node:fs";
import { interpreterSource } from "./interpreter.ts";

writeFileSync(new URL("../src/interpreter.gen.ts", import.meta.url), interpreterSource());
