// How rooms find each other without globals: a service is provided to one kernel under a typed key.

/** A key; the type parameter says what is found under it. */
export interface Service<T> {
  readonly name: string;
  /** Never set: it carries the type. */
  readonly __t?: T;
}

export function defineService<T>(name: string): Service<T> {
  return { name };
}

export class ServiceTable {
  private readonly values: Map<Service<unknown>, unknown> = new Map();

  /** Puts `value` under `key`; a later one replaces it. */
  provide<T>(key: Service<T>, value: T): void {
    this.values.set(key, value);
  }

  /** What is under `key`, or null. */
  find<T>(key: Service<T>): T | null {
    return this.values.has(key) ? (this.values.get(key) as T) : null;
  }

  /** What is under `key`; throws when the build lacks it. */
  get<T>(key: Service<T>): T {
    if (!this.values.has(key))
      throw new Error(`service "${key.name}" is not part of this build, or not up yet`);
    return this.values.get(key) as T;
  }
}
