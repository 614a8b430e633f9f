// Spans of board time as tests write them: `10 s`, `250ms`, `1 h`; a number is ns, as everywhere in Keel.

/** `10 s`, `250 ms`, `1.5 min`; or a number of ns. */
export type Duration = string | number;

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  h: 3600e9,
  d: 86_400e9,
};

/** In ns. Throws on what is no span of time. */
export function parseDuration(duration: Duration): number {
  if (typeof duration === "number") {
    if (duration >= 0) return duration;
    throw new RangeError(`time does not go back: ${duration} ns`);
  }
  const match = /^(\d+(?:\.\d+)?) *([a-z]+)$/.exec(duration.trim());
  const unit = match === null ? undefined : UNITS[match[2] as string];
  if (match === null || unit === undefined) {
    const units = Object.keys(UNITS).join(", ");
    throw new RangeError(
      `'${duration}' is no span of time: write a number and one of ${units}, such as '10 s'`,
    );
  }
  return Math.round(Number(match[1]) * unit);
}

/** `12.5 s`, for messages. */
export function seconds(ns: number): string {
  return `${Number((ns / 1e9).toFixed(6))} s`;
}
