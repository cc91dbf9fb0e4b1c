/**
 * The headers that link legs: read as RFC 7989, 3891 and 7315 write them, kept once per conversation, and evicted
 * with it.
 */
import { describe, expect, test } from 'vitest';
import { rowId } from '../../src/model/ids.js';
import { index, messages } from './script.js';

const told = (script: string, row = 0) =>
  index(messages(script))
    .linksOf(rowId(row))
    .map(({ header, text, message }) => [header, text, message]);

describe('links', () => {
  test('are the values of a conversation, each with the first message that had it', () => {
    // The Session-IDs are those of RFC 7989 section 9.1.
    const [first, second] = ['ab30317f1a784dc48ff824d0d3715d86', '47755a9de7794ba387653f2099600ef2'];
    const script = `
      0   a>b INVITE 1 +Session-ID:${first};remote=00000000000000000000000000000000
      0.1 b>a 180_Ringing 1 to=b +Session-ID:${second};remote=${first}
      0.2 c>d OPTIONS 1 id=other
      1   b>a 200_OK 1 to=b +Session-ID:${second};remote=${first}
      1.1 a>b ACK 1 branch=k to=b +Session-ID:${first};remote=${second}`;
    expect(told(script)).toEqual([
      ['Session-ID', `${first};remote=00000000000000000000000000000000`, 0],
      ['Session-ID', `${second};remote=${first}`, 1],
      ['Session-ID', `${first};remote=${second}`, 4],
    ]);
    expect(told(script, 1)).toEqual([]);
  });

  test.each([
    ['X-Call-ID:leg-1@a.example', 'X-Call-ID', 'leg-1@a.example'],
    ['x-call-id:leg-1@a.example', 'X-Call-ID', 'leg-1@a.example'],
    ['Replaces:98732@a.example;from-tag=r33th4x0r;to-tag=ff87ff', 'Replaces', undefined],
    ['Join:12adf2f34456gs5;to-tag=12345;from-tag=54321', 'Join', undefined],
    ['Target-Dialog:fa77as7dad8-sd98ajzz@host.example.com;local-tag=kkaz-', 'Target-Dialog', undefined],
    ['In-Reply-To:70710@saturn.bell-tel.com,17320@saturn.bell-tel.com', 'In-Reply-To', undefined],
    ['P-Charging-Vector:icid-value=1234bc9876e;icid-generated-at=192.0.6.8', 'P-Charging-Vector', '1234bc9876e'],
    [
      'P-Charging-Vector:icid-value="AyretyU0dm+6O2IrT5tAFrbHLso=";x=1',
      'P-Charging-Vector',
      'AyretyU0dm+6O2IrT5tAFrbHLso=',
    ],
    ['P-Charging-Vector:orig-ioi=home1.net;icid-value=77', 'P-Charging-Vector', '77'],
  ])('%s', (line, header, text = line.slice(line.indexOf(':') + 1)) => {
    expect(told(`0 a>b INVITE 1 +${line}`)).toEqual([[header, text, 0]]);
  });

  test.each(['P-Charging-Vector:orig-ioi=home1.net', 'P-Charging-Vector:icid-value', 'X-Call-ID:', 'Reason:SIP'])(
    '%s links nothing',
    line => {
      expect(told(`0 a>b INVITE 1 +${line}`)).toEqual([]);
    },
  );

  test('are bounded per message and per conversation', () => {
    const many = Array.from({ length: 20 }, (_, at) => `+Replaces:${at}`).join(' ');
    expect(told(`0 a>b INVITE 1 ${many}`)).toHaveLength(8);
    const lines = Array.from({ length: 50 }, (_, at) => `${at} a>b OPTIONS ${at} +X-Call-ID:${at}`);
    expect(told(lines.join('\n'))).toHaveLength(32);
  });

  test('share the id of a value between conversations', () => {
    const conversations = index(
      messages('0 a>b INVITE 1 id=x +X-Call-ID:leg\n 0 c>d INVITE 1 id=y +X-Call-ID:leg +Join:leg'),
    );
    const [x, y] = [conversations.linksOf(rowId(0)), conversations.linksOf(rowId(1))];
    expect(y.map(link => link.value)).toEqual([x[0]!.value, x[0]!.value]);
  });
});
