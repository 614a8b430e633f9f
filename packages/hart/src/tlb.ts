// The software TLB: what page-table walks found, by virtual page, with entries of their own for
// reading, writing and executing, so that one comparison checks mapping, permission and alignment.
// Several banks, one per address space lately run, so that a switch between two processes keeps
// both. What is not in here is not thereby forbidden; it costs a walk (mmu.ts).
//
// Entry of four words: [0] page address low (TLB_INVALID when empty), [1] high, [2] what to add to
// the low word of an address for its byte in the machine's memory, [3] the page's decoded records
// (executing only). Index: bank + section + ((low >>> TLB_INDEX_SHIFT) & TLB_INDEX_MASK).

/** Words from the start of a bank. */
export const TLB_READ = 0;
export const TLB_WRITE = 1024;
export const TLB_EXECUTE = 2048;
const SECTION = 1024;
const BANK = 3 * SECTION;
const BANKS = 8;

/** 256 entries of 4 words per section. */
export const TLB_INDEX_SHIFT = 10;
export const TLB_INDEX_MASK = 0x3fc;
/** Never equals an address with its page offset masked off. */
export const TLB_INVALID = 1;

/** Someone who keeps entries of the current bank in a form of their own, and must hear of what ends them. */
export interface TlbMirror {
  insert(section: number, lo: number, hi: number, byteAddress: number): void;
  dropWrites(byteAddress: number): void;
  flushPage(lo: number, hi: number): void;
  flush(): void;
}

export class Tlb {
  mirror: TlbMirror | null = null;
  readonly entries: Int32Array = new Int32Array(BANKS * BANK).fill(TLB_INVALID);
  /** satp of each bank, and whether it holds parts of superpages. */
  private readonly satpLo = new Int32Array(BANKS);
  private readonly satpHi = new Int32Array(BANKS);
  private readonly isUsed = new Uint8Array(BANKS);
  private readonly hasSuperpages = new Uint8Array(BANKS);
  private current = 0;
  private victim = 0;

  /** The bank of this address space: its first word. Entries go there from now on. */
  select(satpLo: number, satpHi: number): number {
    const { current } = this;
    if (this.satpLo[current] === satpLo && this.satpHi[current] === satpHi && this.isUsed[current] === 1) {
      return current * BANK;
    }
    return this.selectOther(satpLo, satpHi);
  }

  private selectOther(satpLo: number, satpHi: number): number {
    for (let bank = 0; bank < BANKS; bank++) {
      if (this.isUsed[bank] === 1 && this.satpLo[bank] === satpLo && this.satpHi[bank] === satpHi) {
        this.current = bank;
        return bank * BANK;
      }
    }
    const bank = this.victim;
    this.victim = (bank + 1) % BANKS;
    this.flushBank(bank);
    this.satpLo[bank] = satpLo;
    this.satpHi[bank] = satpHi;
    this.isUsed[bank] = 1;
    this.current = bank;
    return bank * BANK;
  }

  /** Enters a page of the current bank. `lo` is any address in it. */
  insert(section: number, lo: number, hi: number, byteAddress: number, records: number): void {
    const e = this.current * BANK + section + ((lo >>> TLB_INDEX_SHIFT) & TLB_INDEX_MASK);
    this.entries[e] = lo & -4096;
    this.entries[e + 1] = hi;
    this.entries[e + 2] = byteAddress - lo;
    this.entries[e + 3] = records;
    if (this.mirror !== null && section !== TLB_EXECUTE) this.mirror.insert(section, lo, hi, byteAddress);
  }

  noteSuperpage(): void {
    this.hasSuperpages[this.current] = 1;
  }

  flush(): void {
    for (let bank = 0; bank < BANKS; bank++) this.flushBank(bank);
  }

  /** Everything of the address spaces with this identifier. */
  flushAsid(asid: number): void {
    for (let bank = 0; bank < BANKS; bank++) {
      if (this.asidOf(bank) === asid) this.flushBank(bank);
    }
  }

  /** One page, in one address space or (asid -1) in all. Pages of a superpage go together. */
  flushPage(asid: number, lo: number, hi: number): void {
    for (let bank = 0; bank < BANKS; bank++) {
      if (asid !== -1 && this.asidOf(bank) !== asid) continue;
      if (this.hasSuperpages[bank] === 0 && bank === this.current) this.mirror?.flushPage(lo, hi);
      if (this.hasSuperpages[bank] === 1) this.flushBank(bank);
      else this.dropPage(bank * BANK + ((lo >>> TLB_INDEX_SHIFT) & TLB_INDEX_MASK), lo & -4096, hi);
    }
  }

  /** No page may be written without a walk that leads to this byte address (a page's first). */
  dropWrites(byteAddress: number): void {
    const { entries } = this;
    if (this.mirror !== null) this.mirror.dropWrites(byteAddress);
    for (let bank = 0; bank < BANKS * BANK; bank += BANK) {
      for (let e = bank + TLB_WRITE; e < bank + TLB_WRITE + SECTION; e += 4) {
        if (((entries[e] + entries[e + 2]) | 0) === byteAddress) entries[e] = TLB_INVALID;
      }
    }
  }

  /** No page may be executed without a walk. */
  dropExecutes(): void {
    for (let bank = 0; bank < BANKS * BANK; bank += BANK) {
      this.entries.fill(TLB_INVALID, bank + TLB_EXECUTE, bank + TLB_EXECUTE + SECTION);
    }
  }

  private dropPage(first: number, page: number, hi: number): void {
    for (let e = first; e < first + BANK; e += SECTION) {
      if (this.entries[e] === page && this.entries[e + 1] === hi) this.entries[e] = TLB_INVALID;
    }
  }

  private flushBank(bank: number): void {
    if (bank === this.current) this.mirror?.flush();
    this.entries.fill(TLB_INVALID, bank * BANK, (bank + 1) * BANK);
    this.isUsed[bank] = 0;
    this.hasSuperpages[bank] = 0;
  }

  private asidOf(bank: number): number {
    return this.isUsed[bank] === 1 ? (this.satpHi[bank] >>> 12) & 0xffff : -1;
  }
}
