/** `-f` of the commands: the whole language, a caret under the fault, and the number plan of the settings. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { json, run } from './program.js';
import { sample } from '../sample.js';

const calls = sample('call-diversion-wrong.pcap');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sipvestigator-filter-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The index of every conversation of the sample that a filter lets through; written by hand from what the sample tells. */
const LANGUAGE: [filter: string, found: number[]][] = [
  ['dstnum 5660066', [3]],
  ['has diversion and not state rejected', [1, 5]],
  ['srcnum 7712552 8969669', [0, 3]],
  ['(method OPTIONS or status 486) and duration < 1s', [2, 4, 6]],
  ['message(method INVITE header.diversion 1502)', [3]],
  ['/Diversion: <sip:4151509@/', [1]],
  ['text 1502 and ip 10.11.12.0/24', [0, 3]],
  ['since 16:11:50 until 16:12:10', [2, 3, 4, 5]],
  ['off(dstnum 5660066) method OPTIONS', [2, 6]],
  ['codec PCMU messages > 6 hungup callee', [1]],
  ['566*', [3]],
  // Exact, though the number begins so: nothing is still being typed.
  ['dstnum 566 5660066', [3]],
];

describe('list -f', () => {
  it.each(LANGUAGE)('%s', async (filter, found) => {
    const rows = await json<{ index: number }>('list', calls, '-f', filter);
    expect(rows.map(row => row.index)).toEqual(found);
  });

  it('ends with 1 where nothing matches', async () => {
    const { status, stdout, stderr } = await run(['list', calls, '-f', 'dstnum 1']);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('None of 7 conversations matches');
  });

  it('says so where words are matched nearly', async () => {
    const { status, stdout, stderr } = await run(['list', calls, '-f', 'rejectd']);
    expect([status, stdout.trimEnd().split('\n').length]).toEqual([0, 1]);
    expect(stderr).toContain('nearly');
  });

  it('knows one number by the settings, however it is written', async () => {
    const config = join(folder(), 'config.toml');
    writeFileSync(config, '[numbers]\ncountry = "354"\nlength = 7\n');
    const found = async (...options: string[]) =>
      (await run(['list', calls, '-f', 'dstnum +3545660066', ...options])).status;
    expect(await found()).toBe(1);
    expect(await found('--config', config)).toBe(0);
  });

  it('reads settings that are named, without a filter as well', async () => {
    const { status, stderr } = await run(['list', calls, '--config', join(folder(), 'none.toml')]);
    expect(status).toBe(0);
    expect(stderr).toContain('none.toml');
  });
});

describe('a wrong filter', () => {
  const out = join(tmpdir(), 'sipvestigator-never-written.pcap');

  it.each([
    ['list', [calls]],
    ['show', [calls, '3']],
    ['stats', [calls]],
    ['flow', [calls, '3']],
    ['export', [calls, '-o', out]],
    ['shell', [calls]],
  ])('of %s is a sentence with a caret and 2', async (command, argv) => {
    const { status, stdout, stderr } = await run([command, ...argv, '-f', 'state rejected and dstnumm 5660066']);
    expect([status, stdout]).toEqual([2, '']);
    const [sentence, filter, caret] = stderr.trimEnd().split('\n');
    expect(sentence).toContain('did you mean dstnum?');
    expect(filter).toBe('  state rejected and dstnumm 5660066');
    expect(caret).toBe(`  ${' '.repeat('state rejected and '.length)}${'^'.repeat('dstnumm'.length)}`);
  });

  it('has its caret in the right cell behind wide characters', async () => {
    const { stderr } = await run(['list', calls, '-f', 'ua 電話 status x']);
    const [, filter, caret] = stderr.trimEnd().split('\n');
    expect(filter).toBe('  ua 電話 status x');
    // Two characters of two cells each.
    expect(caret!.indexOf('^')).toBe('  ua '.length + 4 + ' status '.length);
  });
});

describe('stats -f', () => {
  interface Figures {
    packets: { read: number; sip: number };
    sip: {
      messages: number;
      conversations: number;
      requests: Record<string, number>;
      responses: Record<string, number>;
      retransmissions: number;
    };
    duplicates: number;
    transports: Record<string, number>;
  }

  it('counts the messages that match, and all packets', async () => {
    const [figures] = await json<Figures>('stats', calls, '-f', 'dstnum 5660066');
    expect(figures).toMatchObject({
      packets: { read: 33, sip: 33 },
      sip: { messages: 4, conversations: 1, requests: { INVITE: 1, ACK: 1 }, responses: { 100: 1, 403: 1 } },
      transports: { UDP: 4 },
    });
  });

  it('counts copies and retransmissions of what matches', async () => {
    const file = sample('call-unanswered-nat.pcap');
    const [unanswered] = await json<Figures>('stats', file, '-f', 'state unanswered');
    expect(unanswered).toMatchObject({ duplicates: 7, sip: { messages: 14, retransmissions: 6 } });
    const [all] = await json<Figures>('stats', file);
    const [rest] = await json<Figures>('stats', file, '-f', 'not state unanswered');
    expect(rest!.sip.messages + 14).toBe(all!.sip.messages);
    expect(rest!.duplicates).toBe(all!.duplicates - 7);
  });

  it('ends with 1 where nothing matches', async () => {
    expect((await run(['stats', calls, '-f', 'dstnum 1'])).status).toBe(1);
  });
});

describe('export -f', () => {
  it('writes what matches and nothing else', async () => {
    const out = join(folder(), 'out.pcap');
    expect((await run(['export', calls, '-o', out, '-f', '/Diversion: <sip:1502@/'])).status).toBe(0);
    const rows = await json<{ callId: string }>('list', out);
    expect(rows.map(row => row.callId)).toEqual(['256c2b012c04d48e5bbbad970bca3268@10.20.0.22:5060']);
    expect(readFileSync(out).length).toBeLessThan(readFileSync(calls).length);
  });
});
