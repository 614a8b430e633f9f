// The I/O device framework: Device and its table, serial ports, terminals, the console, null, zero and random.

export * from "./alias-device.ts";
export * from "./components.ts";
export * from "./console.ts";
export { deviceDescriptors } from "./descriptor.ts";
export * from "./device-table.ts";
export * from "./device.ts";
export * from "./ioctl-arg.ts";
export * from "./line-discipline.ts";
export * from "./null-device.ts";
export * from "./output-processor.ts";
export * from "./power.ts";
export * from "./random-device.ts";
export * from "./serial-device.ts";
export * from "./termios.ts";
export * from "./tty-port.ts";
export * from "./tty.ts";
export * from "./zero-device.ts";
