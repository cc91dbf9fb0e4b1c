/** Bodies taken apart: by every reader the same, because one function does it (RFC 2046 section 5.1). */
import { describe, expect, it } from 'vitest';
import { bodyParts, sdpBodies } from '../../../src/sip/message/body.js';
import { parseMessage } from '../../../src/sip/message/message.js';
import { scannerOf } from '../scan/scanner.js';
import { messageLines } from '../../../src/sip/view/message-lines.js';

/** What the readers say of a message with this body: the parts, and whether each of them finds SDP. */
function read(typeLine: string, lines: readonly string[], end = '\r\n') {
  const text = [`INVITE sip:a SIP/2.0`, typeLine, '', ...lines].join(end);
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
  const message = parseMessage(bytes);
  const scanned = scannerOf();
  scanned.scan(bytes, 0, bytes.length);
  const parts = bodyParts(bytes, message).map(part => [part.contentType, Buffer.from(part.bytes).toString('latin1')]);
  const sdp = [
    scanned.sdp === 1,
    sdpBodies(bytes, message).length > 0,
    messageLines(bytes).some(line => line.kind === 'sdp'),
  ];
  expect(new Set(sdp).size).toBe(1);
  return { parts, sdp: sdp[0] };
}

const SDP = ['Content-Type: application/sdp', '', 'v=0'];
const TEXT = ['Content-Type: text/plain', '', 'it says application/sdp'];

describe('SDP', () => {
  it.each([
    ['a part of that type', ['--b', ...SDP, '--b--'], true],
    ['a part with a compact header', ['--b', 'c: application/sdp', '', 'v=0', '--b--'], true],
    ['a part with a folded header', ['--b', 'Content-Type:', '\tapplication/sdp', '', 'v=0', '--b--'], true],
    ['a part with parameters', ['--b', 'content-TYPE : Application/SDP;x=y', '', 'v=0', '--b--'], true],
    ['behind another part', ['--b', ...TEXT, '--b', ...SDP, '--b--'], true],
    ['a part without a closing delimiter', ['--b', ...SDP], true],
    ['a text that mentions it', ['--b', ...TEXT, '--b--'], false],
    ['a preamble like a part', [...SDP, '--b', ...TEXT, '--b--'], false],
    ['an epilogue like a part', ['--b', ...TEXT, '--b--', ...SDP], false],
    ['a part with nothing in it', ['--b', 'Content-Type: application/sdp', '', '--b--'], false],
    ['a part of headers alone', ['--b', 'Content-Type: application/sdp', 'v: 0', '--b--'], false],
    ['a second type of a part', ['--b', 'Content-Type: text/plain', 'c: application/sdp', '', 'v=0', '--b--'], false],
    ['a type that begins the same', ['--b', 'Content-Type: application/sdp-x', '', 'x', '--b--'], false],
  ])('%s', (_, lines, sdp) => {
    expect(read('Content-Type: multipart/mixed;boundary=b', lines).sdp).toBe(sdp);
  });

  it.each([
    ['Content-Type: application/sdp', true],
    ['c: application/sdp', true],
    ['C : APPLICATION/SDP ;charset=utf-8', true],
    ['c: application / sdp', true],
    ['Content-Type: application/sdpx', false],
    ['Content-Type: application/x; like=application/sdp', false],
    ['Content-Type: text/plain', false],
  ])('a whole body with %s', (line, sdp) => {
    expect(read(line, ['v=0', 's=-']).sdp).toBe(sdp);
  });
});

describe('boundaries', () => {
  const parts = (type: string, lines: readonly string[], end?: string) => read(type, lines, end).parts;

  it.each([
    ['plain', 'boundary=b'],
    ['quoted', 'boundary="b"'],
    ['spelled otherwise', 'BOUNDARY = b ;x=y'],
    ['behind other parameters', 'type="application/sdp; boundary=no";boundary=b'],
    ['folded', '\r\n boundary=b'],
  ])('%s', (_, parameter) => {
    expect(parts(`c: multipart/mixed;${parameter}`, ['--b', ...SDP, '--b--'])).toEqual([['application/sdp', 'v=0']]);
  });

  it('may hold spaces and colons in quotes', () => {
    expect(parts('c: multipart/mixed;boundary="a: b"', ['--a: b', ...SDP, '--a: b--'])).toEqual([
      ['application/sdp', 'v=0'],
    ]);
  });

  it('are whole lines, with white space behind them at most', () => {
    expect(
      parts('c: multipart/mixed;boundary=b', ['--b \t', '', 'one', '--bb', ' --b', '--b--x', '--b', '', 'two']),
    ).toEqual([
      ['', 'one\r\n--bb\r\n --b\r\n--b--x'],
      ['', 'two'],
    ]);
  });

  it('of a part within a part may begin like those around it', () => {
    const inner = ['Content-Type: multipart/alternative;boundary=b2', '', '--b2', ...SDP, '--b2--'];
    expect(parts('c: multipart/mixed;boundary=b', ['--b', ...inner, '--b', ...TEXT, '--b--'])).toEqual([
      ['application/sdp', 'v=0'],
      ['text/plain', 'it says application/sdp'],
    ]);
  });

  it('end lines as the message does', () => {
    for (const end of ['\n', '\r'])
      expect(parts('c: multipart/mixed;boundary=b', ['--b', ...SDP, 's=-', '--b--'], end)).toEqual([
        ['application/sdp', `v=0${end}s=-`],
      ]);
  });

  it.each([
    ['missing', 'c: multipart/mixed'],
    ['empty', 'c: multipart/mixed;boundary=""'],
    ['not closed', 'c: multipart/mixed;boundary="b'],
    ['never met', 'c: multipart/mixed;boundary=z'],
  ])('%s leave the body whole', (_, type) => {
    expect(parts(type, ['--b', ...SDP, '--b--'])).toEqual([
      ['multipart/mixed', '--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--b--'],
    ]);
  });

  it('are bounded in depth and number', () => {
    const many = Array.from({ length: 1000 }, () => ['--b', ...SDP]).flat();
    expect(parts('c: multipart/mixed;boundary=b', many)).toHaveLength(64);
    const deep = Array.from({ length: 50 }, (_, at) => [
      `--b${at}`,
      `c: multipart/mixed;boundary=b${at + 1}`,
      '',
    ]).flat();
    expect(parts('c: multipart/mixed;boundary=b0', [...deep, '--b50', ...SDP])).toHaveLength(1);
  });
});
