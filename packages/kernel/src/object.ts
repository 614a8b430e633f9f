// The base of everything with a name that the kernel keeps a list of. RT-Thread: struct rt_object.

import { ListNode } from "@keel/klib";

export class KObject {
  /** Set by the table when the object is attached; may be shorter than what was asked for. */
  name: string;
  /** RT_OBJECT_CLASS_* */
  readonly type: number;
  /** Class-specific flags (RT_IPC_FLAG_*, RT_TIMER_FLAG_*, RT_DEVICE_FLAG_*). */
  flag: number;
  /** Unique in its kernel from attachment on; stands for the address that RT-Thread prints. */
  id: number;
  /** Place in the table's list of its class. */
  readonly objectLink: ListNode<KObject>;

  constructor(type: number, name: string) {
    this.name = name;
    this.type = type;
    this.flag = 0;
    this.id = 0;
    this.objectLink = new ListNode<KObject>(this);
  }

  get isAttached(): boolean {
    return this.objectLink.isLinked;
  }
}
