// Generated from src/linux and abi's numbers by tooling/generate.ts. Do not edit: run pnpm generate.

import { faccessat as sys_faccessat, faccessat2 as sys_faccessat2 } from "./linux/access.ts";
import { brk as sys_brk } from "./linux/brk.ts";
import { capget as sys_capget, capset as sys_capset } from "./linux/capget.ts";
import { chdir as sys_chdir, chroot as sys_chroot, fchdir as sys_fchdir } from "./linux/chdir.ts";
import { fchmod as sys_fchmod, fchmodat as sys_fchmodat, fchmodat2 as sys_fchmodat2 } from "./linux/chmod.ts";
import { fchown as sys_fchown, fchownat as sys_fchownat } from "./linux/chown.ts";
import { clockGetres as sys_clock_getres, clockGettime as sys_clock_gettime, clockSettime as sys_clock_settime } from "./linux/clock.ts";
import { clone as sys_clone, clone3 as sys_clone3 } from "./linux/clone.ts";
import { close as sys_close, closeRange as sys_close_range } from "./linux/close.ts";
import { dup as sys_dup, dup3 as sys_dup3 } from "./linux/dup.ts";
import { epollCreate1 as sys_epoll_create1, epollCtl as sys_epoll_ctl, epollPwait as sys_epoll_pwait, epollPwait2 as sys_epoll_pwait2 } from "./linux/epoll.ts";
import { eventfd2 as sys_eventfd2 } from "./linux/eventfd2.ts";
import { execve as sys_execve, execveat as sys_execveat } from "./linux/execve.ts";
import { exit as sys_exit, exitGroup as sys_exit_group } from "./linux/exit.ts";
import { fadvise64 as sys_fadvise64, readahead as sys_readahead } from "./linux/fadvise64.ts";
import { fcntl as sys_fcntl } from "./linux/fcntl.ts";
import { flock as sys_flock } from "./linux/flock.ts";
import { fallocate as sys_fallocate, ftruncate as sys_ftruncate, truncate as sys_truncate } from "./linux/ftruncate.ts";
import { futex as sys_futex } from "./linux/futex.ts";
import { getcwd as sys_getcwd } from "./linux/getcwd.ts";
import { getdents64 as sys_getdents64 } from "./linux/getdents64.ts";
import { getgroups as sys_getgroups, setgroups as sys_setgroups } from "./linux/getgroups.ts";
import { getpid as sys_getpid, getppid as sys_getppid, gettid as sys_gettid } from "./linux/getpid.ts";
import { getpriority as sys_getpriority, setpriority as sys_setpriority } from "./linux/getpriority.ts";
import { getrandom as sys_getrandom } from "./linux/getrandom.ts";
import { getrusage as sys_getrusage, times as sys_times } from "./linux/getrusage.ts";
import { gettimeofday as sys_gettimeofday, settimeofday as sys_settimeofday } from "./linux/gettimeofday.ts";
import { getegid as sys_getegid, geteuid as sys_geteuid, getgid as sys_getgid, getresgid as sys_getresgid, getresuid as sys_getresuid, getuid as sys_getuid } from "./linux/getuid.ts";
import { ioctl as sys_ioctl } from "./linux/ioctl.ts";
import { getitimer as sys_getitimer, setitimer as sys_setitimer } from "./linux/itimer.ts";
import { kill as sys_kill, rtSigqueueinfo as sys_rt_sigqueueinfo, rtTgsigqueueinfo as sys_rt_tgsigqueueinfo, tgkill as sys_tgkill, tkill as sys_tkill } from "./linux/kill.ts";
import { linkat as sys_linkat, readlinkat as sys_readlinkat, symlinkat as sys_symlinkat } from "./linux/linkat.ts";
import { lseek as sys_lseek } from "./linux/lseek.ts";
import { madvise as sys_madvise } from "./linux/madvise.ts";
import { membarrier as sys_membarrier } from "./linux/membarrier.ts";
import { memfdCreate as sys_memfd_create } from "./linux/memfd-create.ts";
import { mincore as sys_mincore } from "./linux/mincore.ts";
import { mkdirat as sys_mkdirat, mknodat as sys_mknodat } from "./linux/mkdirat.ts";
import { mlock as sys_mlock, mlock2 as sys_mlock2, mlockall as sys_mlockall, munlock as sys_munlock, munlockall as sys_munlockall } from "./linux/mlock.ts";
import { mmap as sys_mmap, munmap as sys_munmap } from "./linux/mmap.ts";
import { mount as sys_mount, umount2 as sys_umount2 } from "./linux/mount.ts";
import { mprotect as sys_mprotect } from "./linux/mprotect.ts";
import { mremap as sys_mremap } from "./linux/mremap.ts";
import { msync as sys_msync } from "./linux/msync.ts";
import { clockNanosleep as sys_clock_nanosleep, nanosleep as sys_nanosleep } from "./linux/nanosleep.ts";
import { openat as sys_openat } from "./linux/openat.ts";
import { personality as sys_personality } from "./linux/personality.ts";
import { pipe2 as sys_pipe2 } from "./linux/pipe2.ts";
import { timerCreate as sys_timer_create, timerDelete as sys_timer_delete, timerGetoverrun as sys_timer_getoverrun, timerGettime as sys_timer_gettime, timerSettime as sys_timer_settime } from "./linux/posix-timer.ts";
import { ppoll as sys_ppoll } from "./linux/ppoll.ts";
import { prctl as sys_prctl } from "./linux/prctl.ts";
import { getrlimit as sys_getrlimit, prlimit64 as sys_prlimit64, setrlimit as sys_setrlimit } from "./linux/prlimit64.ts";
import { pselect6 as sys_pselect6 } from "./linux/pselect6.ts";
import { pread64 as sys_pread64, read as sys_read } from "./linux/read.ts";
import { preadv as sys_preadv, preadv2 as sys_preadv2, readv as sys_readv } from "./linux/readv.ts";
import { reboot as sys_reboot } from "./linux/reboot.ts";
import { accept as sys_accept, accept4 as sys_accept4, bind as sys_bind, connect as sys_connect, fgetxattr as sys_fgetxattr, flistxattr as sys_flistxattr, fsetxattr as sys_fsetxattr, getpeername as sys_getpeername, getsockname as sys_getsockname, getsockopt as sys_getsockopt, getxattr as sys_getxattr, inotifyInit1 as sys_inotify_init1, io_uring_setup as sys_io_uring_setup, lgetxattr as sys_lgetxattr, listen as sys_listen, listxattr as sys_listxattr, llistxattr as sys_llistxattr, lsetxattr as sys_lsetxattr, openat2 as sys_openat2, pidfdOpen as sys_pidfd_open, ptrace as sys_ptrace, recvfrom as sys_recvfrom, recvmsg as sys_recvmsg, rseq as sys_rseq, sendmsg as sys_sendmsg, sendto as sys_sendto, setsockopt as sys_setsockopt, setxattr as sys_setxattr, shutdown as sys_shutdown, signalfd4 as sys_signalfd4, socket as sys_socket, socketpair as sys_socketpair, splice as sys_splice } from "./linux/refused.ts";
import { renameat2 as sys_renameat2 } from "./linux/renameat2.ts";
import { riscvFlushIcache as sys_riscv_flush_icache, riscvHwprobe as sys_riscv_hwprobe } from "./linux/riscv.ts";
import { getRobustList as sys_get_robust_list, setRobustList as sys_set_robust_list, setTidAddress as sys_set_tid_address } from "./linux/robust-list.ts";
import { rtSigaction as sys_rt_sigaction } from "./linux/rt-sigaction.ts";
import { rtSigpending as sys_rt_sigpending, rtSigprocmask as sys_rt_sigprocmask } from "./linux/rt-sigprocmask.ts";
import { restartSyscall as sys_restart_syscall, rtSigreturn as sys_rt_sigreturn } from "./linux/rt-sigreturn.ts";
import { rtSigsuspend as sys_rt_sigsuspend, rtSigtimedwait as sys_rt_sigtimedwait } from "./linux/rt-sigsuspend.ts";
import { getcpu as sys_getcpu, schedGetaffinity as sys_sched_getaffinity, schedSetaffinity as sys_sched_setaffinity } from "./linux/sched-affinity.ts";
import { schedGetPriorityMax as sys_sched_get_priority_max, schedGetPriorityMin as sys_sched_get_priority_min, schedGetparam as sys_sched_getparam, schedGetscheduler as sys_sched_getscheduler, schedRrGetInterval as sys_sched_rr_get_interval, schedSetparam as sys_sched_setparam, schedSetscheduler as sys_sched_setscheduler, schedYield as sys_sched_yield } from "./linux/sched.ts";
import { copyFileRange as sys_copy_file_range, sendfile as sys_sendfile } from "./linux/sendfile.ts";
import { getpgid as sys_getpgid, getsid as sys_getsid, setpgid as sys_setpgid, setsid as sys_setsid } from "./linux/setpgid.ts";
import { setfsgid as sys_setfsgid, setfsuid as sys_setfsuid, setgid as sys_setgid, setregid as sys_setregid, setresgid as sys_setresgid, setresuid as sys_setresuid, setreuid as sys_setreuid, setuid as sys_setuid } from "./linux/setuid.ts";
import { sigaltstack as sys_sigaltstack } from "./linux/sigaltstack.ts";
import { fstat as sys_fstat, newfstatat as sys_newfstatat } from "./linux/stat.ts";
import { fstatfs as sys_fstatfs, statfs as sys_statfs } from "./linux/statfs.ts";
import { statx as sys_statx } from "./linux/statx.ts";
import { fdatasync as sys_fdatasync, fsync as sys_fsync, sync as sys_sync, syncFileRange as sys_sync_file_range, syncfs as sys_syncfs } from "./linux/sync.ts";
import { sysinfo as sys_sysinfo } from "./linux/sysinfo.ts";
import { syslog as sys_syslog } from "./linux/syslog.ts";
import { timerfdCreate as sys_timerfd_create, timerfdGettime as sys_timerfd_gettime, timerfdSettime as sys_timerfd_settime } from "./linux/timerfd.ts";
import { umask as sys_umask } from "./linux/umask.ts";
import { setdomainname as sys_setdomainname, sethostname as sys_sethostname, uname as sys_uname } from "./linux/uname.ts";
import { unlinkat as sys_unlinkat } from "./linux/unlinkat.ts";
import { utimensat as sys_utimensat } from "./linux/utimensat.ts";
import { wait4 as sys_wait4, waitid as sys_waitid } from "./linux/wait4.ts";
import { pwrite64 as sys_pwrite64, write as sys_write } from "./linux/write.ts";
import { pwritev as sys_pwritev, pwritev2 as sys_pwritev2, writev as sys_writev } from "./linux/writev.ts";
import type { Syscall } from "./syscall.ts";

/** The Linux riscv64 system calls that Keel has, by number. */
export const LINUX_SYSCALLS: readonly Syscall[] = [
  sys_setxattr,
  sys_lsetxattr,
  sys_fsetxattr,
  sys_getxattr,
  sys_lgetxattr,
  sys_fgetxattr,
  sys_listxattr,
  sys_llistxattr,
  sys_flistxattr,
  sys_getcwd,
  sys_eventfd2,
  sys_epoll_create1,
  sys_epoll_ctl,
  sys_epoll_pwait,
  sys_dup,
  sys_dup3,
  sys_fcntl,
  sys_inotify_init1,
  sys_ioctl,
  sys_flock,
  sys_mknodat,
  sys_mkdirat,
  sys_unlinkat,
  sys_symlinkat,
  sys_linkat,
  sys_umount2,
  sys_mount,
  sys_statfs,
  sys_fstatfs,
  sys_truncate,
  sys_ftruncate,
  sys_fallocate,
  sys_faccessat,
  sys_chdir,
  sys_fchdir,
  sys_chroot,
  sys_fchmod,
  sys_fchmodat,
  sys_fchownat,
  sys_fchown,
  sys_openat,
  sys_close,
  sys_pipe2,
  sys_getdents64,
  sys_lseek,
  sys_read,
  sys_write,
  sys_readv,
  sys_writev,
  sys_pread64,
  sys_pwrite64,
  sys_preadv,
  sys_pwritev,
  sys_sendfile,
  sys_pselect6,
  sys_ppoll,
  sys_signalfd4,
  sys_splice,
  sys_readlinkat,
  sys_newfstatat,
  sys_fstat,
  sys_sync,
  sys_fsync,
  sys_fdatasync,
  sys_sync_file_range,
  sys_timerfd_create,
  sys_timerfd_settime,
  sys_timerfd_gettime,
  sys_utimensat,
  sys_capget,
  sys_capset,
  sys_personality,
  sys_exit,
  sys_exit_group,
  sys_waitid,
  sys_set_tid_address,
  sys_futex,
  sys_set_robust_list,
  sys_get_robust_list,
  sys_nanosleep,
  sys_getitimer,
  sys_setitimer,
  sys_timer_create,
  sys_timer_gettime,
  sys_timer_getoverrun,
  sys_timer_settime,
  sys_timer_delete,
  sys_clock_settime,
  sys_clock_gettime,
  sys_clock_getres,
  sys_clock_nanosleep,
  sys_syslog,
  sys_ptrace,
  sys_sched_setparam,
  sys_sched_setscheduler,
  sys_sched_getscheduler,
  sys_sched_getparam,
  sys_sched_setaffinity,
  sys_sched_getaffinity,
  sys_sched_yield,
  sys_sched_get_priority_max,
  sys_sched_get_priority_min,
  sys_sched_rr_get_interval,
  sys_restart_syscall,
  sys_kill,
  sys_tkill,
  sys_tgkill,
  sys_sigaltstack,
  sys_rt_sigsuspend,
  sys_rt_sigaction,
  sys_rt_sigprocmask,
  sys_rt_sigpending,
  sys_rt_sigtimedwait,
  sys_rt_sigqueueinfo,
  sys_rt_sigreturn,
  sys_setpriority,
  sys_getpriority,
  sys_reboot,
  sys_setregid,
  sys_setgid,
  sys_setreuid,
  sys_setuid,
  sys_setresuid,
  sys_getresuid,
  sys_setresgid,
  sys_getresgid,
  sys_setfsuid,
  sys_setfsgid,
  sys_times,
  sys_setpgid,
  sys_getpgid,
  sys_getsid,
  sys_setsid,
  sys_getgroups,
  sys_setgroups,
  sys_uname,
  sys_sethostname,
  sys_setdomainname,
  sys_getrlimit,
  sys_setrlimit,
  sys_getrusage,
  sys_umask,
  sys_prctl,
  sys_getcpu,
  sys_gettimeofday,
  sys_settimeofday,
  sys_getpid,
  sys_getppid,
  sys_getuid,
  sys_geteuid,
  sys_getgid,
  sys_getegid,
  sys_gettid,
  sys_sysinfo,
  sys_socket,
  sys_socketpair,
  sys_bind,
  sys_listen,
  sys_accept,
  sys_connect,
  sys_getsockname,
  sys_getpeername,
  sys_sendto,
  sys_recvfrom,
  sys_setsockopt,
  sys_getsockopt,
  sys_shutdown,
  sys_sendmsg,
  sys_recvmsg,
  sys_readahead,
  sys_brk,
  sys_munmap,
  sys_mremap,
  sys_clone,
  sys_execve,
  sys_mmap,
  sys_fadvise64,
  sys_mprotect,
  sys_msync,
  sys_mlock,
  sys_munlock,
  sys_mlockall,
  sys_munlockall,
  sys_mincore,
  sys_madvise,
  sys_rt_tgsigqueueinfo,
  sys_accept4,
  sys_riscv_hwprobe,
  sys_riscv_flush_icache,
  sys_wait4,
  sys_prlimit64,
  sys_syncfs,
  sys_renameat2,
  sys_getrandom,
  sys_memfd_create,
  sys_execveat,
  sys_membarrier,
  sys_mlock2,
  sys_copy_file_range,
  sys_preadv2,
  sys_pwritev2,
  sys_statx,
  sys_rseq,
  sys_io_uring_setup,
  sys_pidfd_open,
  sys_clone3,
  sys_close_range,
  sys_openat2,
  sys_faccessat2,
  sys_epoll_pwait2,
  sys_fchmodat2,
];
