// Calls that Keel knows and does not have. Each answers the error by which programs and libcs find
// out and go another way, so that they are not reported as unknown.

import * as abi from "@keel/abi";
import { refuseSyscall, type Syscall } from "../syscall.ts";

const NO_NETWORK = "no network yet";
const NO_SOCKET = "there are no sockets, so that no descriptor is one";
const NO_ATTRIBUTES = "no extended attributes";
const OLD_WAY = "libcs fall back";

export const socket: Syscall = refuseSyscall(abi.SYS_socket, "socket", abi.EAFNOSUPPORT, NO_NETWORK);
export const socketpair: Syscall = refuseSyscall(
  abi.SYS_socketpair,
  "socketpair",
  abi.EAFNOSUPPORT,
  NO_NETWORK,
);
export const bind: Syscall = refuseSyscall(abi.SYS_bind, "bind", abi.ENOTSOCK, NO_SOCKET);
export const listen: Syscall = refuseSyscall(abi.SYS_listen, "listen", abi.ENOTSOCK, NO_SOCKET);
export const accept: Syscall = refuseSyscall(abi.SYS_accept, "accept", abi.ENOTSOCK, NO_SOCKET);
export const accept4: Syscall = refuseSyscall(abi.SYS_accept4, "accept4", abi.ENOTSOCK, NO_SOCKET);
export const connect: Syscall = refuseSyscall(abi.SYS_connect, "connect", abi.ENOTSOCK, NO_SOCKET);
export const getsockname: Syscall = refuseSyscall(
  abi.SYS_getsockname,
  "getsockname",
  abi.ENOTSOCK,
  NO_SOCKET,
);
export const getpeername: Syscall = refuseSyscall(
  abi.SYS_getpeername,
  "getpeername",
  abi.ENOTSOCK,
  NO_SOCKET,
);
export const sendto: Syscall = refuseSyscall(abi.SYS_sendto, "sendto", abi.ENOTSOCK, NO_SOCKET);
export const recvfrom: Syscall = refuseSyscall(abi.SYS_recvfrom, "recvfrom", abi.ENOTSOCK, NO_SOCKET);
export const sendmsg: Syscall = refuseSyscall(abi.SYS_sendmsg, "sendmsg", abi.ENOTSOCK, NO_SOCKET);
export const recvmsg: Syscall = refuseSyscall(abi.SYS_recvmsg, "recvmsg", abi.ENOTSOCK, NO_SOCKET);
export const setsockopt: Syscall = refuseSyscall(abi.SYS_setsockopt, "setsockopt", abi.ENOTSOCK, NO_SOCKET);
export const getsockopt: Syscall = refuseSyscall(abi.SYS_getsockopt, "getsockopt", abi.ENOTSOCK, NO_SOCKET);
export const shutdown: Syscall = refuseSyscall(abi.SYS_shutdown, "shutdown", abi.ENOTSOCK, NO_SOCKET);

export const getxattr: Syscall = refuseSyscall(abi.SYS_getxattr, "getxattr", abi.EOPNOTSUPP, NO_ATTRIBUTES);
export const lgetxattr: Syscall = refuseSyscall(
  abi.SYS_lgetxattr,
  "lgetxattr",
  abi.EOPNOTSUPP,
  NO_ATTRIBUTES,
);
export const fgetxattr: Syscall = refuseSyscall(
  abi.SYS_fgetxattr,
  "fgetxattr",
  abi.EOPNOTSUPP,
  NO_ATTRIBUTES,
);
export const setxattr: Syscall = refuseSyscall(abi.SYS_setxattr, "setxattr", abi.EOPNOTSUPP, NO_ATTRIBUTES);
export const lsetxattr: Syscall = refuseSyscall(
  abi.SYS_lsetxattr,
  "lsetxattr",
  abi.EOPNOTSUPP,
  NO_ATTRIBUTES,
);
export const fsetxattr: Syscall = refuseSyscall(
  abi.SYS_fsetxattr,
  "fsetxattr",
  abi.EOPNOTSUPP,
  NO_ATTRIBUTES,
);
export const listxattr: Syscall = refuseSyscall(
  abi.SYS_listxattr,
  "listxattr",
  abi.EOPNOTSUPP,
  NO_ATTRIBUTES,
);
export const llistxattr: Syscall = refuseSyscall(
  abi.SYS_llistxattr,
  "llistxattr",
  abi.EOPNOTSUPP,
  NO_ATTRIBUTES,
);
export const flistxattr: Syscall = refuseSyscall(
  abi.SYS_flistxattr,
  "flistxattr",
  abi.EOPNOTSUPP,
  NO_ATTRIBUTES,
);

export const rseq: Syscall = refuseSyscall(abi.SYS_rseq, "rseq", abi.ENOSYS, "not needed on one processor");
export const openat2: Syscall = refuseSyscall(abi.SYS_openat2, "openat2", abi.ENOSYS, "programs use openat");
export const splice: Syscall = refuseSyscall(abi.SYS_splice, "splice", abi.EINVAL, "programs copy instead");
export const ptrace: Syscall = refuseSyscall(
  abi.SYS_ptrace,
  "ptrace",
  abi.EPERM,
  "no debugging of processes yet",
);
export const inotifyInit1: Syscall = refuseSyscall(
  abi.SYS_inotify_init1,
  "inotify_init1",
  abi.ENOSYS,
  "programs poll instead",
);
export const signalfd4: Syscall = refuseSyscall(
  abi.SYS_signalfd4,
  "signalfd4",
  abi.ENOSYS,
  "programs use handlers or rt_sigtimedwait",
);
export const pidfdOpen: Syscall = refuseSyscall(abi.SYS_pidfd_open, "pidfd_open", abi.ENOSYS, OLD_WAY);
export const io_uring_setup: Syscall = refuseSyscall(
  abi.SYS_io_uring_setup,
  "io_uring_setup",
  abi.ENOSYS,
  "programs use plain calls",
);
