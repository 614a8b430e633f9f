export const cliFolder: string;
export const bundleFile: string;
export const imageFile: string;
export const hasSources: boolean;
export function isBundleStale(): boolean;
