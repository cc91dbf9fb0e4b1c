/**
 * What found no room: in a table, because a capture has too many different ones of it, as a hostile one has, or on the disk. The keys of
 * `notKept` in `stats --json`, and what they count in words.
 */
export const NOT_KEPT = [
  ['headers', 'messages of conversations whose headers are not listed: a filter for a header reads them'],
  ['methods', 'messages without their method'],
  ['reasons', 'messages without their reason phrase'],
  ['agents', 'messages without their User-Agent or Server'],
  ['tunnels', 'messages without their outer layers'],
  ['numbers', 'numbers that no filter finds'],
  ['links', 'values that would link conversations'],
  ['packets', 'packets, whose messages have no text: the disk of the spool is full'],
  ['remarks', 'lines between messages of a log'],
] as const;

/** How many of each kind. */
export type NotKept = Record<(typeof NOT_KEPT)[number][0], number>;
