// A thread's last error as RT-Thread's lists print it: seven characters.
// Source: RT-Thread src/kservice.c rt_strerror.

import {
  EBUSY,
  EFAULT,
  EINTR,
  EINVAL,
  EIO,
  ENODATA,
  ENOENT,
  ENOMEM,
  ENOSPC,
  ENOSYS,
  EPERM,
  ERROR,
  ETIMEDOUT,
  ETRAP,
  errnoName,
} from "@keel/abi";

const WIDTH = 7;

const TEXT: ReadonlyMap<number, string> = new Map([
  [0, "OK"],
  [ERROR, "ERROR"],
  [ETIMEDOUT, "ETIMOUT"],
  [ENOSPC, "ERSFULL"],
  [ENODATA, "ERSEPTY"],
  [ENOMEM, "ENOMEM"],
  [ENOSYS, "ENOSYS"],
  [EBUSY, "EBUSY"],
  [EIO, "EIO"],
  [EINTR, "EINTRPT"],
  [EINVAL, "EINVAL"],
  [ENOENT, "ENOENT"],
  [EPERM, "EPERM"],
  [ETRAP, "ETRAP"],
  [EFAULT, "EFAULT"],
]);

/** `error` is 0 or -errno. */
export function errorColumn(error: number): string {
  const errno = Math.abs(error);
  return (TEXT.get(errno) ?? errnoName(errno)).slice(0, WIDTH).padEnd(WIDTH);
}
