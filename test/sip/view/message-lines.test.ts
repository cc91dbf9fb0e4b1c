/** A message as lines: what each is, and that every byte is in one. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldAt, messageLines } from '../../../src/sip/view/message-lines.js';

function kinds(text: string | Uint8Array): string[] {
  return messageLines(typeof text === 'string' ? Buffer.from(text, 'latin1') : text).map(line =>
    `${line.kind} ${line.text}`.trim(),
  );
}

describe('messageLines', () => {
  it('tells start line, headers and SDP', () => {
    expect(kinds('OPTIONS sip:a SIP/2.0\r\nContent-Type: application/sdp;x=y\r\n\r\nv=0\r\ns=-\r\n')).toEqual([
      'start OPTIONS sip:a SIP/2.0',
      'header Content-Type: application/sdp;x=y',
      'blank',
      'sdp v=0',
      'sdp s=-',
    ]);
  });

  it('gives a folded header one value, on all of its lines', () => {
    const lines = messageLines(Buffer.from('A b SIP/2.0\r\nSubject: one\r\n\ttwo\r\n three\r\nTo: x\r\n\r\n'));
    expect([0, 1, 2, 3, 4, 5].map(at => fieldAt(lines, at))).toEqual([
      null,
      { name: 'Subject', value: 'one two three' },
      { name: 'Subject', value: 'one two three' },
      { name: 'Subject', value: 'one two three' },
      { name: 'To', value: 'x' },
      null,
    ]);
    expect(fieldAt(lines, 99)).toBeNull();
  });

  it('takes a multipart body apart, each part by its type', () => {
    const body = [
      'preamble',
      '--b1',
      'Content-Type: application/sdp',
      '',
      'v=0',
      '--b1',
      'Content-Type: application/isup',
      '',
      '\x01\x00\xff',
      '--b1--',
      'epilogue',
    ].join('\r\n');
    expect(kinds(`INVITE sip:a SIP/2.0\r\nc: multipart/mixed; boundary="b1"\r\n\r\n${body}`).slice(3)).toEqual([
      'text preamble',
      'boundary --b1',
      'header Content-Type: application/sdp',
      'blank',
      'sdp v=0',
      'boundary --b1',
      'header Content-Type: application/isup',
      'blank',
      `hex 0000  ${'01 00 ff'.padEnd(23)}  ...`,
      'boundary --b1--',
      'text epilogue',
    ]);
  });

  it('shows bytes that are no text in hexadecimal, unless their type says that they are', () => {
    const head = 'INFO sip:a SIP/2.0\r\n';
    expect(kinds(`${head}\r\n\x00ABBBBBBBB`).slice(2)).toEqual([
      'hex 0000  00 41 42 42 42 42 42 42  .ABBBBBB',
      `hex 0008  ${'42 42'.padEnd(23)}  BB`,
    ]);
    expect(kinds(`${head}Content-Type: application/sdp\r\n\r\ns=\x1b\r\n`).slice(3)).toEqual(['sdp s=\x1b']);
    expect(kinds(`${head}\r\nplain`).slice(2)).toEqual(['text plain']);
  });

  it('ends lines at a line feed, and at a lone carriage return only where the first line ends so', () => {
    expect(kinds('A b SIP/2.0\nTo: x\n\nbody')).toEqual(['start A b SIP/2.0', 'header To: x', 'blank', 'text body']);
    expect(kinds('A b SIP/2.0\rTo: x\r\rbody')).toEqual(['start A b SIP/2.0', 'header To: x', 'blank', 'text body']);
    expect(kinds('A b SIP/2.0\r\nTo: x\rVia: forged\r\n\r\n')).toEqual([
      'start A b SIP/2.0',
      'header To: x\rVia: forged',
      'blank',
    ]);
  });

  it('keeps blank lines before the start line', () => {
    expect(kinds('\r\n\r\nA b SIP/2.0\r\n\r\n')).toEqual(['before', 'before', 'start A b SIP/2.0', 'blank']);
  });

  it('has every byte that is not a line end in exactly one line, in order', () => {
    const piece = fc.constantFrom(
      'A b SIP/2.0',
      'To: x',
      ' folded',
      '\r\n',
      '\r\n\r\n',
      '\n',
      '\r',
      '--b',
      '--b--',
      'c: multipart/mixed;boundary=b',
      '\x00\xff',
      'v=0',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map(all => Buffer.from(all.join(''), 'latin1')),
          fc.uint8Array({ maxLength: 200 }),
        ),
        bytes => {
          let at = 0;
          for (const { start, end } of messageLines(bytes)) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThanOrEqual(start);
            for (const byte of bytes.subarray(at, start)) expect([10, 13]).toContain(byte);
            at = end;
          }
          for (const byte of bytes.subarray(at)) expect([10, 13]).toContain(byte);
        },
      ),
    );
  });
});
