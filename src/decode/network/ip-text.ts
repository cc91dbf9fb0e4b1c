/** IP addresses as people write them: dotted IPv4, and IPv6 as RFC 5952 asks. */

/** `length` is 4 or 16; anything else gives "". */
export function ipText(bytes: Uint8Array, offset: number, length: number): string {
  if (length === 4) return `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`;
  if (length !== 16) return '';
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((bytes[offset + i]! << 8) | bytes[offset + i + 1]!);
  const run = longestZeroRun(groups);
  if (run.length < 2) return groups.map(hex).join(':');
  return `${groups.slice(0, run.start).map(hex).join(':')}::${groups
    .slice(run.start + run.length)
    .map(hex)
    .join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  const best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) {
      best.start = start;
      best.length = length;
    }
  }
  return best;
}

function hex(group: number): string {
  return group.toString(16);
}
