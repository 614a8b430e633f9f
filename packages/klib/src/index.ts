// Data structures of the kernel, with no knowledge of it.

export { assert, Panic } from "./assert.ts";
export { Bitmap, BITMAP_MAX } from "./bitmap.ts";
export { List, ListNode } from "./list.ts";
export { RingBuffer } from "./ring-buffer.ts";
export { TimerNode, TimerQueue } from "./timer-queue.ts";
export { utf8Decode, utf8Encode } from "./utf8.ts";
export { alignDown, alignUp, hi32, isSafe64, lo32, signed64, unsigned64 } from "./word64.ts";
