import {
  EAGAIN,
  EINTR,
  EPIPE,
  ESPIPE,
  FIONREAD,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
} from "@keel/abi";
import { BufferArg } from "@keel/device";
import { type Blocking, Kernel, runVirtual, settle, type Thread, VirtualClock } from "@keel/kernel";
import { utf8Decode, utf8Encode } from "@keel/klib";
import { beforeEach, describe, expect, test } from "vitest";
import { createPipe, type File, type PipeFile } from "../src/index.ts";
import { makeRamVfs, Posix, runNow } from "./posix.ts";

let kernel: Kernel;
let log: string[];

beforeEach(() => {
  kernel = new Kernel({ clock: new VirtualClock() });
  log = [];
});

function spawn(name: string, body: (thread: Thread) => Blocking<unknown>): Thread {
  const thread = kernel.createThread({ name, priority: 10, entry: body });
  thread.startup();
  return thread;
}

function run(): void {
  runVirtual(kernel, 3600e9);
}

function* readText(file: File, count: number): Blocking<string | number> {
  const buf = new Uint8Array(count);
  const got = yield* settle(file.read(buf));
  return got < 0 ? got : utf8Decode(buf.subarray(0, got));
}

/** Room in a pipe, found by writing byte after byte without waiting. */
function fill(writer: PipeFile, count: number): number {
  return runNow(writer.write(new Uint8Array(count)));
}

describe("createPipe", () => {
  test("carries bytes in order, without keeping the borders of writes", () => {
    const [reader, writer] = createPipe(kernel);
    runNow(writer.write(utf8Encode("one")));
    runNow(writer.write(utf8Encode("two")));
    expect(runNow(readText(reader, 4))).toBe("onet");
    expect(runNow(readText(reader, 100))).toBe("wo");
  });

  test("a reader waits for a writer's bytes", () => {
    const [reader, writer] = createPipe(kernel);
    spawn("reader", function* () {
      log.push(`got ${yield* readText(reader, 10)}`);
    });
    spawn("writer", function* () {
      log.push("writing");
      yield* settle(writer.write(utf8Encode("data")));
    });
    run();
    expect(log).toEqual(["writing", "got data"]);
  });

  test("reading is at the end when the last writer closes, a waiting reader too", () => {
    const [reader, writer] = createPipe(kernel);
    writer.ref();
    runNow(writer.write(utf8Encode("rest")));
    spawn("reader", function* () {
      log.push(`${yield* readText(reader, 10)}`);
      log.push(`end ${yield* readText(reader, 10)}`);
    });
    spawn("closer", function* () {
      yield* kernel.mdelay(5);
      writer.unref();
      yield* kernel.mdelay(5);
      log.push("last close");
      writer.unref();
    });
    run();
    expect(log).toEqual(["rest", "last close", "end "]);
  });

  test("writing without a reader is EPIPE, also for one that waits", () => {
    const [reader, writer] = createPipe(kernel);
    expect(fill(writer, 65536)).toBe(65536);
    spawn("writer", function* () {
      log.push(`write ${yield* settle(writer.write(utf8Encode("x")))}`);
    });
    spawn("closer", function* () {
      reader.unref();
      yield* kernel.yield_();
    });
    run();
    expect(log).toEqual([`write ${-EPIPE}`]);
    expect(runNow(writer.write(utf8Encode("y")))).toBe(-EPIPE);
  });

  test("up to PIPE_BUF bytes go in whole or wait", () => {
    const [reader, writer] = createPipe(kernel);
    fill(writer, 65536 - 100);
    spawn("writer", function* () {
      log.push(`wrote ${yield* settle(writer.write(new Uint8Array(4096).fill(7)))}`);
    });
    spawn("reader", function* () {
      const buf = new Uint8Array(3996);
      log.push(`read ${yield* settle(reader.read(buf.subarray(0, 3995)))}`);
      yield* kernel.mdelay(1);
      log.push(`read ${yield* settle(reader.read(buf.subarray(0, 1)))}`);
      yield* kernel.mdelay(1);
    });
    run();
    expect(log).toEqual(["read 3995", "read 1", "wrote 4096"]);
  });

  test("more than PIPE_BUF bytes go in pieces as space appears", () => {
    const [reader, writer] = createPipe(kernel);
    const data = new Uint8Array(200_000).map((_, i) => i % 251);
    const received: number[] = [];
    spawn("writer", function* () {
      log.push(`wrote ${yield* settle(writer.write(data))}`);
      writer.unref();
    });
    spawn("reader", function* () {
      const buf = new Uint8Array(1000);
      for (;;) {
        const got = yield* settle(reader.read(buf));
        if (got === 0) return;
        received.push(...buf.subarray(0, got));
      }
    });
    run();
    expect(log).toEqual(["wrote 200000"]);
    expect(received.length).toBe(data.length);
    expect(received.every((byte, i) => byte === i % 251)).toBe(true);
  });

  test("non-blocking: EAGAIN when empty or full, and long writes take what fits", () => {
    const [reader, writer] = createPipe(kernel, O_NONBLOCK);
    expect(runNow(reader.read(new Uint8Array(1)))).toBe(-EAGAIN);
    expect(fill(writer, 65000)).toBe(65000);
    expect(fill(writer, 4096)).toBe(-EAGAIN);
    expect(fill(writer, 4097)).toBe(536);
    expect(fill(writer, 1)).toBe(-EAGAIN);
    expect(fill(writer, 0)).toBe(0);
  });

  test("a signal ends a wait: EINTR with nothing done, the count when something was", () => {
    const [reader, writer] = createPipe(kernel);
    const waiting = spawn("reader", function* () {
      log.push(`read ${yield* readText(reader, 1)}`);
    });
    const writing = spawn("writer", function* () {
      yield* kernel.mdelay(2);
      log.push(`write ${yield* settle(writer.write(new Uint8Array(100_000)))}`);
    });
    spawn("signaller", function* () {
      yield* kernel.mdelay(1);
      waiting.wakeup(false);
      yield* kernel.mdelay(5);
      writing.wakeup(false);
    });
    run();
    expect(log).toEqual([`read ${-EINTR}`, "write 65536"]);
  });

  test("poll tells what would not wait", () => {
    const [reader, writer] = createPipe(kernel);
    expect(reader.poll() & (POLLIN | POLLHUP)).toBe(0);
    expect(writer.poll() & (POLLOUT | POLLERR)).toBe(POLLOUT);
    fill(writer, 65536);
    expect(reader.poll() & POLLIN).toBe(POLLIN);
    expect(writer.poll() & POLLOUT).toBe(0);
    runNow(reader.read(new Uint8Array(4095)));
    expect(writer.poll() & POLLOUT).toBe(0);
    runNow(reader.read(new Uint8Array(1)));
    expect(writer.poll() & POLLOUT).toBe(POLLOUT);
    writer.unref();
    expect(reader.poll() & (POLLIN | POLLHUP)).toBe(POLLIN | POLLHUP);
  });

  test("cannot seek, be truncated or read at a position; FIONREAD counts what waits", () => {
    const [reader, writer] = createPipe(kernel);
    fill(writer, 300);
    const bytes = new Uint8Array(4);
    expect(reader.seek(0, 0)).toBe(-ESPIPE);
    expect(runNow(reader.pread(bytes, 0))).toBe(-ESPIPE);
    expect(runNow(writer.pwrite(bytes, 0))).toBe(-ESPIPE);
    expect(runNow(writer.truncate(0))).toBeLessThan(0);
    expect(runNow(reader.ioctl(FIONREAD, new BufferArg(bytes)))).toBe(0);
    expect(bytes[0] | (bytes[1] << 8)).toBe(300);
  });

  test("is called pipe:[n] in /proc", () => {
    const [reader, writer] = createPipe(kernel);
    expect(reader.path).toMatch(/^pipe:\[\d+\]$/);
    expect(writer.path).toBe(reader.path);
  });
});

describe("FIFO", () => {
  let sys: Posix;

  beforeEach(() => {
    const vfs = makeRamVfs();
    kernel = vfs.kernel;
    sys = new Posix(vfs);
    sys.mkfifo("/fifo");
  });

  function* open(flags: number): Blocking<File> {
    const file = yield* sys.vfs.open(sys.base, "/fifo", flags);
    if (typeof file === "number") throw new Error(`open: ${file}`);
    return file;
  }

  test("opening one end waits for the other", () => {
    spawn("reader", function* () {
      const file = yield* open(O_RDONLY);
      log.push("reader open");
      log.push(`${yield* readText(file, 10)}`);
    });
    spawn("writer", function* () {
      log.push("writer opens");
      const file = yield* open(O_WRONLY);
      yield* settle(file.write(utf8Encode("hello")));
      file.unref();
    });
    run();
    expect(log).toEqual(["writer opens", "reader open", "hello"]);
  });

  test("a writer that came and went still lets the reader in", () => {
    spawn("reader", function* () {
      const file = yield* open(O_RDONLY);
      log.push(`read ${yield* readText(file, 10)}`);
    });
    spawn("writer", function* () {
      (yield* open(O_WRONLY)).unref();
    });
    run();
    expect(log).toEqual(["read "]);
  });

  test("with O_NONBLOCK reading opens at once, writing to nobody is ENXIO", () => {
    expect(sys.open("/fifo", O_WRONLY | O_NONBLOCK)).toBe("ENXIO");
    const reader = sys.open("/fifo", O_RDONLY | O_NONBLOCK);
    expect(sys.read(reader)).toBe("");
    const writer = sys.open("/fifo", O_WRONLY | O_NONBLOCK);
    expect(sys.write(writer, "x")).toBe(1);
    expect(sys.read(reader)).toBe("x");
    expect(sys.read(reader)).toBe("EAGAIN");
  });

  test("O_RDWR opens at once and can talk to itself", () => {
    const fd = sys.open("/fifo", O_RDWR);
    sys.write(fd, "echo");
    expect(sys.read(fd)).toBe("echo");
  });

  test("an open that is interrupted leaves no reader behind", () => {
    const waiting = spawn("reader", function* () {
      const file = yield* sys.vfs.open(sys.base, "/fifo", O_RDONLY);
      log.push(`open ${typeof file === "number" ? file : "done"}`);
    });
    spawn("signaller", function* () {
      yield* kernel.mdelay(1);
      waiting.wakeup(false);
    });
    run();
    expect(log).toEqual([`open ${-EINTR}`]);
    expect(sys.open("/fifo", O_WRONLY | O_NONBLOCK)).toBe("ENXIO");
  });

  test("an open whose thread is deleted leaves no reader behind", () => {
    const waiting = spawn("reader", function* () {
      yield* sys.vfs.open(sys.base, "/fifo", O_RDONLY);
    });
    spawn("killer", function* () {
      yield* kernel.mdelay(1);
      waiting.delete();
    });
    run();
    expect(sys.open("/fifo", O_WRONLY | O_NONBLOCK)).toBe("ENXIO");
  });
});
