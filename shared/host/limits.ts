/** The most characters of all files whose text the page sends at once. */
export const MAX_BROUGHT = 1_200_000;

/** The most files that it sends at once. */
export const MAX_BROUGHT_FILES = 40;

/** The most files to merge into that a person names at once. */
export const MAX_MERGED = 20;
