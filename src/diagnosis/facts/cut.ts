/** Long values of a packet, cut to what a person reads in a sentence. */

const MAX_CHARACTERS = 60;

export function cut(text: string): string {
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS - 1)}…`;
}

/** "PCMA, PCMU, G722 and 3 more": each once, as many as a person reads. */
export function cutList(items: Iterable<string>): string {
  const once = [...new Set(items)];
  let text = '';
  for (const [at, item] of once.entries()) {
    const longer = at === 0 ? cut(item) : `${text}, ${cut(item)}`;
    if (at > 0 && longer.length > MAX_CHARACTERS) return `${text} and ${once.length - at} more`;
    text = longer;
  }
  return text;
}
