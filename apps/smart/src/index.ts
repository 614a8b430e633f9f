// Keel Smart as a library: put a system together, say what it runs, and let a host run its kernel.

export { createSmart, type HostMount, type ProgramSpec, Smart, type SmartOptions } from "./smart.ts";
