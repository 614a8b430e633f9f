export interface TarEntry {
  /** Path without a leading slash; a folder's has none at the end either. At most 100 bytes. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** The contents of a file; null makes a folder. */
  readonly bytes: Uint8Array | null;
}
export declare function packTar(entries: readonly TarEntry[]): Uint8Array;
/** Reads back what packTar wrote; other archives may hold things that it does not know. */
export declare function readTar(archive: Uint8Array): TarEntry[];
