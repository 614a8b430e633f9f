// What Keel's packages below the hosts may use of the platform beside ES2023: the parts
// that Node and browsers share and that have neither time, input/output nor randomness.

/// <reference path="./webassembly.d.ts" />

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
