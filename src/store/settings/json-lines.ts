/** Finds the line of a setting in a JSON text. The text was parsed before, so it is well-formed. */

const TOKEN = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The line of the value at a path, or of the value around it, counted from 1; null if there is none. */
export function lineOfJson(text: string, path: readonly (string | number)[]): number | null {
  /** The key or index of each object and list the reading is in. */
  const place: (string | number)[] = [];
  let best: { depth: number; offset: number } | null = null;
  let word: { text: string; offset: number } | null = null;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const last = place.length - 1;
    const inner = place[last];
    if (token === '{') place.push('');
    else if (token === '[') place.push(0);
    else if (token === '}' || token === ']') place.pop();
    else if (token === ',' && typeof inner === 'number') place[last] = inner + 1;
    else if (token === ':' && word && typeof inner === 'string') {
      // The text is JSON, so what stands before the colon is a string.
      place[last] = String(JSON.parse(word.text));
      const within = place.length <= path.length && place.every((key, depth) => key === path[depth]);
      if (within && place.length > (best?.depth ?? 0)) best = { depth: place.length, offset: word.offset };
    }
    word = { text: token, offset: index };
  }
  return best && text.slice(0, best.offset).split('\n').length;
}
