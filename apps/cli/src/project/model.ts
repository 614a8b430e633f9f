// The options of a board with their values: what menuconfig, config and build work on.

import { existsSync, readFileSync } from "node:fs";
import {
  BOARD_SYMBOL,
  checkBoards,
  checkComponents,
  componentTree,
  Configuration,
  type DeclaredBoard,
  type DeclaredComponent,
  loadDotConfig,
  type LoadReport,
  loadRtconfigHeader,
} from "@keel/config";
import { UsageError } from "../arguments.ts";
import { BOARD_FILES, COMPONENT_FILES } from "./descriptors.gen.ts";

const DEFAULT_BOARD = "virt64";
const CLEAN: LoadReport = { unknown: [], faults: [] };

export interface Model {
  readonly board: DeclaredBoard;
  readonly components: readonly DeclaredComponent[];
  readonly configuration: Configuration;
  /** What the file said that could not be taken. */
  readonly report: LoadReport;
}

/** The model for a .config or rtconfig.h; one that is not there yet is all defaults. */
export function loadModel(configPath: string | null, boardName: string | null = null): Model {
  const text = configPath !== null && existsSync(configPath) ? readFileSync(configPath, "utf8") : null;
  const board = findBoard(boardName ?? boardIn(text) ?? DEFAULT_BOARD);
  const components = allComponents();
  const configuration = new Configuration(componentTree(board, components, allBoards()));
  const report = text === null || configPath === null ? CLEAN : loadInto(configuration, configPath, text);
  return { board, components, configuration, report };
}

/** Replaces the values by those of a file's text. What another board's file says about the board is not kept. */
export function loadInto(configuration: Configuration, path: string, text: string): LoadReport {
  const report = path.endsWith(".h")
    ? loadRtconfigHeader(configuration, text)
    : loadDotConfig(configuration, text);
  configuration.reset(BOARD_SYMBOL);
  return report;
}

function boardIn(text: string | null): string | null {
  return (
    new RegExp(`^(?:CONFIG_${BOARD_SYMBOL}=|#define ${BOARD_SYMBOL} )"(.*)"`, "m").exec(text ?? "")?.[1] ??
    null
  );
}

function findBoard(name: string): DeclaredBoard {
  const boards = allBoards();
  const board = boards.find(({ descriptor }) => descriptor.name === name);
  if (board !== undefined) return board;
  const known = boards.map(({ descriptor }) => descriptor.name).join(", ");
  throw new UsageError(`there is no board '${name}'; there are: ${known}`);
}

function allBoards(): DeclaredBoard[] {
  return BOARD_FILES.flatMap(({ origin, descriptors }) =>
    checkBoards(descriptors, origin).map((descriptor) => ({ origin, descriptor })),
  );
}

function allComponents(): DeclaredComponent[] {
  return COMPONENT_FILES.flatMap(({ origin, descriptors }) =>
    checkComponents(descriptors, origin).map((descriptor) => ({ origin, descriptor })),
  );
}
