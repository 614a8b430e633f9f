// The lines a kernel greets with: RT-Thread's rt_show_version, with Keel's name.

export const KEEL_VERSION = "0.1.0";

export interface BannerOptions {
  /** `Smart`, `Nano`, or empty for the standard edition. */
  readonly edition?: string;
  /** When it was built; nothing below the host knows the date. */
  readonly buildDate?: string;
}

export function banner(options: BannerOptions = {}): string {
  const edition = options.edition ? `${options.edition} ` : "";
  const build = options.buildDate ? ` build ${options.buildDate}` : "";
  return [
    "",
    " \\ | /",
    `- KEEL -     Thread ${edition}Operating System`,
    ` / | \\       ${KEEL_VERSION}${build}`,
    " 2026 Copyright by the Keel authors",
    "",
  ].join("\n");
}
