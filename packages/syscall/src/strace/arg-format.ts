// How one argument of a system call is written in a trace. A call's descriptor lists one format
// per argument; the printer asks those that are input before the call and those that are output
// after it, when the kernel has filled them in.

/** What a format may read of the calling process; an address space fits. */
export interface UserMemory {
  /** Copies user bytes to `dst`; 0 or -EFAULT. */
  copyIn(va: number, dst: Uint8Array): number;
}

/** The call whose arguments are being written. */
export interface TracedCall {
  readonly memory: UserMemory;
  readonly args: readonly number[];
  /** The result, once there is one; output arguments of a failed call are addresses. */
  readonly result: number;
}

export interface ArgFormat {
  /** Whether the call fills the argument in, so that it can only be written afterwards. */
  readonly isOutput: boolean;
  text(value: number, call: TracedCall): string;
}

/** A format for an argument that is known when the call begins. */
export function input(text: (value: number, call: TracedCall) => string): ArgFormat {
  return { isOutput: false, text };
}

/** A format for memory that the call fills in: an address if the call failed or wrote nothing. */
export function output(text: (value: number, call: TracedCall) => string): ArgFormat {
  return {
    isOutput: true,
    text: (value, call) => (call.result < 0 || value === 0 ? address(value) : text(value, call)),
  };
}

/** `NULL`, or the address in hexadecimal. */
export function address(value: number): string {
  return value === 0 ? "NULL" : hexadecimal(value);
}

/** A register's 64 bits in hexadecimal, read as unsigned. */
export function hexadecimal(value: number): string {
  if (value >= 0) return `0x${value.toString(16)}`;
  const lo = value >>> 0;
  const hi = Math.floor(value / 0x1_0000_0000) >>> 0;
  return `0x${hi.toString(16)}${lo.toString(16).padStart(8, "0")}`;
}

/** The user's structure of `size` bytes at `va`, or null when it is not readable. */
export function readStruct(memory: UserMemory, va: number, size: number): DataView | null {
  const bytes = new Uint8Array(size);
  return va !== 0 && memory.copyIn(va, bytes) === 0 ? new DataView(bytes.buffer) : null;
}

/** A format for a structure that the call reads. */
export function structIn(size: number, text: (view: DataView) => string): ArgFormat {
  return input((value, call) => {
    const view = readStruct(call.memory, value, size);
    return view === null ? address(value) : text(view);
  });
}

/** A format for a structure that the call fills in. */
export function structOut(size: number, text: (view: DataView) => string): ArgFormat {
  return output((value, call) => {
    const view = readStruct(call.memory, value, size);
    return view === null ? address(value) : text(view);
  });
}
