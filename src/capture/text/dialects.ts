/** The text dialects that are read. In: the first lines of a source. Out: the dialect they are written in. */
import type { Dialect } from './dialect.js';
import { tcpdump } from './tcpdump.js';

const DIALECTS: readonly Dialect[] = [tcpdump];

/** The dialect that recognises most lines; undefined where none recognises any. */
export function dialectOf(sample: readonly string[]): Dialect | undefined {
  let best: Dialect | undefined;
  let most = 0;
  for (const dialect of DIALECTS) {
    const recognised = sample.filter(line => dialect.recognise(line)).length;
    if (recognised <= most) continue;
    most = recognised;
    best = dialect;
  }
  return best;
}
