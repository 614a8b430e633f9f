// Keel Smart as a library: put a system together, say what it runs, and let a host run its kernel.

export { smartDescriptors } from "./descriptor.ts";
export { processes } from "./processes-component.ts";
export { createSmart, type HostMount, type ProgramSpec, Smart, type SmartOptions } from "./smart.ts";
