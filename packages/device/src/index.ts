// The I/O device framework.

export * from "./line-discipline.ts";
export * from "./output-processor.ts";
export * from "./termios.ts";
