/** The name of the program inside an unpacked Electron. */
export function programName(platform?: NodeJS.Platform): string;
