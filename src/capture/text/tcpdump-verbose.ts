/**
 * The lines tcpdump -v prints of a message, each after a tab. In: those lines. Out: the text of the message. Bytes that are
 * not printable ASCII are written "M-x" and "^x", which can also be what was sent: the length tells.
 */

/** The text of the lines, each ended by LF. `payloadLength` is the length the header tells, -1 where it does not. */
export function verboseText(lines: readonly string[], payloadLength: number): string {
  // "[|sip]" stands where the snap length cut the packet.
  const cut = / ?\[\|sip\]$/;
  const text = lines.map(line => (cut.test(line) ? line.replace(cut, '') : `${line}\n`)).join('');
  if (!/M-|\^/.test(text) || payloadLength < 0) return text;
  const plain = unescaped(text);
  return Math.abs(sentLength(plain) - payloadLength) < Math.abs(sentLength(text) - payloadLength) ? plain : text;
}

/** Bytes of the text with CRLF for each LF. */
function sentLength(text: string): number {
  return text.length + text.split('\n').length - 1;
}

function unescaped(text: string): string {
  return text.replace(/(M-)?(\^?)([^\n])/g, (_, meta: string | undefined, control: string, char: string) => {
    const code = char.charCodeAt(0) ^ (control === '' ? 0 : 0x40);
    return String.fromCharCode(meta === undefined ? code : code | 0x80);
  });
}
