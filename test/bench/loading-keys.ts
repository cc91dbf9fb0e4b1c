/**
 * Keys while a capture loads, in a pseudo-terminal of 160×50: time from each key to the last byte of the frame that shows
 * what it did. A load is over before many are pressed, so captures are loaded again until there are enough.
 */
import type { BenchCapture } from './captures.js';
import { percentile } from './measure.js';
import { firstRows, OURS, open, showsAll, TITLE } from './opening.js';
import { milliseconds, table } from './table.js';
import { delay, KEYS, type Terminal } from './terminal.js';

/** Of each kind and capture. */
const WANTED_KEYS = 200;
/** From the frame of a key to the next key. */
const PAUSE_MS = 20;
/** A key without a frame by then is lost. */
const LOST_MS = 2000;

const TYPED = 'srcnum 4001234';

interface Kind {
  name: string;
  /** Makes the program ready for the keys. */
  begin: (terminal: Terminal) => Promise<void>;
  /** Presses the next key; resolves with the ms to its frame. */
  press: (terminal: Terminal, pressed: number) => Promise<number>;
}

const KINDS: readonly Kind[] = [
  {
    name: 'cursor in the list, four rows down, four up',
    begin: async () => undefined,
    press: (terminal, pressed) => {
      const before = terminal.inverse();
      return framed(terminal, pressed % 8 < 4 ? KEYS.down : KEYS.up, () => terminal.inverse() !== before);
    },
  },
  {
    name: `\`${TYPED}\` typed and erased`,
    begin: async terminal => {
      await framed(terminal, '/', () => terminal.inverseIn(0) === TITLE.length);
    },
    press: (terminal, pressed) => {
      const at = pressed % (2 * TYPED.length);
      const [key, length] = at < TYPED.length ? [TYPED[at]!, at + 1] : [KEYS.backspace, 2 * TYPED.length - at - 1];
      const shown = () =>
        terminal.inverseIn(0) === TITLE.length + length &&
        terminal.text().startsWith(`${TITLE}${TYPED.slice(0, length).trimEnd()}`);
      return framed(terminal, key, shown);
    },
  },
];

export async function loadingKeys(captures: readonly BenchCapture[]): Promise<string> {
  const rows: string[][] = [];
  for (const capture of captures) {
    for (const kind of KINDS) {
      const times: number[] = [];
      let loads = 0;
      for (; times.length < WANTED_KEYS; loads++) times.push(...(await load(capture, kind)));
      const [p50, p95, worst] = [50, 95, 100].map(share => milliseconds(percentile(times, share)));
      rows.push([capture.what, kind.name, `${times.length}`, `${loads}`, p50!, p95!, worst!]);
    }
  }
  const head = ['capture', 'keys', 'number', 'loads', 'p50', 'p95', 'worst'];
  return `Keys while loading, to the last byte of their frame, 160×50\n\n${table(head, rows)}`;
}

/** Presses keys from the first rows until everything is listed. */
async function load(capture: BenchCapture, { begin, press }: Kind): Promise<number[]> {
  const terminal = open(OURS, capture);
  const times: number[] = [];
  try {
    await firstRows(terminal, capture);
    await begin(terminal);
    while (!showsAll(terminal, capture)) {
      times.push(await press(terminal, times.length));
      await delay(PAUSE_MS);
    }
  } finally {
    await terminal.close();
  }
  return times;
}

/** Rejects where a key is lost: to leave it out would flatter. */
async function framed(terminal: Terminal, key: string, shown: () => boolean): Promise<number> {
  const sentMs = performance.now();
  terminal.send(key);
  const shownMs = await terminal.until(shown, LOST_MS);
  if (shownMs === undefined) throw new Error(`a key showed nothing in ${LOST_MS} ms:\n${terminal.text()}`);
  return shownMs - sentMs;
}
