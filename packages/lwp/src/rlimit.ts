// ResourceLimits: the soft and hard limit of each RLIMIT_…; shared by a process's threads, copied by fork.

import {
  RLIM_NLIMITS,
  RLIMIT_CORE,
  RLIMIT_MEMLOCK,
  RLIMIT_MSGQUEUE,
  RLIMIT_NICE,
  RLIMIT_NOFILE,
  RLIMIT_NPROC,
  RLIMIT_RTPRIO,
  RLIMIT_SIGPENDING,
  RLIMIT_STACK,
} from "@keel/abi";

/** One limit. Infinity is RLIM_INFINITY. */
export interface ResourceLimit {
  readonly soft: number;
  readonly hard: number;
}

const UNLIMITED: ResourceLimit = { soft: Infinity, hard: Infinity };

const DEFAULTS: readonly (readonly [number, ResourceLimit])[] = [
  [RLIMIT_STACK, { soft: 8 << 20, hard: Infinity }],
  [RLIMIT_CORE, { soft: 0, hard: Infinity }],
  [RLIMIT_NPROC, { soft: 4096, hard: 4096 }],
  [RLIMIT_NOFILE, { soft: 1024, hard: 4096 }],
  [RLIMIT_MEMLOCK, { soft: 8 << 20, hard: 8 << 20 }],
  [RLIMIT_SIGPENDING, { soft: 1024, hard: 1024 }],
  [RLIMIT_MSGQUEUE, { soft: 819200, hard: 819200 }],
  [RLIMIT_NICE, { soft: 0, hard: 0 }],
  [RLIMIT_RTPRIO, { soft: 99, hard: 99 }],
];

export class ResourceLimits {
  private readonly limits: ResourceLimit[];

  constructor(limits?: readonly ResourceLimit[]) {
    this.limits = limits === undefined ? new Array<ResourceLimit>(RLIM_NLIMITS).fill(UNLIMITED) : [...limits];
    if (limits === undefined) for (const [resource, limit] of DEFAULTS) this.limits[resource] = limit;
  }

  /** null for a number that is no resource. */
  get(resource: number): ResourceLimit | null {
    return this.limits[resource] ?? null;
  }

  soft(resource: number): number {
    return this.limits[resource]?.soft ?? Infinity;
  }

  set(resource: number, limit: ResourceLimit): void {
    this.limits[resource] = limit;
  }

  copy(): ResourceLimits {
    return new ResourceLimits(this.limits);
  }
}
