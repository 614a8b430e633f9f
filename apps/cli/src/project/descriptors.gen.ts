// Generated from packages/*/src/descriptor.ts by tooling/generate.ts. Do not edit: run pnpm generate.

import { boardDescriptors } from "@keel/bsp";
import { deviceDescriptors } from "@keel/device";
import { dfsDescriptors } from "@keel/dfs";
import { finshDescriptors } from "@keel/finsh";
import { kernelDescriptors } from "@keel/kernel";
import { smartDescriptors } from "@keel/smart";

/** What one file declares. */
export interface DescriptorFile {
  readonly origin: string;
  readonly descriptors: unknown;
}

export const BOARD_FILES: readonly DescriptorFile[] = [
  { origin: "packages/bsp/src/descriptor.ts", descriptors: boardDescriptors },
];

export const COMPONENT_FILES: readonly DescriptorFile[] = [
  { origin: "packages/kernel/src/descriptor.ts", descriptors: kernelDescriptors },
  { origin: "packages/device/src/descriptor.ts", descriptors: deviceDescriptors },
  { origin: "packages/dfs/src/descriptor.ts", descriptors: dfsDescriptors },
  { origin: "packages/finsh/src/descriptor.ts", descriptors: finshDescriptors },
  { origin: "apps/smart/src/descriptor.ts", descriptors: smartDescriptors },
];
