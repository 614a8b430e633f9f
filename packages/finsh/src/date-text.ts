// Dates as C programs write them, in UTC: the shell has no time zone.
// Source: C 7.29.3.1 asctime; the date of ls -l.

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** `Sat Nov  1 03:04:05 2026`; `ns` since the epoch. */
export function dateText(ns: number): string {
  const date = new Date(ns / 1e6);
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
  return `${day} ${time} ${date.getUTCFullYear()}`;
}

/** `2026-11-01 03:04` */
export function timeText(ns: number): string {
  const date = new Date(ns / 1e6);
  const day = [date.getUTCFullYear(), two(date.getUTCMonth() + 1), two(date.getUTCDate())].join("-");
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}
