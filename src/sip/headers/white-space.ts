/** White space at the ends of texts as SIP knows it (LWS, RFC 3261 section 25.1). */

/** Without white space at both ends. A pattern for the end would begin again at every blank: quadratic in a run of them. */
export function trimmed(text: string, spaces = ' \t'): string {
  let start = 0;
  let end = text.length;
  while (start < end && spaces.includes(text[start]!)) start++;
  while (end > start && spaces.includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}
