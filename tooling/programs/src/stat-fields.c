// What stat tells about files, folders, links, pipes and devices.
#include "report.h"
#include <fcntl.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <time.h>

static void show_mode(const char *what, const struct stat *info) {
  mode_t mode = info->st_mode;
  const char *type = S_ISREG(mode)    ? "file"
                     : S_ISDIR(mode)  ? "folder"
                     : S_ISLNK(mode)  ? "link"
                     : S_ISFIFO(mode) ? "fifo"
                     : S_ISCHR(mode)  ? "character device"
                                      : "?";
  printf("%s: %s %04o\n", what, type, mode & 07777);
}

int main(void) {
  struct stat info, other;
  enter_scratch();
  time_t before = time(NULL);
  int fd = open("file", O_RDWR | O_CREAT, 0640);
  need(write(fd, "0123456789", 10) == 10, "write");
  SHOW(fstat(fd, &info));
  show_mode("file", &info);
  printf("size %ld, links %d\n", (long)info.st_size, (int)info.st_nlink);
  SHOW_TRUTH(info.st_uid == geteuid() && info.st_blksize >= 512 && info.st_ino != 0);
  SHOW_TRUTH(info.st_mtime >= before - 1 && info.st_mtime <= time(NULL) + 1);
  SHOW(stat("file", &other));
  SHOW_TRUTH(info.st_ino == other.st_ino && info.st_dev == other.st_dev);

  mkdir("folder", 0700);
  need(symlink("file", "link") == 0 && mkfifo("fifo", 0600) == 0, "symlink and mkfifo");
  stat("folder", &info);
  show_mode("folder", &info);
  SHOW_TRUTH(info.st_ino != other.st_ino && info.st_dev == other.st_dev);
  lstat("link", &info);
  printf("link: %d, size %ld\n", S_ISLNK(info.st_mode), (long)info.st_size);
  stat("link", &info);
  show_mode("through the link", &info);
  stat("fifo", &info);
  show_mode("fifo", &info);
  stat("/dev/null", &info);
  printf("null: %d, device %d %d\n", S_ISCHR(info.st_mode), major(info.st_rdev), minor(info.st_rdev));
  stat("/dev/zero", &info);
  printf("zero: device %d %d\n", major(info.st_rdev), minor(info.st_rdev));
  int ends[2];
  need(pipe(ends) == 0, "pipe");
  fstat(ends[0], &info);
  printf("pipe: %d\n", S_ISFIFO(info.st_mode));
  SHOW(fstat(-1, &info));

  // Times move with what is done to the file.
  struct timespec old[2] = {{1000000, 5}, {2000000, 7}};
  SHOW(futimens(fd, old));
  fstat(fd, &info);
  printf("times %ld.%ld %ld.%ld\n", (long)info.st_atim.tv_sec, info.st_atim.tv_nsec, (long)info.st_mtim.tv_sec,
         info.st_mtim.tv_nsec);
  need(write(fd, "x", 1) == 1, "write");
  fstat(fd, &info);
  SHOW_TRUTH(info.st_mtime >= before - 1 && info.st_atime == 1000000);
  struct timespec one[2] = {{0, UTIME_OMIT}, {3000000, 0}};
  SHOW(utimensat(AT_FDCWD, "file", one, 0));
  stat("file", &info);
  printf("times %ld %ld\n", (long)info.st_atime, (long)info.st_mtime);
  SHOW(utimensat(AT_FDCWD, "missing", NULL, 0));
  SHOW(utimensat(AT_FDCWD, "link", old, AT_SYMLINK_NOFOLLOW));
  stat("file", &info);
  printf("file keeps %ld\n", (long)info.st_mtime);

  struct statvfs system;
  SHOW(statvfs(".", &system));
  SHOW_TRUTH(system.f_bsize >= 512 && system.f_namemax == 255);
  return 0;
}
