// Drivers for the parts of Keel's boards.

export * from "./driver.ts";
export { Ns16550Ops, type Ns16550Resources, ns16550 } from "./ns16550.ts";
export { type SifiveTestResources, sifiveTest } from "./sifive-test.ts";
