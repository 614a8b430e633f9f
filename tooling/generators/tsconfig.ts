// The TypeScript projects of the repository: tsconfig.json builds the sources of every workspace package,
// tsconfig.tests.json checks the tests and benchmarks against what those declare.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type GeneratedFile, ROOT } from "../repository.ts";

export function generate(): GeneratedFile[] {
  const projects = findProjects();
  return [
    { path: "tsconfig.json", text: projectsText([...projects, "tooling", "tsconfig.tests.json"]) },
    { path: "tsconfig.tests.json", text: testsText([...projects, "tooling"]) },
  ];
}

function findProjects(): string[] {
  const groups = ["packages", "apps"].map((group) =>
    readdirSync(join(ROOT, group))
      .sort()
      .map((name) => `${group}/${name}`),
  );
  return groups.flat().filter((folder) => existsSync(join(ROOT, folder, "tsconfig.json")));
}

function references(projects: readonly string[]): string {
  return projects.map((path) => `    { "path": "${path}" }`).join(",\n");
}

function projectsText(projects: readonly string[]): string {
  return `{\n  "files": [],\n  "references": [\n${references(projects)}\n  ]\n}\n`;
}

function testsText(projects: readonly string[]): string {
  return `{
  "extends": "./tooling/tsconfig/host.json",
  "compilerOptions": {
    "rootDir": ".",
    "outDir": "dist/tests",
    "isolatedDeclarations": false,
    "tsBuildInfoFile": "dist/tests.tsbuildinfo"
  },
  "include": [
    "packages/*/test",
    "packages/*/bench",
    "packages/*/generate",
    "apps/*/test",
    "apps/*/rootfs/*.ts",
    "apps/*/build.ts",
    "apps/*/bin/*.d.mts",
    "tooling/tsconfig/webassembly.d.ts"
  ],
  "references": [
${references(projects)}
  ]
}
`;
}
