/** The host and port of an address for a caption; the text itself when it is none. */
export const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).host || address : address;
