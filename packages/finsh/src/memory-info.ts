// What `free` shows. Provided by the app, which knows what its memory is made of.
// Source: RT-Thread rt_memory_info(), list_page.

import { defineService, type Service } from "@keel/kernel";

export interface MemoryInfo {
  /** Bytes that can be handed out, in all. */
  totalBytes(): number;
  usedBytes(): number;
  /** The most that was ever in use at once. */
  maximumBytes(): number;
  /** Page frames, where there is an MMU; null elsewhere. */
  readonly pages: { readonly sizeBytes: number; total(): number; free(): number } | null;
}

export const MEMORY_INFO: Service<MemoryInfo> = defineService<MemoryInfo>("memory info");
