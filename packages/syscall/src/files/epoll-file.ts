// EpollFile: a set of files somebody waits for, kept between the waits. man 7 epoll. Each entry
// stands in its file's wait queues and notes when something may have happened; edge-triggered
// entries are reported once per note, the others as long as they are ready.
//
// DEVIATION: an entry goes when its descriptor is closed in the waiting process, whether or not
// another descriptor still names the open file.

import {
  EEXIST,
  ENOENT,
  EPOLLET,
  EPOLLONESHOT,
  O_RDWR,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLRDNORM,
} from "@keel/abi";
import { File } from "@keel/dfs";
import { type Kernel, Waiter, WaitQueue } from "@keel/kernel";

/** What the user passes with an entry: events and 64 bits of its own. */
export interface EpollInterest {
  readonly events: number;
  readonly dataLo: number;
  readonly dataHi: number;
}

/** An entry that is ready, with what it is ready for. */
export interface EpollReport extends EpollInterest {}

/** Reported whether asked for or not. */
const ALWAYS: number = POLLERR | POLLHUP;
/** The bits of `events` that are no events. */
const POLL_BITS = 0xffff;

class Entry {
  readonly fd: number;
  readonly file: File;
  interest: EpollInterest;
  /** Something may have happened since the last report. */
  isNoted: boolean = true;
  /** EPOLLONESHOT has reported: nothing until the next change. */
  isSpent: boolean = false;
  private readonly waiters: Waiter[] = [];
  private readonly onNote: () => void;

  constructor(fd: number, file: File, interest: EpollInterest, onNote: () => void) {
    this.fd = fd;
    this.file = file;
    this.interest = interest;
    this.onNote = onNote;
  }

  attach(): void {
    for (const queue of this.file.waitQueues()) {
      const waiter = new Waiter(() => {
        this.isNoted = true;
        this.onNote();
        return false;
      });
      queue.add(waiter);
      this.waiters.push(waiter);
    }
  }

  detach(): void {
    this.file.waitQueues().forEach((queue, i) => {
      const waiter = this.waiters[i];
      if (waiter !== undefined) queue.remove(waiter);
    });
  }

  /** The events that hold and are to be reported now. */
  ready(): number {
    if (this.isSpent) return 0;
    const { events } = this.interest;
    if ((events & EPOLLET) !== 0 && !this.isNoted) return 0;
    return this.file.poll() & ((events & POLL_BITS) | ALWAYS);
  }
}

export class EpollFile extends File {
  private readonly entries: Map<number, Entry> = new Map();
  private readonly queue: WaitQueue;

  constructor(kernel: Kernel) {
    super(null, O_RDWR);
    this.queue = new WaitQueue(kernel);
  }

  override get isSeekable(): boolean {
    return false;
  }

  /** There is no position; asking for it is no error. */
  override seek(_offset: number, _whence: number): number {
    return 0;
  }

  override get path(): string {
    return "anon_inode:[eventpoll]";
  }

  /** EPOLL_CTL_ADD: 0 or -EEXIST. */
  add(fd: number, file: File, interest: EpollInterest): number {
    const present = this.entries.get(fd);
    if (present !== undefined && present.file === file) return -EEXIST;
    if (present !== undefined) this.drop(present);
    const entry = new Entry(fd, file, interest, () => this.queue.wakeupAll());
    entry.attach();
    this.entries.set(fd, entry);
    if (entry.ready() !== 0) this.queue.wakeupAll();
    return 0;
  }

  /** EPOLL_CTL_MOD: 0 or -ENOENT. */
  modify(fd: number, file: File, interest: EpollInterest): number {
    const entry = this.entries.get(fd);
    if (entry === undefined || entry.file !== file) return -ENOENT;
    entry.interest = interest;
    entry.isNoted = true;
    entry.isSpent = false;
    if (entry.ready() !== 0) this.queue.wakeupAll();
    return 0;
  }

  /** EPOLL_CTL_DEL: 0 or -ENOENT. */
  remove(fd: number, file: File): number {
    const entry = this.entries.get(fd);
    if (entry === undefined || entry.file !== file) return -ENOENT;
    this.drop(entry);
    return 0;
  }

  /** Up to `limit` ready entries. `isOpen` says whether a descriptor still means its file. */
  collect(limit: number, isOpen: (fd: number, file: File) => boolean): EpollReport[] {
    const reports: EpollReport[] = [];
    // A copy, since reported entries move to the end.
    for (const entry of Array.from(this.entries.values())) {
      if (reports.length === limit) break;
      if (!isOpen(entry.fd, entry.file)) {
        this.drop(entry);
        continue;
      }
      const events = entry.ready();
      if (events === 0) continue;
      const { interest } = entry;
      reports.push({ events, dataLo: interest.dataLo, dataHi: interest.dataHi });
      entry.isNoted = false;
      entry.isSpent = (interest.events & EPOLLONESHOT) !== 0;
      // The next wait begins behind the last reported, so that none starves.
      this.entries.delete(entry.fd);
      this.entries.set(entry.fd, entry);
    }
    return reports;
  }

  private drop(entry: Entry): void {
    entry.detach();
    this.entries.delete(entry.fd);
  }

  override poll(): number {
    for (const entry of this.entries.values()) if (entry.ready() !== 0) return POLLIN | POLLRDNORM;
    return 0;
  }

  override waitQueues(): readonly WaitQueue[] {
    return [this.queue];
  }

  protected override onClose(): void {
    for (const entry of this.entries.values()) entry.detach();
    this.entries.clear();
  }
}
