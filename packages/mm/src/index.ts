// Memory management: frames, address spaces, user copies.

export { AnonObject } from "./anon-object.ts";
export { Aspace, type MapOptions } from "./aspace.ts";
export { ACCESS_EXEC, ACCESS_READ, ACCESS_WRITE, type Access } from "./aspace-fault.ts";
export { FrameAllocator, MAX_ORDER, type Reclaimer } from "./frame-allocator.ts";
export {
  MMAP_BASE,
  PIE_BASE,
  pageDown,
  pageUp,
  STACK_TOP,
  TRAMPOLINE_VA,
  USER_BOTTOM,
  USER_TOP,
} from "./layout.ts";
export type { MemObject } from "./mem-object.ts";
export { type HartNotifications, MemorySystem, type MemorySystemOptions, MM } from "./memory-system.ts";
export { PageTable, PTE_OWNED } from "./page-table.ts";
export { UserMemory } from "./user-memory.ts";
export { Varea, type VareaOptions } from "./varea.ts";
export { VareaList } from "./varea-list.ts";
