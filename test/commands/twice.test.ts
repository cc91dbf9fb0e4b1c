/**
 * The same input read twice gives the same output, byte for byte. Every process draws keys of its own for its hashes (bytes/hash.ts), and the
 * slices in which it reads fall as the machine allows.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/model/formats.js';
import { hostileCapture } from '../hostile/capture.js';
import { KINDS, LARGE } from '../hostile/kinds.js';
import { sample } from '../sample.js';
import { run } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'sipvestigator-twice-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Some of every kind of hostile capture, in one file. */
const hostile = join(folder, 'hostile.pcap');
const FILE_HEADER = 24;
const parts = Object.keys(KINDS).map(kind => Buffer.concat([...hostileCapture(kind, LARGE.includes(kind) ? 2 : 60)]));
writeFileSync(hostile, Buffer.concat([parts[0]!, ...parts.slice(1).map(part => part.subarray(FILE_HEADER))]));

const corpus = (name: string) => fileURLToPath(new URL(`../../../shared/corpus/${name}`, import.meta.url));
const inputs: [string, string[]][] = [
  ['a call and its legs', [sample('call-two-legs.pcap')]],
  ['printed packets', [sample('call-unanswered-nat.txt')]],
  [
    'several files read together',
    ['call-two-legs.pcap', 'options-ping-tcp.pcap', 'registration-challenge.pcap', 'call-unanswered-nat.pcap'].map(
      sample,
    ),
  ],
  ['a hostile capture', [hostile]],
  ['a load test', [corpus('goffinet/branch-scenario-sipp.pcapng')]],
  ['a capture with media', [corpus('sngrep/aaa.pcap')]],
];

const commands: [string, (files: string[]) => string[]][] = [
  ['list --json', files => ['list', ...files, '--json']],
  ['list', files => ['list', ...files]],
  ['list -f', files => ['list', ...files, '--json', '-f', 'has user-agent or header.contact sip or num 1*']],
  ['show --json --events', files => ['show', ...files, '0', '--json', '--events']],
  ['flow --json', files => ['flow', ...files, '0', '--json']],
  ['flow', files => ['flow', ...files, '0']],
  ['stats --json', files => ['stats', ...files, '--json']],
  ['stats', files => ['stats', ...files]],
];

describe.each(inputs)('%s', (name, files) => {
  describe.skipIf(!files.every(file => existsSync(file)))('twice', () => {
    test.each(commands)(
      '%s',
      async (_command, argv) => {
        const once = await run(argv(files));
        expect(once.status).toBe(0);
        expect(once.stdout).not.toBe('');
        const { status, stdout } = await run(argv(files));
        expect({ status, stdout }).toEqual({ status: once.status, stdout: once.stdout });
      },
      120_000,
    );

    test.each(FORMATS.map(({ ending }) => ending))(
      'export -o OUT%s',
      async ending => {
        const made = await Promise.all(
          [1, 2].map(async time => {
            const out = join(folder, `${name.replaceAll(' ', '-')}-${time}${ending}`);
            const { status } = await run(['export', ...files, '-o', out]);
            return { status, bytes: existsSync(out) ? readFileSync(out) : undefined };
          }),
        );
        // The samples have two link types, which a pcap cannot hold.
        const isRefused = name === 'several files read together' && ending === '.pcap';
        expect(made[0]!.status).toBe(isRefused ? 2 : 0);
        expect(made[0]!.bytes?.length === undefined).toBe(isRefused);
        expect(made[1]).toEqual(made[0]);
      },
      120_000,
    );
  });
});
