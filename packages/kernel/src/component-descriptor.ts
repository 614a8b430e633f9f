// What a package says about its components before anything is built: the options that menuconfig shows, how they
// hang together, and which export brings the component up. Plain data, read by the tools only: none of it reaches
// an image. RT-Thread: Kconfig files and DefineGroup in SConscript.

export type OptionValue = boolean | number | string;

/** A default that holds while `when`, an expression over symbols, does. The first that holds counts. */
export interface ConditionalDefault {
  readonly value: OptionValue;
  readonly when: string;
}

/** Bounds that hold while `when` does. The first that holds counts. */
export interface ConditionalRange {
  readonly range: readonly [number, number];
  readonly when: string;
}

/** One option. */
export interface OptionDescriptor {
  readonly type: "bool" | "int" | "hex" | "string";
  /** RT-Thread's symbol where it has one, without CONFIG_: `RT_NAME_MAX`. */
  readonly symbol: string;
  /** What the user reads; absent: never shown, it follows from the others. */
  readonly prompt?: string;
  readonly help?: string;
  readonly default?: OptionValue | readonly ConditionalDefault[];
  /** Smallest and largest value of a number. */
  readonly range?: readonly [number, number] | readonly ConditionalRange[];
  /** An expression over symbols: `RT_USING_DFS && !RT_USING_SMART`. */
  readonly dependsOn?: string;
  /** Symbols that this one switches on, whatever they depend on; and those it only suggests. */
  readonly selects?: readonly string[];
  readonly implies?: readonly string[];
  /** The name under which the component is given the value. */
  readonly setting?: string;
  /** The value is the path of a file in the app's folder: the component is given its bytes, or null when it is empty. */
  readonly isFile?: true;
}

/** Options of which exactly one is on. */
export interface ChoiceDescriptor {
  readonly type: "choice";
  readonly prompt: string;
  readonly help?: string;
  readonly dependsOn?: string;
  /** Symbol of the option that is on when nobody chose. */
  readonly default: string;
  readonly options: readonly { readonly symbol: string; readonly prompt: string; readonly help?: string }[];
}

export interface SubmenuDescriptor {
  readonly type: "menu";
  readonly title: string;
  readonly dependsOn?: string;
  readonly options: readonly EntryDescriptor[];
}

export type EntryDescriptor = OptionDescriptor | ChoiceDescriptor | SubmenuDescriptor;

/** A component as it can be chosen. */
export interface ComponentDescriptor {
  /** Unique: `devfs`. What `keel why` takes. */
  readonly name: string;
  /** One line for people: its prompt in the menu. */
  readonly title: string;
  /** The menus it stands in, from the top. */
  readonly menu: readonly string[];
  /** The symbol that switches it on: `RT_USING_DFS_DEVFS`. Absent: it is in every build. */
  readonly symbol?: string;
  /** Not shown: it is on by its default and by what selects it. */
  readonly isHidden?: true;
  readonly help?: string;
  readonly default?: NonNullable<OptionDescriptor["default"]>;
  readonly dependsOn?: string;
  readonly selects?: readonly string[];
  readonly implies?: readonly string[];
  readonly options?: readonly EntryDescriptor[];
  /** The package that brings it: `@keel/dfs`. */
  readonly package: string;
  /**
   * The package's export that makes it: a function of its settings and the board, which answers a Component.
   * Absent: there is nothing to bring up; its settings go to the kernel's configuration.
   */
  readonly create?: string;
}

/** A board as it can be chosen. */
export interface BoardDescriptor {
  readonly name: string;
  readonly title: string;
  readonly package: string;
  /** Exported name of the board's value. */
  readonly value: string;
  /** Symbols that are on because of what the board has: `ARCH_MM_MMU`. */
  readonly symbols: readonly { readonly symbol: string; readonly selects?: readonly string[] }[];
  /** The package's export that powers it on, by what is chosen; the first whose expression holds. */
  readonly systems: readonly { readonly when: string; readonly create: string }[];
}
