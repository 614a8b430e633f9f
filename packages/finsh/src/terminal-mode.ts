// How a terminal is set while a shell runs on it: "editing", where every key comes to the shell as it is, and the
// way programs find it; and whom its Ctrl-C reaches. Source: POSIX.1-2024 chapter 11; what GNU readline sets.

import {
  ECHO,
  ICANON,
  ICRNL,
  IEXTEN,
  IGNCR,
  INLCR,
  ISIG,
  ISTRIP,
  IXON,
  ONLCR,
  OPOST,
  SIGINT,
  SIGQUIT,
  VMIN,
  VTIME,
} from "@keel/abi";
import type { Termios, Tty } from "@keel/device";

/** Stands for the shell itself as the terminal's foreground group: no process has it. */
const SHELL_GROUP = -1;

export class TerminalMode {
  readonly #tty: Tty;
  #program: Termios;

  constructor(tty: Tty) {
    this.#tty = tty;
    this.#program = tty.getTermios();
  }

  /** Sets the terminal for editing; how it was set is what programs will find. */
  startEditing(): void {
    this.#program = this.#tty.getTermios();
    this.#tty.setTermios(editingTermios(this.#program));
  }

  /** Sets the terminal as programs find it. Also mends what a program that died left behind. */
  restore(): void {
    this.#tty.setTermios(this.#program);
  }

  /** From now on Ctrl-C calls `interrupt` (in interrupt context). The function returned ends that. */
  captureInterrupt(interrupt: () => void): () => void {
    const tty = this.#tty;
    const { foregroundGroup, onSignal } = tty;
    tty.foregroundGroup = SHELL_GROUP;
    tty.onSignal = (signal, group) => {
      if (group !== SHELL_GROUP) onSignal?.(signal, group);
      else if (signal === SIGINT || signal === SIGQUIT) interrupt();
    };
    return () => {
      tty.foregroundGroup = foregroundGroup;
      tty.onSignal = onSignal;
    };
  }
}

/** Keys come one by one, unchanged and without echo; output still gets its CR before LF. */
function editingTermios(program: Termios): Termios {
  const cc = program.cc.slice();
  cc[VMIN] = 1;
  cc[VTIME] = 0;
  return {
    ...program,
    iflag: program.iflag & ~(ICRNL | INLCR | IGNCR | ISTRIP | IXON),
    oflag: program.oflag | OPOST | ONLCR,
    lflag: program.lflag & ~(ICANON | ECHO | ISIG | IEXTEN),
    cc,
  };
}
