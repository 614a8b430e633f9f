// Deadlines in order: a four-way heap whose keys sit in flat arrays beside the nodes, so that sifting
// compares numbers in cache instead of chasing objects. Equal deadlines come out in the order they went
// in. Insert and remove are O(log n), and near O(1) for the usual timeout that is stopped before it is
// due. @hotpath

const NOT_QUEUED = -1;
const FIRST_CAPACITY = 16;

/** A place in a TimerQueue for `owner`; in one queue at a time. */
export class TimerNode<T> {
  /** When it is due; meaningful while queued, kept afterwards. */
  deadlineNs: number = 0;
  /** Place in the heap; the queue's business. */
  index: number = NOT_QUEUED;
  readonly owner: T;

  constructor(owner: T) {
    this.owner = owner;
  }

  get isQueued(): boolean {
    return this.index !== NOT_QUEUED;
  }
}

export class TimerQueue<T> {
  /** Earliest deadline, Infinity when empty. Read it, never write it. */
  nextNs: number = Infinity;
  private readonly nodes: TimerNode<T>[] = [];
  private deadlines: Float64Array = new Float64Array(FIRST_CAPACITY);
  /** Arrival numbers: they break ties, first in first out. */
  private arrivals: Float64Array = new Float64Array(FIRST_CAPACITY);
  private arrivalCount = 0;
  private used = 0;

  get size(): number {
    return this.used;
  }

  /** Queues a node that is in no queue. */
  insert(node: TimerNode<T>, deadlineNs: number): void {
    const last = this.used++;
    if (last === this.deadlines.length) this.grow();
    node.deadlineNs = deadlineNs;
    this.siftUp(last, node, deadlineNs, this.arrivalCount++);
    this.nextNs = this.deadlines[0]!;
  }

  /** Takes a node out; false when it is not queued. */
  remove(node: TimerNode<T>): boolean {
    const hole = node.index;
    if (hole === NOT_QUEUED) return false;
    node.index = NOT_QUEUED;
    const last = --this.used;
    const moved = this.nodes[last]!;
    this.nodes.length = last;
    if (hole !== last) {
      const deadline = this.deadlines[last]!;
      const arrival = this.arrivals[last]!;
      if (hole > 0 && this.isBefore(deadline, arrival, (hole - 1) >> 2)) {
        this.siftUp(hole, moved, deadline, arrival);
      } else {
        this.siftDown(hole, moved, deadline, arrival);
      }
    }
    this.nextNs = last === 0 ? Infinity : this.deadlines[0]!;
    return true;
  }

  /** The earliest node, left in place, or null. */
  first(): TimerNode<T> | null {
    return this.used === 0 ? null : this.nodes[0]!;
  }

  /** Takes out the earliest node if it is due at `nowNs`, else null. */
  popDue(nowNs: number): TimerNode<T> | null {
    if (this.nextNs > nowNs) return null;
    const node = this.nodes[0]!;
    this.remove(node);
    return node;
  }

  /** All nodes by deadline and arrival: for listings, not for the hot path. */
  sorted(): TimerNode<T>[] {
    const order = (a: TimerNode<T>, b: TimerNode<T>): number =>
      a.deadlineNs - b.deadlineNs || this.arrivals[a.index]! - this.arrivals[b.index]!;
    return this.nodes.slice().sort(order);
  }

  private isBefore(deadline: number, arrival: number, place: number): boolean {
    const other = this.deadlines[place]!;
    return deadline < other || (deadline === other && arrival < this.arrivals[place]!);
  }

  private siftUp(from: number, node: TimerNode<T>, deadline: number, arrival: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      if (!this.isBefore(deadline, arrival, parent)) break;
      this.move(parent, place);
      place = parent;
    }
    this.put(place, node, deadline, arrival);
  }

  private siftDown(from: number, node: TimerNode<T>, deadline: number, arrival: number): void {
    const used = this.used;
    let place = from;
    for (;;) {
      const firstChild = place * 4 + 1;
      if (firstChild >= used) break;
      const end = Math.min(firstChild + 4, used);
      let best = firstChild;
      for (let child = firstChild + 1; child < end; child++) {
        if (this.isBefore(this.deadlines[child]!, this.arrivals[child]!, best)) best = child;
      }
      if (this.isBefore(deadline, arrival, best)) break;
      this.move(best, place);
      place = best;
    }
    this.put(place, node, deadline, arrival);
  }

  private move(from: number, to: number): void {
    this.put(to, this.nodes[from]!, this.deadlines[from]!, this.arrivals[from]!);
  }

  private put(place: number, node: TimerNode<T>, deadline: number, arrival: number): void {
    this.nodes[place] = node;
    this.deadlines[place] = deadline;
    this.arrivals[place] = arrival;
    node.index = place;
  }

  private grow(): void {
    const capacity = this.deadlines.length * 2;
    const deadlines = new Float64Array(capacity);
    deadlines.set(this.deadlines);
    this.deadlines = deadlines;
    const arrivals = new Float64Array(capacity);
    arrivals.set(this.arrivals);
    this.arrivals = arrivals;
  }
}
