// File modes, directory entry types, mount flags and file system magics (Linux stat.h, dirent.h, magic.h).

// st_mode: type
export const S_IFIFO = 4096;
export const S_IFCHR = 8192;
export const S_IFDIR = 16384;
export const S_IFBLK = 24576;
export const S_IFREG = 32768;
export const S_IFLNK = 40960;
export const S_IFSOCK = 49152;
export const S_IFMT = 61440;

// st_mode: permissions
export const S_IXOTH = 1;
export const S_IWOTH = 2;
export const S_IROTH = 4;
export const S_IRWXO = 7;
export const S_IXGRP = 8;
export const S_IWGRP = 16;
export const S_IRGRP = 32;
export const S_IRWXG = 56;
export const S_IXUSR = 64;
export const S_IWUSR = 128;
export const S_IRUSR = 256;
export const S_IRWXU = 448;
export const S_ISVTX = 512;
export const S_ISGID = 1024;
export const S_ISUID = 2048;

// utimensat
export const UTIME_OMIT = 0x3ffffffe;
export const UTIME_NOW = 0x3fffffff;

// statx
export const STATX_TYPE = 1;
export const STATX_MODE = 2;
export const STATX_NLINK = 4;
export const STATX_UID = 0x8;
export const STATX_GID = 0x10;
export const STATX_ATIME = 0x20;
export const STATX_MTIME = 0x40;
export const STATX_CTIME = 0x80;
export const STATX_INO = 0x100;
export const STATX_SIZE = 0x200;
export const STATX_BLOCKS = 0x400;
export const STATX_BASIC_STATS = 0x7ff;
export const STATX_BTIME = 0x800;
export const STATX_ALL = 0xfff;
export const STATX_MNT_ID = 0x1000;

// mount
export const MS_RDONLY = 1;
export const MS_NOSUID = 2;
export const MS_NODEV = 4;
export const MS_NOEXEC = 0x8;
export const MS_REMOUNT = 0x20;
export const MS_NOATIME = 0x400;
export const MS_BIND = 0x1000;
export const MS_MOVE = 0x2000;
export const MS_REC = 0x4000;
export const MS_SILENT = 0x8000;
export const MS_UNBINDABLE = 0x20000;
export const MS_PRIVATE = 0x40000;
export const MS_SLAVE = 0x80000;
export const MS_SHARED = 0x100000;
export const MS_RELATIME = 0x200000;
export const MS_STRICTATIME = 0x1000000;

// umount2
export const MNT_FORCE = 1;
export const MNT_DETACH = 2;
export const MNT_EXPIRE = 4;
export const UMOUNT_NOFOLLOW = 8;

// statfs f_type
export const DEVPTS_SUPER_MAGIC = 0x1cd1;
export const MSDOS_SUPER_MAGIC = 0x4d44;
export const PROC_SUPER_MAGIC = 0x9fa0;
export const TMPFS_MAGIC = 0x1021994;
export const PIPEFS_MAGIC = 0x50495045;
export const RAMFS_MAGIC = 0x858458f6;

export const HOSTFS_SUPER_MAGIC = 0xc0ffee;

// statfs f_flags
export const ST_RDONLY = 1;
export const ST_NOSUID = 2;
export const ST_NODEV = 4;
export const ST_NOEXEC = 8;
export const ST_VALID = 0x20;
export const ST_NOATIME = 0x400;
export const ST_RELATIME = 0x1000;

// linux_dirent64.d_type
export const DT_UNKNOWN = 0;
export const DT_FIFO = 1;
export const DT_CHR = 2;
export const DT_DIR = 4;
export const DT_BLK = 6;
export const DT_REG = 8;
export const DT_LNK = 10;
export const DT_SOCK = 12;
