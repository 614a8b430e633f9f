// AsidAllocator: address-space identifiers, so that the hart's TLB need not be emptied at every switch. 0 is the
// kernel's. RISC-V Privileged 4.1.11: up to 16 bits in Sv39's satp.

const ASID_COUNT = 1 << 16;

export class AsidAllocator {
  private readonly used: Uint8Array = new Uint8Array(ASID_COUNT);
  private next = 1;

  /** A free identifier, the one released longest ago coming last, or 0 when all are in use. */
  alloc(): number {
    for (let i = 0; i < ASID_COUNT - 1; i++) {
      const asid = this.next;
      this.next = asid === ASID_COUNT - 1 ? 1 : asid + 1;
      if (this.used[asid] === 0) {
        this.used[asid] = 1;
        return asid;
      }
    }
    return 0;
  }

  /** The caller has flushed the TLB of it. */
  free(asid: number): void {
    this.used[asid] = 0;
  }
}
