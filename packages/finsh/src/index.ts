// The msh shell: a thread on a terminal that reads, completes and runs commands. See README.md.

export {
  type Command,
  type Need,
  STATUS_FAILED,
  STATUS_INTERRUPTED,
  STATUS_NOT_EXECUTABLE,
  STATUS_NOT_FOUND,
  STATUS_OK,
  STATUS_USAGE,
} from "./command.ts";
export { CommandTable } from "./command-table.ts";
export { COMMANDS } from "./commands/index.gen.ts";
export { fileCommands, finsh, type FinshSettings, programCommands, SHELL_COMMANDS } from "./components.ts";
export { finshDescriptors } from "./descriptor.ts";
export { FileView } from "./file-view.ts";
export { FINSH_HISTORY_LINES, History } from "./history.ts";
export { type Key, KeyDecoder, type KeyName } from "./keys.ts";
export { type EditOutcome, LineEditor } from "./line-editor.ts";
export { OBJECT_LISTS } from "./lists/index.gen.ts";
export { MEMORY_INFO, type MemoryInfo } from "./memory-info.ts";
export type { ObjectList } from "./object-list.ts";
export { type Options, parseOptions } from "./options.ts";
export { MEMORY_NS_PER_BYTE, Output, type Sink } from "./output.ts";
export {
  PROGRAMS,
  type ProgramInfo,
  type ProgramOptions,
  type ProgramRunner,
} from "./programs.ts";
export { type Files, Shell, type ShellOptions, type Streams } from "./shell.ts";
export {
  FINSH_THREAD_NAME,
  FINSH_THREAD_PRIORITY,
  finshComponent,
  startShell,
  type StartShellOptions,
} from "./start-shell.ts";
