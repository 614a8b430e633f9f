import { type Compiler } from "../../../tooling/programs/toolchain.ts";
export declare const IMAGE: string;
/** Builds the image and returns the tar archive. */
export declare function buildArchive(zig: Compiler): Promise<Uint8Array>;
/** What is wrong with the checked-in image as far as hashes tell; empty when it is up to date. */
export declare function checkManifest(): string[];
