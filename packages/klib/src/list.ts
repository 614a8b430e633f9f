// Intrusive circular doubly linked list, for objects that sit in queues (ready queue, suspend lists,
// object tables). Linking and unlinking are O(1) and allocate nothing: the node lives in its owner.
// RT-Thread: rt_list_t. @hotpath

/** The hook by which `owner` hangs in one list at a time. Unlinked nodes point at themselves. */
export class ListNode<T> {
  prev: ListNode<T>;
  next: ListNode<T>;
  readonly owner: T;

  constructor(owner: T) {
    this.prev = this;
    this.next = this;
    this.owner = owner;
  }

  get isLinked(): boolean {
    return this.next !== this;
  }

  /** Unlinks the node; harmless when it is not linked. */
  remove(): void {
    this.prev.next = this.next;
    this.next.prev = this.prev;
    this.prev = this;
    this.next = this;
  }

  /** Links this unlinked node directly before `place`. */
  insertBefore(place: ListNode<T>): void {
    const prev = place.prev;
    this.prev = prev;
    this.next = place;
    prev.next = this;
    place.prev = this;
  }

  /** Links this unlinked node directly after `place`. */
  insertAfter(place: ListNode<T>): void {
    const next = place.next;
    this.prev = place;
    this.next = next;
    place.next = this;
    next.prev = this;
  }
}

/** A list of owners of `ListNode`s. Walking it is safe against removal of the element just seen. */
export class List<T> {
  /** The ring's fixed point; its owner is never read as a T. */
  readonly head: ListNode<T> = new ListNode<T>(null as T);

  get isEmpty(): boolean {
    return this.head.next === this.head;
  }

  /** First element, or null. */
  first(): T | null {
    return this.head.next.owner;
  }

  /** Last element, or null. */
  last(): T | null {
    return this.head.prev.owner;
  }

  insertHead(node: ListNode<T>): void {
    node.insertAfter(this.head);
  }

  insertTail(node: ListNode<T>): void {
    node.insertBefore(this.head);
  }

  /** Unlinks and returns the first element, or null. */
  removeFirst(): T | null {
    const node = this.head.next;
    if (node === this.head) return null;
    node.remove();
    return node.owner;
  }

  /** Number of elements, by walking. */
  count(): number {
    let n = 0;
    for (let node = this.head.next; node !== this.head; node = node.next) n++;
    return n;
  }

  toArray(): T[] {
    const out: T[] = [];
    for (let node = this.head.next; node !== this.head; node = node.next) out.push(node.owner);
    return out;
  }

  *[Symbol.iterator](): Generator<T, void, void> {
    let node = this.head.next;
    while (node !== this.head) {
      const next = node.next;
      yield node.owner;
      node = next;
    }
  }
}
