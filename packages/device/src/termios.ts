// A terminal's settings, and their form in a program's memory (Linux asm-generic/termbits.h).

import {
  B38400,
  BRKINT,
  CLOCAL,
  CREAD,
  CS8,
  CSIZE,
  ECHO,
  ECHOCTL,
  ECHOE,
  ECHOK,
  ECHOKE,
  ECHONL,
  HUPCL,
  ICANON,
  ICRNL,
  IEXTEN,
  IGNBRK,
  IGNCR,
  INLCR,
  ISIG,
  ISTRIP,
  IUTF8,
  IXON,
  NCCS,
  ONLCR,
  OPOST,
  PARENB,
  PARMRK,
  TERMIOS_SIZE,
  VEOF,
  VERASE,
  VINTR,
  VKILL,
  VDISCARD,
  VLNEXT,
  VMIN,
  VQUIT,
  VREPRINT,
  VSTART,
  VSTOP,
  VSUSP,
  VTIME,
  VWERASE,
} from "@keel/abi";

/** struct termios. */
export interface Termios {
  iflag: number;
  oflag: number;
  cflag: number;
  lflag: number;
  line: number;
  /** Control characters by V* index, NCCS of them; 0 switches one off (but for VMIN and VTIME). */
  cc: Uint8Array;
}

/**
 * What a terminal starts with: line editing, echo, signals, CR and LF translated, as Linux has it.
 * DEVIATION: IUTF8 is on, which Linux leaves to whoever opens the terminal; here terminals speak UTF-8.
 */
export function defaultTermios(): Termios {
  const cc = new Uint8Array(NCCS);
  cc[VINTR] = 0x03;
  cc[VQUIT] = 0x1c;
  cc[VERASE] = 0x7f;
  cc[VKILL] = 0x15;
  cc[VEOF] = 0x04;
  cc[VMIN] = 1;
  cc[VSTART] = 0x11;
  cc[VSTOP] = 0x13;
  cc[VSUSP] = 0x1a;
  cc[VREPRINT] = 0x12;
  cc[VDISCARD] = 0x0f;
  cc[VWERASE] = 0x17;
  cc[VLNEXT] = 0x16;
  return {
    iflag: ICRNL | IXON | IUTF8,
    oflag: OPOST | ONLCR,
    cflag: B38400 | CS8 | CREAD | HUPCL | CLOCAL,
    lflag: ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
    line: 0,
    cc,
  };
}

/** `from` with every byte passed through as it comes, one at a time (cfmakeraw). */
export function rawTermios(from: Termios): Termios {
  const raw = copyTermios(from);
  raw.iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
  raw.oflag &= ~OPOST;
  raw.lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  raw.cflag = (raw.cflag & ~(CSIZE | PARENB)) | CS8;
  raw.cc[VMIN] = 1;
  raw.cc[VTIME] = 0;
  return raw;
}

export function copyTermios(from: Termios): Termios {
  return { ...from, cc: from.cc.slice() };
}

/** The TERMIOS_SIZE bytes that TCGETS hands out. */
export function encodeTermios(termios: Termios): Uint8Array {
  const bytes = new Uint8Array(TERMIOS_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, termios.iflag, true);
  view.setUint32(4, termios.oflag, true);
  view.setUint32(8, termios.cflag, true);
  view.setUint32(12, termios.lflag, true);
  bytes[16] = termios.line;
  bytes.set(termios.cc, 17);
  return bytes;
}

/** Reads what `encodeTermios` writes; `bytes` may be longer (termios2 has its speeds behind). */
export function decodeTermios(bytes: Uint8Array): Termios {
  const view = new DataView(bytes.buffer, bytes.byteOffset, TERMIOS_SIZE);
  return {
    iflag: view.getUint32(0, true),
    oflag: view.getUint32(4, true),
    cflag: view.getUint32(8, true),
    lflag: view.getUint32(12, true),
    line: bytes[16],
    cc: bytes.slice(17, 17 + NCCS),
  };
}
