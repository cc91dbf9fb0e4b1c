/** What the user says of numbers and causes, and what the program offers to say. */
import { describe, expect, it } from 'vitest';
import { type DiagnosisSettings, NO_SETTINGS, parseNumberRange } from '../../src/model/diagnosis-settings.js';
import { rowId } from '../../src/model/ids.js';
import { accepted, refused } from './examples/calls-of-numbers.js';
import { diagnosed } from './diagnosed.js';

const REFUSED =
  accepted(0, 'a>b', 'good', 'user=4151502 called=8969669') + refused(20, 'a>b', 'bad', 'user=1502 called=5660066');

function silenced(peer: string | null): DiagnosisSettings {
  return { ...NO_SETTINGS, silenced: [{ cause: 'caller-id-extension', peer }] };
}

describe('a cause that is known', () => {
  it.each([null, '10.0.0.2', '10.0.0.2 from 10.0.0.1: 4 digits'])('is not said of %s', async peer => {
    expect((await diagnosed(REFUSED, { settings: silenced(peer) })).verdict(1)).not.toMatch(/^caller-id-extension/);
  });

  it.each(['10.0.0.3', '10.0.0', '10.0.0.22'])('is said of others than %s', async peer => {
    expect((await diagnosed(REFUSED, { settings: silenced(peer) })).verdict(1)).toMatch(/^caller-id-extension/);
  });
});

describe('what was learned of numbers', () => {
  it('is what a user may adopt, and makes it certain', async () => {
    const found = await diagnosed(REFUSED);
    const [learned, ...more] = found.diagnosis.learned([rowId(0), rowId(1)]);
    expect(more).toEqual([]);
    expect(learned).toEqual({
      ...{ source: '10.0.0.1', peer: '10.0.0.2' },
      ...{ blocks: ['41515xx'], ranges: ['4151500-4151599'], digits: [7], format: null, needsDiversion: false },
    });
    const settings: DiagnosisSettings = {
      ...NO_SETTINGS,
      trunks: [
        {
          ...{ peer: learned!.peer, format: learned!.format, diversion: null, channels: null },
          allowed: learned!.ranges.map(range => parseNumberRange(range)!),
        },
      ],
    };
    const settled = await diagnosed(REFUSED, { settings });
    expect(settled.verdict(1)).toMatch(/^caller-id-extension \(certain\)/);
    // It is not offered again.
    expect(settled.diagnosis.learned([rowId(0), rowId(1)])).toEqual([]);
  });

  it('is nothing where no number was refused', async () => {
    const found = await diagnosed(refused(0, 'a>b', 'bad', 'called=5660066', [], '404_Not_Found'));
    expect(found.diagnosis.learned([rowId(0)])).toEqual([]);
  });
});

it('own numbers are the callers of a trunk that names none', async () => {
  const settings: DiagnosisSettings = {
    silenced: [],
    numbering: { country: '354', length: 7, own: [{ from: '4151500', to: '4151599' }] },
    trunks: [{ peer: '10.0.0.2', allowed: null, format: null, diversion: null, channels: null }],
  };
  const found = await diagnosed(refused(0, 'a>b', 'bad', 'user=7712552 called=5660066'), { settings });
  expect(found.verdict(0)).toBe(
    'caller-id-not-accepted (certain): 403 from 10.0.0.2 for caller 7712552 (7 digits); your settings allow 4151500-4151599 there',
  );
});
