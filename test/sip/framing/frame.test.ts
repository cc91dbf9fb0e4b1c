import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameCutter, MAX_BODY, MAX_HEADER_BYTES } from '../../../src/sip/framing/frame.js';

interface Piece {
  kind: string;
  text: string;
  missing: number;
}

/** Feeds a stream in the given pieces, as a reader does that keeps what was not cut. */
function cut(chunks: readonly string[], final = true): Piece[] {
  const cutter = new FrameCutter();
  const pieces: Piece[] = [];
  let held = Buffer.alloc(0);
  const run = (last: boolean): void => {
    let at = 0;
    for (;;) {
      const kind = cutter.next(held, at, held.length, last);
      if (kind === 'more') break;
      expect(cutter.end).toBeGreaterThan(at);
      const text = held.toString('latin1', cutter.start, cutter.end);
      pieces.push({ kind, text, missing: cutter.missing });
      at = cutter.end;
    }
    held = held.subarray(at);
  };
  for (const chunk of chunks) {
    held = Buffer.concat([held, Buffer.from(chunk, 'latin1')]);
    run(false);
  }
  if (final) run(true);
  return pieces;
}

const messagesOf = (pieces: readonly Piece[]): string[] => pieces.filter(p => p.kind === 'message').map(p => p.text);
const noiseOf = (pieces: readonly Piece[]): string =>
  pieces
    .filter(p => p.kind === 'noise')
    .map(p => p.text)
    .join('');

const head = (more = ''): string => `INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/TCP h\r\nCall-ID: c\r\n${more}`;
const ok = 'SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP h\r\nl: 3\r\nc: application/sdp\r\n\r\nv=0';

describe('FrameCutter', () => {
  it.each([
    ['a stated length', `${head('Content-Length: 4\r\n')}\r\nbody`],
    ['the compact form', `${head('l:4\r\n')}\r\nbody`],
    ['white space before the colon', `${head('CONTENT-length \t:  4  \r\n')}\r\nbody`],
    ['a folded length', `${head('Content-Length:\r\n 4\r\n')}\r\nbody`],
    ['LF alone', `${head('l: 4\r\n')}\r\nbody`.replaceAll('\r', '')],
    ['CR alone', `${head('l: 4\r\n')}\r\nbody`.replaceAll('\n', '')],
    ['no length and no body', `${head()}\r\n`],
    ['a length of 0', `${head('l: 0\r\n')}\r\n`],
  ])('cuts after %s', (_, message) => {
    expect(messagesOf(cut([message + ok + message], false))).toEqual([message, ok, message]);
  });

  it.each([
    ['missing', 'Content-Type: application/sdp\r\n'],
    ['no number', 'Content-Length: many\r\n'],
    ['negative', 'Content-Length: -1\r\n'],
    ['beyond belief', `Content-Length: ${MAX_BODY + 1}\r\n`],
    ['too large by two', 'Content-Length: 7\r\n'],
    ['too large', 'Content-Length: 600\r\n'],
  ])('ends a message whose length is %s at the next start line', (_, lengthLine) => {
    const message = `${head(lengthLine)}\r\nv=0\r\n`;
    expect(messagesOf(cut([message + ok]))).toEqual([message, ok]);
  });

  it('passes over the rest of a body whose length is too small', () => {
    const pieces = cut([`${head('l: 2\r\n')}\r\nv=0\r\ns=-\r\n${ok}`]);
    expect(messagesOf(pieces)).toEqual([`${head('l: 2\r\n')}\r\nv=`, ok]);
    expect(noiseOf(pieces)).toBe('0\r\ns=-\r\n');
  });

  it('leaves SIP in a body that may hold it', () => {
    const fragment = 'SIP/2.0 200 OK\r\nVia: x\r\n\r\n';
    const notify = `${head(`Content-Type: message/sipfrag\r\nContent-Length: ${fragment.length}\r\n`)}\r\n${fragment}`;
    expect(messagesOf(cut([notify + ok]))).toEqual([notify, ok]);
  });

  it('takes the rest of a stream for a body without length', () => {
    const message = `${head('Content-Type: text/plain\r\n')}\r\nhello`;
    expect(messagesOf(cut([message], false))).toEqual([]);
    expect(messagesOf(cut([message]))).toEqual([message]);
  });

  it('says what a message lacks where the stream ends', () => {
    expect(cut([`${head('l: 10\r\n')}\r\nbody`])).toEqual([
      { kind: 'message', text: `${head('l: 10\r\n')}\r\nbody`, missing: 6 },
    ]);
    expect(cut([head()])).toEqual([{ kind: 'message', text: head(), missing: 1 }]);
  });

  it('tells keep-alives from noise', () => {
    const pieces = cut([`\r\n\r\n${ok}\r\n\r\n`]);
    expect(pieces.map(p => p.kind)).toEqual(['keep-alive', 'message', 'keep-alive']);
  });

  it('finds the next start line when it joins mid-way, but not in a quoted status line', () => {
    const pieces = cut([`a=ptime:20\r\nSIP/2.0 180 Ringing\r\n\r\n${ok}`]);
    expect(messagesOf(pieces)).toEqual([ok]);
    expect(noiseOf(pieces)).toBe('a=ptime:20\r\nSIP/2.0 180 Ringing\r\n\r\n');
  });

  it('gives up headers without an end', () => {
    const endless = `${head()}X: ${'x'.repeat(MAX_HEADER_BYTES)}\r\n`;
    const pieces = cut([`${endless + ok}`]);
    expect(pieces[0]).toEqual({ kind: 'message', text: endless.slice(0, MAX_HEADER_BYTES), missing: 1 });
    expect(messagesOf(pieces)[1]).toBe(ok);
  });

  it('gives the same messages for any cut of the stream', () => {
    const message = fc.constantFrom(
      ok,
      `${head('l: 4\r\n')}\r\nbody`,
      `${head()}\r\n`,
      `${head('Content-Type: application/sdp\r\n')}\r\nv=0\r\ns=-\r\n`,
      `${head('Content-Length: 500\r\n')}\r\nv=0\r\n`,
      '\r\n\r\n',
      'noise\r\nmore: noise\r\n',
      'NOTIFY sip:a SIP/2.0\nl: 16\nc: message/sipfrag\n\nSIP/2.0 200 OK\r\n',
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), fc.array(fc.nat(900), { maxLength: 40 }), (messages, cuts) => {
        const stream = messages.join('');
        const places = [...new Set(cuts.map(place => place % (stream.length + 1)))].sort((a, b) => a - b);
        const chunks = [0, ...places].map((place, i) => stream.slice(place, places[i] ?? stream.length));
        expect(messagesOf(cut(chunks))).toEqual(messagesOf(cut([stream])));
        expect(messagesOf(cut([...stream]))).toEqual(messagesOf(cut([stream])));
      }),
    );
  });

  it('loses no byte of any stream and never throws', () => {
    const word = fc.constantFrom(
      'INVITE sip:a SIP/2.0',
      'SIP/2.0 200 OK',
      '\r\n',
      '\n',
      '\r',
      'l: 3',
      'Via: x',
      'x',
      ' ',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), words => {
        const pieces = cut([words.join('')]);
        expect(pieces.map(p => p.text).join('')).toBe(words.join(''));
      }),
    );
  });
});
