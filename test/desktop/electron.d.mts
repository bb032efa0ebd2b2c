/** The name of the program inside an unpacked Electron. */
export function programName(platform?: NodeJS.Platform): string;

/** The folder of an unpacked Electron and its version, or why there is none. */
export function findElectron(
  folder?: string,
): Promise<{ readonly folder: string; readonly version: string } | { readonly why: string }>;
