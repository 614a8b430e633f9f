// One board, powered on by the command line: reads the root file system image, wires the console and the
// mounts to this host, runs it to its end, and says so when the end is not a normal one.

import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { O_RDONLY, O_WRONLY } from "@keel/abi";
import { BOARDS } from "@keel/bsp";
import type { File } from "@keel/dfs";
import { HostDirectory, HostStream, ScriptInput, Terminal, runKernel, writeOutput } from "@keel/host-node";
import type { ConsoleInput } from "@keel/host-node";
import { VirtualClock } from "@keel/kernel";
import { RealClock } from "@keel/machine";
import { type ProgramSpec, type Smart, createSmart } from "@keel/smart";
import { type MachineOptions, UsageError } from "./arguments.ts";
