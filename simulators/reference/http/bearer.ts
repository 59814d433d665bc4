// Reads the token of a request.

/** The token that a header Authorization carries; null without the header. One that is no bearer token counts as wrong, not as missing. */
export function tokenOf(header: string | null): string | null {
  return header === null ? null : (/^Bearer +(\S+)$/i.exec(header)?.[1] ?? header);
}
