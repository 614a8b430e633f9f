// pipe2: a pipe, as two descriptors. man 2 pipe.

import { EFAULT, EINVAL, EMFILE, O_CLOEXEC, O_DIRECT, O_NONBLOCK, SYS_pipe2 } from "@keel/abi";
import { createPipe } from "@keel/dfs";
import { descriptorPairOut, fdFlags } from "../strace/file-format.ts";
import { defineSyscall, type Syscall } from "../syscall.ts";

export const pipe2: Syscall = defineSyscall({
  nr: SYS_pipe2,
  name: "pipe2",
  args: [descriptorPairOut, fdFlags],
  level: "partial",
  note: "O_DIRECT (packets) is refused with EINVAL",
  run(ctx, va, flags) {
    if ((flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT)) !== 0 || (flags & O_DIRECT) !== 0) return -EINVAL;
    const { files } = ctx.lwp;
    if (!files.hasRoom(2)) return -EMFILE;
    if (!ctx.canWrite(va, 8)) return -EFAULT;
    const [reader, writer] = createPipe(ctx.kernel);
    reader.flags |= flags & O_NONBLOCK;
    writer.flags |= flags & O_NONBLOCK;
    const isCloexec = (flags & O_CLOEXEC) !== 0;
    ctx.view.setInt32(0, files.add(reader, isCloexec), true);
    ctx.view.setInt32(4, files.add(writer, isCloexec), true);
    return ctx.writeStruct(va, 8);
  },
});
