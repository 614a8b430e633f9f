// What lies beneath a terminal: a line that carries bytes both ways. A serial port is one, a pseudo-terminal's
// other half another.

export interface TtyPort {
  /** Called when `receive` has something new; in interrupt context. Set by the terminal. */
  onReceive: (() => void) | null;
  /** Called when `transmit` takes bytes again, and when all have left; in interrupt context. */
  onTransmit: (() => void) | null;
  /** Called when the other end is gone; in interrupt context. */
  onHangup: (() => void) | null;
  /** Starts the line. 0 or -errno. */
  connect(): number;
  disconnect(): void;
  /** Takes up to `max` received bytes into `buf`; returns how many. What is not taken is held back. */
  receive(buf: Uint8Array, max: number): number;
  /** Sends bytes; returns how many were taken, which may be none. Never waits. */
  transmit(bytes: Uint8Array): number;
  /** Sends bytes at once, whatever the line is doing: the kernel's own output. */
  transmitNow(bytes: Uint8Array): void;
  /** Bytes taken and not yet sent. */
  readonly unsent: number;
  /** Forgets bytes received and not taken, or taken and not sent. */
  discardInput(): void;
  discardOutput(): void;
}
