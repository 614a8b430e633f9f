// `free`: how much memory there is. Source: RT-Thread components/finsh/cmd.c cmd_free.

import { type Command, STATUS_OK } from "../command.ts";

const command: Command = {
  name: "free",
  help: "show memory usage",
  needs: "memory info",
  run(shell) {
    const info = shell.memoryInfo;
    const total = info.totalBytes();
    const used = info.usedBytes();
    shell.print(`total    : ${total}\n`);
    shell.print(`used     : ${used}\n`);
    shell.print(`maximum  : ${info.maximumBytes()}\n`);
    shell.print(`available: ${total - used}\n`);
    const { pages } = info;
    if (pages !== null) {
      shell.print(`pages    : ${pages.total()} of ${pages.sizeBytes} bytes, ${pages.free()} free\n`);
    }
    return STATUS_OK;
  },
  complete: () => [],
};

export default command;
