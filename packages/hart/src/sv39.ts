// Sv39 page tables as they stand in guest RAM: RISC-V Privileged 4.4. A table is a page of 512
// entries of 8 bytes; three levels of 9 bits translate 27 bits of virtual page number.

export const PAGE_SHIFT = 12;
export const PAGE_SIZE = 4096;

/** The entry is valid. */
export const PTE_V = 0x01;
export const PTE_R = 0x02;
export const PTE_W = 0x04;
export const PTE_X = 0x08;
/** User mode may use the page. */
export const PTE_U = 0x10;
export const PTE_G = 0x20;
/** Accessed. The hart never sets it: an access with A clear is a page fault (Svade). */
export const PTE_A = 0x40;
/** Dirty. The hart never sets it: a store with D clear is a page fault (Svade). */
export const PTE_D = 0x80;
/** The physical page number stands from this bit on (44 bits). */
export const PTE_PPN_SHIFT = 10;

export const SV39_LEVELS = 3;
export const SV39_INDEX_BITS = 9;
export const SV39_ENTRIES = 512;
export const SV39_PTE_SIZE = 8;
/** First address past the user half (all of it canonical: bits 63..39 equal bit 38). */
export const SV39_USER_TOP = 0x40_0000_0000;

export const SATP_MODE_BARE = 0;
export const SATP_MODE_SV39 = 8;
