/** What ngrep, tshark and sngrep print of captures, compared with the captures. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { installed, withoutPeer } from '../../peer.js';
import { CORPUS_ABSENT, corpusBytes, corpusFile, hasCorpus, type ReadDatagram, readCapture } from '../captures.js';
import { CAPTURES, type Message, messagesOf, printed } from './capture-messages.js';

const ZONE = 'Atlantic/Reykjavik';

async function reading(program: string, args: readonly string[]) {
  const { stdout } = spawnSync(program, args, { env: { ...process.env, TZ: ZONE }, maxBuffer: 1 << 28 });
  process.env['TZ'] = ZONE;
  return readCapture(new Uint8Array(stdout), [4096]);
}

async function messages(path: string): Promise<Message[]> {
  const expected = messagesOf((await readCapture(corpusBytes(path))).packets);
  expect(expected.length).toBeGreaterThan(0);
  return expected;
}

function sip(datagrams: readonly ReadDatagram[]): ReadDatagram[] {
  return datagrams.filter(({ text }) => text !== '');
}

/** The headers as far as tshark prints them: a line is cut after 240 chars, blanks after the name are one. */
function inTree(text: string): string[] {
  const lines = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
  return lines.map(line => line.replace(/^([^: ]+): +/, '$1: ').slice(0, 200));
}

function bodyOf(text: string): string {
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

function ends(all: readonly { source: string; destination: string }[]) {
  return all.map(({ source, destination }) => ({ source, destination }));
}

const title = (program: string) =>
  hasCorpus ? `what ${program} prints${installed(program) ? '' : ` (${program} is not installed)`}` : CORPUS_ABSENT;

describe.skipIf(!hasCorpus || withoutPeer('ngrep'))(title('ngrep'), () => {
  test.each(CAPTURES)('%s', async path => {
    const expected = await messages(path);
    for (const form of [...['byline', 'normal', 'none', 'single'].map(name => ['-W', name]), ['-x']]) {
      const { datagrams, format, dated } = await reading('ngrep', ['-q', '-t', ...form, '-I', corpusFile(path)]);
      expect({ format, dated }).toEqual({ format: 'ngrep text', dated: true });
      // Of what is no SIP, bytes are printed, too.
      const found = sip(datagrams).filter(({ text }) => /^[^\r\n]*SIP\/2\.0/.test(text));
      // Bytes are printed as they are, text without what is no text.
      const as = form[0] === '-x' ? (text: string) => text : printed;
      expect(found.map(({ text }) => text)).toEqual(expected.map(({ text }) => as(text)));
      expect(ends(found)).toEqual(ends(expected));
      expect(found.map(({ timeUs }) => timeUs)).toEqual(expected.map(({ timeUs }) => timeUs));
      expect(found.every(({ transport, truncated }) => transport === 'UDP' && !truncated)).toBe(true);
    }
  });
});

describe.skipIf(!hasCorpus || withoutPeer('sipgrep'))(title('sipgrep'), () => {
  // On these two it prints one packet for ever, and none: there is nothing to compare.
  const captures = CAPTURES.filter(path => path !== 'sngrep/aaa.pcap' && path !== 'pl7m/sip.pcap');

  // -m shows also what belongs to no dialog it saw begin, -g leaves out its remarks on dialogs that end.
  test.each(captures)('%s', async path => {
    const expected = await messages(path);
    for (const flags of [[], ['-C']]) {
      const { datagrams } = await reading('sipgrep', ['-m', '-g', '-P', '1-65535', ...flags, '-I', corpusFile(path)]);
      const found = sip(datagrams);
      expect(found.map(({ text }) => text)).toEqual(expected.map(({ text }) => printed(text)));
      expect(ends(found)).toEqual(ends(expected));
      expect(found.map(({ timeUs }) => timeUs)).toEqual(expected.map(({ timeUs }) => timeUs));
    }
  });
});

describe.skipIf(!hasCorpus || withoutPeer('tshark'))(title('tshark'), () => {
  test.each(CAPTURES)('-V of %s', async path => {
    const expected = await messages(path);
    const { datagrams, dated } = await reading('tshark', ['-r', corpusFile(path), '-V']);
    const found = sip(datagrams);
    expect(dated).toBe(true);
    expect(found.map(({ text }) => inTree(text))).toEqual(expected.map(({ text }) => inTree(text)));
    expect(ends(found)).toEqual(ends(expected));
    expect(found.map(({ timeUs }) => timeUs)).toEqual(expected.map(({ timeUs }) => timeUs));
    const whole = found.map(({ truncated }) => !truncated);
    expect(whole).toContain(true);
    expect(found.filter((_, at) => whole[at]).map(({ text }) => bodyOf(text))).toEqual(
      expected.filter((_, at) => whole[at]).map(({ text }) => bodyOf(printed(text))),
    );
  });

  // Of what tshark takes for data it prints a dump of its own, in the tree.
  test.each([...CAPTURES, 'goffinet/voip-skype-conn-disconn.pcap'])(
    '-x of %s, alone, with the packet list and with the tree',
    async path => {
      const { packets } = await readCapture(corpusBytes(path));
      for (const flags of [['-x'], ['-P', '-x', '-t', 'ud'], ['-V', '-x']]) {
        const read = await reading('tshark', ['-r', corpusFile(path), ...flags]);
        expect(read.packets.map(({ bytes, linkType }) => ({ bytes, linkType }))).toEqual(
          packets.map(({ bytes, linkType }) => ({ bytes, linkType })),
        );
        if (flags.length > 1)
          expect(read.packets.map(({ timeUs }) => timeUs)).toEqual(packets.map(({ timeUs }) => timeUs));
      }
    },
  );
});

describe.skipIf(!hasCorpus)(hasCorpus ? 'the text sngrep saves' : CORPUS_ABSENT, () => {
  test.each(CAPTURES)('of %s', async path => {
    const expected = await messages(path);
    const text = expected
      .map(
        message =>
          `${saved(message.timeUs)} ${end(message.source)} -> ${end(message.destination)}\n${message.text}\n\n`,
      )
      .join('');
    process.env['TZ'] = ZONE;
    const { datagrams, format } = await readCapture(Buffer.from(text, 'latin1'), [4096]);
    expect(format).toBe('sngrep text');
    expect(datagrams).toMatchObject(expected.map(message => ({ ...message, transport: 'unknown' })));
  });
});

/** As strftime("%Y/%m/%d %H:%M:%S") and the microseconds. */
function saved(timeUs: number): string {
  const time = new Date(Math.floor(timeUs / 1000)).toISOString();
  return `${time.slice(0, 19).replaceAll('-', '/').replace('T', ' ')}.${String(timeUs % 1e6).padStart(6, '0')}`;
}

/** "10.0.0.1.5060" by bytes as the tests have it, "10.0.0.1:5060" as it is printed. */
function end(address: string): string {
  const [bytes = '', port] = address.split(':');
  const parts = bytes.split('.').map(Number);
  if (parts.length === 4) return address;
  const groups = Array.from({ length: 8 }, (_, at) => (parts[2 * at]! * 256 + parts[2 * at + 1]!).toString(16));
  return `[${groups.join(':')}]:${port}`;
}
