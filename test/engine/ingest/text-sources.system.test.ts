/** Text all the way to conversations: what a capture shows, its text shows; what a log does not tell is null. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { corpusFile, CORPUS_ABSENT, hasCorpus } from '../../capture/captures.js';
import { CAPTURES } from '../../capture/text/capture-messages.js';
import { withoutPeer } from '../../peer.js';
import { folder, readTogether } from '../core-session.js';

const example = (name: string) => fileURLToPath(new URL(`../../capture/text/examples/${name}`, import.meta.url));

describe('addresses', () => {
  it('are known for one end where a log tells that one', async () => {
    const session = await readTogether(example('asterisk-pjsip.log'));
    expect(await session.rows()).toMatchObject([
      { callId: '6f2c.11.', src: '198.51.100.2:5060', dst: null, messages: 3 },
    ]);
    expect(await session.messages(0)).toMatchObject([
      { src: '198.51.100.2:5060', dst: null },
      { src: null, dst: '198.51.100.2:5060' },
      { src: '198.51.100.2:5060', dst: null },
    ]);
  });

  it('are known for none in a mail', async () => {
    const session = await readTogether(example('mail.txt'));
    expect(await session.messages(0)).toMatchObject(Array.from({ length: 3 }, () => ({ src: null, dst: null })));
  });
});

/** What must be the same whatever a conversation was read from. */
async function conversations(path: string) {
  const rows = await (await readTogether(path)).rows();
  return rows.map(({ callId, startUs, endUs, from, to, src, dst, messages, retransmissions, state, status }) => ({
    callId,
    startUs,
    endUs,
    from,
    to,
    src,
    dst,
    messages,
    retransmissions,
    state,
    status,
  }));
}

describe('text saved of a capture', () => {
  it.each(['examples/sngrep.txt', 'examples/sipdump.data'])('is read as %s was', async name => {
    const file = example(name.replace('examples/', ''));
    const session = await readTogether(file);
    const path = join(folder(), 'saved.txt');
    await session.ask('save', { selection: { all: true }, path, format: 'txt', overwrite: false });
    expect(await conversations(path)).toEqual(await conversations(file));
  });
});

const PRINTERS: readonly (readonly [string, (file: string) => string[]])[] = [
  ['ngrep', file => ['-q', '-t', '-W', 'byline', '-I', file]],
  ['tshark', file => ['-r', file, '-V']],
  ['tshark', file => ['-r', file, '-x', '-P', '-t', 'ud']],
  ['tcpdump', file => ['-r', file, '-n', '-tttt', '-A']],
];
const OVER_TCP = 'goffinet/SIP-Call-Flow-Over-TCP.pcap';

describe.skipIf(!hasCorpus)(hasCorpus ? 'text printed of a capture' : CORPUS_ABSENT, () => {
  for (const [program, args] of PRINTERS) {
    const flags = args('FILE').join(' ');
    it.skipIf(withoutPeer(program)).each([...CAPTURES, OVER_TCP])(
      `by ${program} ${flags} gives its conversations: %s`,
      async path => {
        const file = corpusFile(path);
        const text = spawnSync(program, args(file), { maxBuffer: 1 << 28 }).stdout;
        const printed = join(folder(), 'printed.txt');
        writeFileSync(printed, text);
        expect(await conversations(printed)).toEqual(await conversations(file));
      },
    );
  }
});
