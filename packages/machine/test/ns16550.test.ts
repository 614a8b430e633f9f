import { describe, expect, test } from "vitest";
import {
  EventQueue,
  FCR_CLEAR_RX,
  FCR_ENABLE,
  IER_EDSSI,
  IER_ELSI,
  IER_ERBFI,
  IER_ETBEI,
  LCR_DLAB,
  LCR_WLEN8,
  LSR_DR,
  LSR_OE,
  LSR_TEMT,
  LSR_THRE,
  MCR_LOOP,
  Ns16550,
  UART_DLL,
  UART_DLM,
  UART_FCR,
  UART_IER,
  UART_IIR,
  UART_LCR,
  UART_LSR,
  UART_MCR,
  UART_MSR,
  UART_RBR,
  UART_SCR,
  UART_THR,
} from "../src/index.ts";

/** A UART with a hand-moved clock, its interrupt level, and what it sent. */
function uart(options: { paced?: boolean } = {}) {
  const clock = { ns: 0, now: () => clock.ns };
  const events = new EventQueue(clock);
  const line = { level: 0, raise: () => void (line.level = 1), lower: () => void (line.level = 0) };
  const part = new Ns16550({ base: 0x1000_0000, events, line, ...options });
  const sent: number[] = [];
  part.onTransmit = (bytes) => void sent.push(...bytes);
  const advance = (ns: number) => {
    const end = clock.ns + ns;
    while (events.nextNs() <= end) {
      clock.ns = Math.max(clock.ns, events.nextNs());
      events.runDue();
    }
    clock.ns = end;
  };
  const write = (register: number, value: number) => part.write(register, 1, value);
  const read = (register: number) => part.read(register);
  const drain = () => {
    const bytes: number[] = [];
    while (read(UART_LSR) & LSR_DR) bytes.push(read(UART_RBR));
    return bytes;
  };
  return { clock, line, part, sent, advance, write, read, drain };
}

const bytes = (count: number) => Uint8Array.from({ length: count }, (_, i) => i + 1);

describe("Ns16550", () => {
  test("sends a byte at once, the transmitter is always empty", () => {
    const { read, write, sent } = uart();
    write(UART_THR, 0x41);
    write(UART_THR, 0x42);
    expect(sent).toEqual([0x41, 0x42]);
    expect(read(UART_LSR)).toBe(LSR_THRE | LSR_TEMT);
  });

  test("gives a polling guest every byte that was fed, without losing any", () => {
    const { part, drain } = uart();
    part.feed(bytes(100));
    expect(drain()).toEqual([...bytes(100)]);
    expect(part.waiting).toBe(0);
  });

  test("input fed before the driver is up outlives the driver's FIFO reset", () => {
    const { part, write, drain } = uart();
    part.feed(bytes(20));
    write(UART_FCR, FCR_ENABLE | FCR_CLEAR_RX);
    write(UART_IER, IER_ERBFI);
    expect(drain()).toEqual([...bytes(20)]);
  });

  test("holds its interrupt while there is input, and says received data or timeout by the trigger level", () => {
    const { part, line, write, read, drain } = uart();
    write(UART_FCR, FCR_ENABLE | 0x40);
    write(UART_IER, IER_ERBFI);
    expect(line.level).toBe(0);
    expect(read(UART_IIR)).toBe(0xc1);
    part.feed(bytes(2));
    expect(line.level).toBe(1);
    expect(read(UART_IIR)).toBe(0xcc);
    part.feed(bytes(2));
    expect(read(UART_IIR)).toBe(0xc4);
    drain();
    expect(line.level).toBe(0);
  });

  test("transmitter-empty interrupts: raised by enabling, cleared by reading IIR, raised by a write", () => {
    const { line, write, read } = uart();
    write(UART_IER, IER_ETBEI);
    expect(line.level).toBe(1);
    expect(read(UART_IIR)).toBe(0x02);
    expect(line.level).toBe(0);
    write(UART_THR, 0x41);
    expect(line.level).toBe(1);
    write(UART_IER, 0);
    expect(line.level).toBe(0);
  });

  test("the divisor latch hides behind DLAB and sets the character time", () => {
    const { part, write, read, sent } = uart();
    write(UART_LCR, LCR_DLAB | LCR_WLEN8);
    write(UART_DLL, 2);
    write(UART_DLM, 1);
    expect([read(UART_DLL), read(UART_DLM)]).toEqual([2, 1]);
    write(UART_DLM, 0);
    write(UART_LCR, LCR_WLEN8);
    expect(read(UART_LCR)).toBe(LCR_WLEN8);
    expect(read(UART_IER)).toBe(0);
    expect(sent).toEqual([]);
    // 3.6864 MHz / 16 / 2 = 115200 baud, ten bits.
    expect(part.characterNs).toBe(86806);
  });

  test("scratch holds a byte, unknown offsets read 0", () => {
    const { part, write, read } = uart();
    write(UART_SCR, 0x1a5);
    expect(read(UART_SCR)).toBe(0xa5);
    expect(part.read(0x80)).toBe(0);
  });

  test("loopback brings the transmitter back to the receiver and the outputs to the inputs", () => {
    const { part, write, read, sent } = uart();
    write(UART_MCR, MCR_LOOP | 0x03);
    part.feed(bytes(1));
    write(UART_THR, 0x5a);
    expect(read(UART_RBR)).toBe(0x5a);
    expect(read(UART_MSR) & 0xf0).toBe(0x30);
    expect(sent).toEqual([]);
    write(UART_MCR, 0);
    expect(read(UART_RBR)).toBe(1);
  });

  test("a lost carrier raises the modem-status interrupt until MSR is read", () => {
    const { part, line, write, read } = uart();
    write(UART_IER, IER_EDSSI);
    part.setCarrier(false);
    expect(line.level).toBe(1);
    expect(read(UART_IIR) & 0x0f).toBe(0);
    expect(read(UART_MSR)).toBe(0x38);
    expect(line.level).toBe(0);
    expect(read(UART_MSR)).toBe(0x30);
  });

  test("reset silences the interrupt and keeps what the host has fed", () => {
    const { part, line, write, drain } = uart();
    write(UART_IER, IER_ETBEI);
    part.reset();
    expect(line.level).toBe(0);
    part.feed(bytes(3));
    part.reset();
    expect(drain()).toEqual([1, 2, 3]);
  });

  describe("paced", () => {
    test("a character leaves after its time on the line; the interrupt comes when the FIFO is empty", () => {
      const { part, line, sent, advance, write, read } = uart({ paced: true });
      write(UART_LCR, LCR_WLEN8);
      write(UART_FCR, FCR_ENABLE);
      for (const value of [1, 2, 3]) write(UART_THR, value);
      write(UART_IER, IER_ETBEI);
      expect(line.level).toBe(0);
      advance(part.characterNs);
      expect(sent).toEqual([1]);
      expect(read(UART_LSR) & LSR_THRE).toBe(0);
      advance(2 * part.characterNs);
      expect(sent).toEqual([1, 2, 3]);
      expect(read(UART_LSR)).toBe(LSR_THRE | LSR_TEMT);
      expect(line.level).toBe(1);
    });

    test("a guest that polls sees the transmitter become empty as time passes, events or not", () => {
      const { part, clock, write, read } = uart({ paced: true });
      write(UART_THR, 1);
      clock.ns += part.characterNs - 1;
      expect(read(UART_LSR) & LSR_THRE).toBe(0);
      clock.ns += 1;
      expect(read(UART_LSR) & LSR_THRE).toBe(LSR_THRE);
    });

    test("input arrives one character at a time and reports at the trigger level", () => {
      const { part, line, advance, write, read } = uart({ paced: true });
      write(UART_FCR, FCR_ENABLE | 0x40);
      write(UART_IER, IER_ERBFI);
      part.feed(bytes(4));
      advance(3 * part.characterNs);
      expect(line.level).toBe(0);
      expect(read(UART_LSR) & LSR_DR).toBe(LSR_DR);
      advance(part.characterNs);
      expect(read(UART_IIR) & 0x0f).toBe(0x04);
      expect(part.waiting).toBe(0);
    });

    test("input below the trigger level reports after four characters of silence", () => {
      const { part, line, advance, write, read } = uart({ paced: true });
      write(UART_FCR, FCR_ENABLE | 0xc0);
      write(UART_IER, IER_ERBFI);
      part.feed(bytes(1));
      advance(4 * part.characterNs);
      expect(line.level).toBe(0);
      advance(part.characterNs);
      expect(read(UART_IIR) & 0x0f).toBe(0x0c);
      expect(read(UART_RBR)).toBe(1);
      expect(line.level).toBe(0);
    });

    test("a guest that does not read overruns: the FIFO keeps the first sixteen, LSR says so once", () => {
      const { part, advance, write, read, drain } = uart({ paced: true });
      write(UART_FCR, FCR_ENABLE);
      write(UART_IER, IER_ELSI);
      part.feed(bytes(20));
      advance(20 * part.characterNs);
      expect(read(UART_IIR) & 0x0f).toBe(0x06);
      expect(read(UART_LSR) & LSR_OE).toBe(LSR_OE);
      expect(read(UART_LSR) & LSR_OE).toBe(0);
      expect(drain()).toEqual([...bytes(16)]);
    });
  });
});
