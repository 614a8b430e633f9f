import {
  EAGAIN,
  ECHO,
  EINTR,
  EINVAL,
  EIO,
  ENOTTY,
  ENXIO,
  ERROR,
  FIONREAD,
  ICANON,
  ONLCR,
  OPOST,
  POLLHUP,
  POLLIN,
  POLLOUT,
  RT_DEVICE_FLAG_RDWR,
  SIGCONT,
  SIGHUP,
  SIGINT,
  SIGWINCH,
  TCFLSH,
  TCGETS,
  TCGETS2,
  TCIFLUSH,
  TCOOFF,
  TCOON,
  TCSBRK,
  TCSETS,
  TCSETSF,
  TCSETSW,
  TCXONC,
  TERMIOS2_SIZE,
  TERMIOS_SIZE,
  TIOCGPGRP,
  TIOCGSID,
  TIOCGWINSZ,
  TIOCOUTQ,
  TIOCSCTTY,
  TIOCSPGRP,
  TIOCSTI,
  TIOCSWINSZ,
  TOSTOP,
  VMIN,
  VTIME,
} from "@keel/abi";
import { Kernel, runVirtual, settle, type Thread, VirtualClock, WAIT_INTERRUPTIBLE } from "@keel/kernel";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { describe, expect, test } from "vitest";
import {
  AliasDevice,
  BufferArg,
  Console,
  decodeTermios,
  encodeTermios,
  NumberArg,
  rawTermios,
  type Termios,
  Tty,
  type TtyPort,
} from "../src/index.ts";

/** A line whose far end is the test. `capacity` bytes of output fit; `deliver` takes them. */
class Line implements TtyPort {
  onReceive: (() => void) | null = null;
  onTransmit: (() => void) | null = null;
  onHangup: (() => void) | null = null;
  connected = 0;
  capacity = Infinity;
  delivered = "";
  readonly incoming: number[] = [];
  #buffered: number[] = [];

  connect(): number {
    this.connected += 1;
    return 0;
  }
  disconnect(): void {
    this.connected -= 1;
  }
  receive(buf: Uint8Array, max: number): number {
    const bytes = this.incoming.splice(0, max);
    buf.set(bytes);
    return bytes.length;
  }
  transmit(bytes: Uint8Array): number {
    if (this.capacity === Infinity) {
      this.delivered += utf8Decode(bytes);
      return bytes.length;
    }
    const count = Math.min(bytes.length, this.capacity - this.#buffered.length);
    this.#buffered.push(...bytes.subarray(0, count));
    return count;
  }
  transmitNow(bytes: Uint8Array): void {
    this.delivered += utf8Decode(bytes);
  }
  get unsent(): number {
    return this.#buffered.length;
  }
  discardInput(): void {
    this.incoming.length = 0;
  }
  discardOutput(): void {
    this.#buffered = [];
  }

  // ---- the far end
  deliver(): void {
    this.delivered += utf8Decode(Uint8Array.from(this.#buffered));
    this.#buffered = [];
    this.onTransmit?.();
  }
  type(text: string): void {
    this.incoming.push(...utf8Encode(text));
    this.onReceive?.();
  }
}

function terminal(change: (termios: Termios) => void = () => {}) {
  const kernel = new Kernel({ clock: new VirtualClock() });
  const line = new Line();
  const tty = new Tty(kernel, { port: line, major: 4, minor: 64 });
  tty.open(RT_DEVICE_FLAG_RDWR);
  const termios = tty.getTermios();
  change(termios);
  tty.setTermios(termios);
  const signals: string[] = [];
  tty.onSignal = (sig, pgid) => void signals.push(`${sig} to ${pgid}`);
  const idle = () => runVirtual(kernel, kernel.now() + 10e9);
  const thread = (work: () => Generator<void, unknown, void>): Thread => {
    const t = kernel.createThread({ name: "user", priority: 10, entry: work });
    t.startup();
    kernel.run(kernel.now() + 1);
    return t;
  };
  /** Reads in a thread of its own; `result` is there when the read has returned. */
  const reader = (size = 64) => {
    const buf = new Uint8Array(size);
    const state: { result: number | null; text: () => string; thread: Thread | null; atNs: number } = {
      result: null,
      text: () => utf8Decode(buf.subarray(0, Math.max(state.result ?? 0, 0))),
      thread: null,
      atNs: 0,
    };
    state.thread = thread(function* () {
      state.result = yield* settle(tty.read(0, buf));
      state.atNs = kernel.now();
    });
    return state;
  };
  const readNow = (size = 64): string | number => {
    const buf = new Uint8Array(size);
    const count = tty.readNow(0, buf);
    return count < 0 ? count : utf8Decode(buf.subarray(0, count));
  };
  const at = (ns: number) => runVirtual(kernel, ns);
  return { kernel, line, tty, signals, idle, thread, reader, readNow, at };
}

const raw = (min: number, time: number) => (termios: Termios) => {
  Object.assign(termios, rawTermios(termios));
  termios.cc[VMIN] = min;
  termios.cc[VTIME] = time;
};

describe("Tty", () => {
  test("connects its line at the first open and lets go of it at the last close", () => {
    const { tty, line } = terminal();
    tty.open(RT_DEVICE_FLAG_RDWR);
    expect(line.connected).toBe(1);
    tty.close();
    tty.close();
    expect(line.connected).toBe(0);
    expect(tty.read(0, new Uint8Array(1))).toBe(-ERROR);
  });

  describe("reading lines", () => {
    test("a read waits for the end of the line and is one line", () => {
      const { line, tty, idle, reader } = terminal();
      const first = reader();
      expect(tty.hasReader).toBe(true);
      line.type("one");
      idle();
      expect(first.result).toBe(null);
      line.type("\rtwo\r");
      idle();
      expect(first.text()).toBe("one\n");
      expect(tty.hasReader).toBe(false);
      expect(line.delivered).toBe("one\r\ntwo\r\n");
    });

    test("VEOF ends a waiting read with 0", () => {
      const { line, idle, reader } = terminal();
      const end = reader();
      line.type("\x04");
      idle();
      expect(end.result).toBe(0);
    });

    test("a woken thread's read ends with -EINTR and takes nothing", () => {
      const { line, idle, reader, readNow } = terminal();
      const first = reader();
      line.type("par");
      first.thread?.wakeup(false);
      idle();
      expect(first.result).toBe(-EINTR);
      line.type("t\r");
      expect(readNow()).toBe("part\n");
    });

    test("readNow does not wait", () => {
      const { line, readNow } = terminal();
      expect(readNow()).toBe(-EAGAIN);
      line.type("a\r");
      expect(readNow()).toBe("a\n");
    });

    test("what the discipline has no room for stays on the line until somebody reads", () => {
      const { line, idle, thread, tty } = terminal((t) => (t.lflag &= ~ECHO));
      const text = Array.from({ length: 2000 }, (_, i) => `line ${i}\n`).join("");
      line.type(text);
      expect(line.incoming.length).toBeGreaterThan(0);
      let got = "";
      thread(function* () {
        const buf = new Uint8Array(64);
        while (got.length < text.length) {
          const count = yield* settle(tty.read(0, buf));
          got += utf8Decode(buf.subarray(0, count));
        }
      });
      idle();
      expect(got).toBe(text);
    });
  });

  describe("reading bytes", () => {
    test("VMIN bytes are waited for, without VTIME for ever", () => {
      const { line, idle, reader } = terminal(raw(3, 0));
      const first = reader();
      line.type("ab");
      idle();
      expect(first.result).toBe(null);
      line.type("cd");
      idle();
      expect(first.text()).toBe("abcd");
    });

    test("a buffer smaller than VMIN is full when it is full", () => {
      const { line, idle, reader } = terminal(raw(10, 0));
      const first = reader(2);
      line.type("abc");
      idle();
      expect(first.text()).toBe("ab");
    });

    test("VMIN 0 and VTIME 0 never wait", () => {
      const { reader } = terminal(raw(0, 0));
      expect(reader().result).toBe(0);
    });

    test("VMIN 0 with VTIME waits that long for the first byte, counted from the read", () => {
      const { line, at, reader } = terminal(raw(0, 2));
      const empty = reader();
      at(300e6);
      expect([empty.result, empty.atNs]).toEqual([0, 200e6]);
      const some = reader();
      at(400e6);
      line.type("x");
      at(410e6);
      expect([some.text(), some.atNs]).toEqual(["x", 400e6]);
    });

    test("VMIN with VTIME ends after that much silence, which begins with the first byte", () => {
      const { line, at, reader } = terminal(raw(10, 2));
      const first = reader();
      at(1000e6);
      expect(first.result).toBe(null);
      line.type("a");
      at(1150e6);
      line.type("b");
      at(2000e6);
      expect([first.text(), first.atNs]).toEqual(["ab", 1350e6]);
    });

    test("poll says readable at VMIN bytes, or at the first one with VTIME", () => {
      const { line, tty } = terminal(raw(2, 0));
      line.type("a");
      expect(tty.poll() & POLLIN).toBe(0);
      line.type("b");
      expect(tty.poll() & POLLIN).toBe(POLLIN);
      const timed = terminal(raw(2, 1));
      timed.line.type("a");
      expect(timed.tty.poll() & POLLIN).toBe(POLLIN);
    });

    test("readNow takes what there is, less than VMIN too", () => {
      const { line, readNow } = terminal(raw(5, 0));
      line.type("ab");
      expect(readNow()).toBe("ab");
      expect(readNow()).toBe(-EAGAIN);
      expect(terminal(raw(0, 0)).readNow()).toBe("");
    });
  });

  describe("writing", () => {
    test("translates newlines and says how many bytes of the caller's went", () => {
      const { line, tty } = terminal();
      expect(tty.write(0, utf8Encode("a\nb\n"))).toBe(4);
      expect(line.delivered).toBe("a\r\nb\r\n");
    });

    test("waits for a slow line and loses nothing", () => {
      const { line, tty, thread, idle } = terminal();
      line.capacity = 100;
      const text = Array.from({ length: 1000 }, (_, i) => `${i}\n`).join("");
      let result = 0;
      thread(function* () {
        result = yield* settle(tty.write(0, utf8Encode(text)));
      });
      idle();
      expect(result).toBe(0);
      expect(tty.poll() & POLLOUT).toBe(0);
      expect(tty.writeNow(0, utf8Encode("x"))).toBe(-EAGAIN);
      for (let i = 0; i < 100; i++) {
        line.deliver();
        idle();
      }
      expect(result).toBe(text.length);
      expect(line.delivered).toBe(text.replaceAll("\n", "\r\n"));
    });

    test("VSTOP holds output back, VSTART lets it go, in order with what came between", () => {
      const { line, tty } = terminal();
      line.type("\x13");
      tty.write(0, utf8Encode("held "));
      expect(line.delivered).toBe("");
      line.type("\x11");
      tty.write(0, utf8Encode("free"));
      expect(line.delivered).toBe("held free");
    });

    test("an interrupt key drops output that is held back", () => {
      const { line, tty } = terminal();
      line.type("\x13");
      tty.write(0, utf8Encode("lost"));
      line.type("\x03");
      expect(line.delivered).toBe("^C");
    });

    test("the kernel's own output passes output that is held back", () => {
      const { line, tty } = terminal();
      line.type("\x13");
      tty.write(0, utf8Encode("held"));
      tty.kernelWrite(utf8Encode("oops\n"));
      expect(line.delivered).toBe("oops\r\n");
    });
  });

  describe("signals", () => {
    test("go to the foreground group, and nowhere when there is none", () => {
      const { line, tty, signals } = terminal();
      line.type("\x03");
      tty.foregroundGroup = 7;
      line.type("\x03");
      expect(signals).toEqual([`${SIGINT} to 7`]);
    });

    test("a new size is told once", () => {
      const { tty, signals } = terminal();
      tty.foregroundGroup = 7;
      tty.resize(50, 132);
      tty.resize(50, 132);
      expect(signals).toEqual([`${SIGWINCH} to 7`]);
      expect(tty.windowSize).toEqual({ rows: 50, columns: 132, widthPixels: 0, heightPixels: 0 });
    });

    test("hang-up ends readers with 0, fails writers with -EIO and tells the foreground group", () => {
      const { line, tty, signals, reader, idle } = terminal();
      tty.foregroundGroup = 7;
      const waiting = reader();
      line.onHangup?.();
      idle();
      expect(waiting.result).toBe(0);
      expect(tty.write(0, utf8Encode("x"))).toBe(-EIO);
      expect(tty.read(0, new Uint8Array(1))).toBe(0);
      expect(tty.poll() & POLLHUP).toBe(POLLHUP);
      expect(signals).toEqual([`${SIGHUP} to 7`, `${SIGCONT} to 7`]);
      tty.close();
      tty.open(RT_DEVICE_FLAG_RDWR);
      expect(tty.write(0, utf8Encode("x"))).toBe(1);
    });
  });

  describe("job control", () => {
    function jobs(tty: Tty) {
      const answers = { read: 0, change: 0, asked: [] as string[] };
      tty.jobControl = {
        checkRead: () => (answers.asked.push("read"), answers.read),
        checkChange: () => (answers.asked.push("change"), answers.change),
        foregroundGroup: () => 5,
        setForegroundGroup: (_tty, pgid) => (answers.asked.push(`set ${pgid}`), 0),
        acquire: (_tty, force) => (answers.asked.push(`acquire ${force}`), 0),
        release: () => 0,
      };
      return answers;
    }

    test("is asked before a read, and its refusal is the result", () => {
      const { tty } = terminal();
      const answers = jobs(tty);
      answers.read = -512;
      expect(tty.read(0, new Uint8Array(1))).toBe(-512);
      expect(tty.readNow(0, new Uint8Array(1))).toBe(-512);
    });

    test("is asked again when a waiting reader wakes up", () => {
      const { tty, line, reader, idle } = terminal();
      const answers = jobs(tty);
      const waiting = reader();
      answers.read = -512;
      line.type("x\r");
      idle();
      expect(waiting.result).toBe(-512);
    });

    test("is asked before a write only when TOSTOP is set, and before every change of settings", () => {
      const { tty } = terminal();
      const answers = jobs(tty);
      answers.change = -512;
      expect(tty.write(0, utf8Encode("x"))).toBe(1);
      const termios = tty.getTermios();
      termios.lflag |= TOSTOP;
      expect(tty.control(TCSETS, new BufferArg(encodeTermios(termios)))).toBe(-512);
      tty.setTermios(termios);
      expect(tty.write(0, utf8Encode("x"))).toBe(-512);
    });

    test("answers the calls about groups and sessions", () => {
      const { tty } = terminal();
      const answers = jobs(tty);
      const pgid = new Uint8Array(4);
      expect(tty.control(TIOCGPGRP, new BufferArg(pgid))).toBe(0);
      expect(pgid[0]).toBe(5);
      expect(tty.control(TIOCSPGRP, new BufferArg(Uint8Array.of(9, 0, 0, 0)))).toBe(0);
      expect(tty.control(TIOCSPGRP, new BufferArg(new Uint8Array(4).fill(0xff)))).toBe(-EINVAL);
      expect(tty.control(TIOCSCTTY, new NumberArg(1))).toBe(0);
      expect(answers.asked).toEqual(["set 9", "acquire 1"]);
    });
  });

  describe("ioctl", () => {
    test("TCGETS gives Linux's struct, TCSETS takes it", () => {
      const { tty } = terminal();
      const bytes = new Uint8Array(TERMIOS_SIZE);
      expect(tty.control(TCGETS, new BufferArg(bytes))).toBe(0);
      expect(Array.from(new Uint32Array(bytes.slice(0, 16).buffer), (word) => word.toString(8))).toEqual([
        "42400",
        "5",
        "6277",
        "105073",
      ]);
      expect(bytes[17]).toBe(3);
      bytes[12] &= ~(ICANON | ECHO);
      expect(tty.control(TCSETS, new BufferArg(bytes))).toBe(0);
      expect(tty.getTermios().lflag & (ICANON | ECHO)).toBe(0);
      expect(decodeTermios(encodeTermios(tty.getTermios()))).toEqual(tty.getTermios());
      expect(tty.control(TCGETS2, new BufferArg(new Uint8Array(TERMIOS2_SIZE)))).toBe(0);
    });

    test("a bad address is -EFAULT and changes nothing", () => {
      const { tty } = terminal();
      const before = tty.getTermios();
      for (const cmd of [TCGETS, TCSETS, TIOCGWINSZ, TIOCSWINSZ, FIONREAD, TIOCGPGRP, TIOCSPGRP, TIOCSTI]) {
        expect(tty.control(cmd, new NumberArg(0))).toBe(-14);
      }
      expect(tty.getTermios()).toEqual(before);
    });

    test("TCSETSW and TCSBRK wait for output to leave; TCSETSF drops input too", () => {
      const { tty, line, thread, idle } = terminal();
      line.capacity = 1000;
      tty.write(0, utf8Encode("slow"));
      line.type("typed\r");
      const termios = tty.getTermios();
      termios.oflag = OPOST;
      const results: unknown[] = [];
      for (const cmd of [TCSETSW, TCSETSF, TCSBRK]) {
        thread(function* () {
          results.push(yield* settle(tty.control(cmd, new BufferArg(encodeTermios(termios)))));
        });
      }
      idle();
      expect(results).toEqual([]);
      expect(tty.getTermios().oflag & ONLCR).toBe(ONLCR);
      line.deliver();
      idle();
      expect(results).toEqual([0, 0, 0]);
      expect(tty.getTermios().oflag).toBe(OPOST);
      expect(tty.available).toBe(0);
    });

    test("FIONREAD, TIOCOUTQ, TCFLSH, TCXONC and TIOCSTI do what they say", () => {
      const { tty, line, readNow } = terminal();
      const count = new Uint8Array(4);
      line.type("abc\r");
      tty.control(FIONREAD, new BufferArg(count));
      expect(count[0]).toBe(4);
      expect(tty.control(TCFLSH, new NumberArg(TCIFLUSH))).toBe(0);
      expect(tty.control(TCFLSH, new NumberArg(9))).toBe(-EINVAL);
      expect(tty.available).toBe(0);
      line.delivered = "";
      tty.control(TCXONC, new NumberArg(TCOOFF));
      tty.write(0, utf8Encode("held"));
      tty.control(TIOCOUTQ, new BufferArg(count));
      expect(count[0]).toBe(4);
      tty.control(TCXONC, new NumberArg(TCOON));
      expect(line.delivered).toBe("held");
      for (const char of "q\r") tty.control(TIOCSTI, new BufferArg(utf8Encode(char)));
      expect(readNow()).toBe("q\n");
    });

    test("the window size goes in and out", () => {
      const { tty } = terminal();
      const size = new Uint8Array(8);
      tty.control(TIOCGWINSZ, new BufferArg(size));
      expect([...size]).toEqual([24, 0, 80, 0, 0, 0, 0, 0]);
      expect(tty.control(TIOCSWINSZ, new BufferArg(Uint8Array.of(40, 0, 0x2c, 1, 0, 0, 0, 0)))).toBe(0);
      expect(tty.windowSize.columns).toBe(300);
    });

    test("what is no terminal's business is -ENOTTY, and so is the session of a terminal without one", () => {
      const { tty } = terminal();
      expect(tty.control(0x1234, new NumberArg(0))).toBe(-ENOTTY);
      expect(tty.control(TIOCGSID, new BufferArg(new Uint8Array(4)))).toBe(-ENOTTY);
    });
  });

  test("settings changed while a thread waits count for that read", () => {
    const { tty, line, reader, idle } = terminal();
    const waiting = reader();
    line.type("ab");
    tty.setTermios(rawTermios(tty.getTermios()));
    idle();
    expect(waiting.text()).toBe("ab");
  });

  test("poll waiters are woken by a finished line", () => {
    const { tty, line, thread, idle } = terminal();
    let woken = -1;
    thread(function* () {
      woken = yield* tty.waitQueue.wait(WAIT_INTERRUPTIBLE);
    });
    expect(tty.hasReader).toBe(true);
    line.type("x");
    idle();
    expect(woken).toBe(-1);
    line.type("\r");
    idle();
    expect(woken).toBe(0);
  });
});

describe("Console", () => {
  test("prints through the chosen device and stands for it as a node", () => {
    const { kernel, tty, line } = terminal();
    const console = new Console(kernel);
    console.print("nowhere");
    expect(console.node.target()).toBe(-ENXIO);
    expect(console.node.open(0)).toBe(-ENXIO);
    expect(console.setDevice(tty)).toBe(0);
    expect(tty.refCount).toBe(2);
    console.print("hello\n");
    expect(line.delivered).toBe("hello\r\n");
    expect(console.node.target()).toBe(tty);
    console.node.write(0, utf8Encode("x"));
    expect(line.delivered).toBe("hello\r\nx");
  });

  test("closes the device it leaves", () => {
    const { kernel, tty } = terminal();
    const other = terminal().tty;
    const console = new Console(kernel);
    console.setDevice(tty);
    console.setDevice(other);
    expect([tty.refCount, other.refCount]).toEqual([1, 2]);
  });
});

describe("AliasDevice", () => {
  test("passes everything on to what it stands for at the moment", () => {
    const { kernel, tty, line } = terminal();
    let target: Tty | number = -ENXIO;
    const alias = new AliasDevice(kernel, 5, 0, () => target);
    expect([alias.open(0), alias.read(0, new Uint8Array(1)), alias.poll()]).toEqual([-ENXIO, -ENXIO, 0]);
    target = tty;
    expect(alias.open(RT_DEVICE_FLAG_RDWR)).toBe(0);
    line.type("a\r");
    expect(alias.poll() & POLLIN).toBe(POLLIN);
    const buf = new Uint8Array(4);
    expect(alias.read(0, buf)).toBe(2);
    expect(alias.waitQueue).toBe(tty.waitQueue);
    expect(alias.control(TIOCGSID, new NumberArg(0))).toBe(-ENOTTY);
    expect(alias.close()).toBe(0);
    expect(tty.refCount).toBe(1);
  });
});
