/** The kind of an outcome is its sentence without figures and addresses, or the status: for every conversation of the samples. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readTogether } from '../engine/core-session.js';
import { sample } from '../sample.js';

const DURATION = String.raw`(?:\d+(?:\.\d)? (?:ms|s)|\d+ (?:min|h) \d+ (?:s|min))`;
const FIGURES = new RegExp(
  String.raw` (?:after|in) ${DURATION}(?: ringing)?| to (?:\d+ )?[A-Z]+s?\b| (?:from|by) [\d.]+`,
  'g',
);

it('is what is left of the sentence', async () => {
  const paths = readdirSync(sample('')).filter(name => name.endsWith('.pcap'));
  const session = await readTogether(...paths.map(sample));
  const rows = await session.rows();
  expect(rows.length).toBeGreaterThan(20);
  for (const { outcome, outcomeKind, status } of rows) {
    const isStatus = outcomeKind === String(status);
    if (isStatus) expect(outcome).toContain(outcomeKind);
    else expect(outcome.replace(FIGURES, '')).toBe(outcomeKind);
  }
});
