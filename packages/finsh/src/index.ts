// The msh shell. See README.md.

export type { Command } from "./command.ts";
export { FINSH_HISTORY_LINES, History } from "./history.ts";
export { MEMORY_INFO, type MemoryInfo } from "./memory-info.ts";
export { PROGRAMS, type ProgramInfo, type ProgramOptions, type ProgramRunner } from "./programs.ts";
