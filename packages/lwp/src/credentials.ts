// Credentials: who a process acts as. DEVIATION: kept and reported, but Keel's file systems grant root's rights to all.

export class Credentials {
  uid: number = 0;
  euid: number = 0;
  suid: number = 0;
  gid: number = 0;
  egid: number = 0;
  sgid: number = 0;
  groups: readonly number[] = [];

  copy(): Credentials {
    return Object.assign(new Credentials(), this);
  }
}
