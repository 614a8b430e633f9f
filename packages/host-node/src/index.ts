// Keel on Node: the terminal as a console, host streams and folders as files, and the loop that runs a board.

export { HostDirectory, type HostDirectoryOptions } from "./host-dir.ts";
export {
  type Image,
  IMAGE_ABI,
  type ImageBoard,
  type ImageEngine,
  type ImageHost,
  imageMain,
  type ImageManifest,
  type ImageOptions,
  refusal,
  runImage,
} from "./image.ts";
export { runKernel, type ConsoleInput, type PacedClock, type RunEnd, type RunOptions } from "./run-loop.ts";
export { ScriptInput, type ScriptPort } from "./script-input.ts";
export { HostStream, writeOutput } from "./stdio.ts";
export { EscapeFilter, Terminal, type TerminalPort } from "./terminal.ts";
