import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../src/diagnosis/numbers/identity.js';
import { parseMessage } from '../../../src/sip/message/message.js';

function invite(...headers: string[]) {
  const lines = [
    'INVITE sip:5660066@b.example;user=phone SIP/2.0',
    'From: "Bob" <sip:1502@a.example>;tag=x',
    ...headers,
  ];
  return identityOf(parseMessage(new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`)));
}

describe('who calls', () => {
  it('is From, where nothing else says', () => {
    expect(invite().caller).toMatchObject({ header: 'From', number: { text: '1502' } });
  });

  it('is Remote-Party-ID before From, and P-Asserted-Identity before both', () => {
    const remote = 'Remote-Party-ID: <sip:4151503@a.example>;party=calling';
    expect(invite(remote).caller).toMatchObject({ header: 'Remote-Party-ID', number: { text: '4151503' } });
    expect(invite(remote, 'P-Asserted-Identity: <tel:+3544151502>').caller).toMatchObject({
      header: 'P-Asserted-Identity',
      number: { text: '+3544151502' },
    });
  });

  it('is the number of two asserted identities', () => {
    expect(invite('P-Asserted-Identity: <sip:bob@a.example>, <tel:+3544151502>').caller.number.text).toBe(
      '+3544151502',
    );
    expect(invite('P-Asserted-Identity: <sip:bob@a.example>').caller.number.text).toBe('bob');
  });
});

describe('who diverts', () => {
  it('is the topmost Diversion', () => {
    expect(
      invite('Diversion: <sip:4151509@10.0.0.1>;reason=no-answer', 'Diversion: <sip:4151500@10.0.0.1>').diverted,
    ).toMatchObject({ header: 'Diversion', number: { text: '4151509' }, host: '10.0.0.1' });
  });

  it('is the entry of History-Info before the last one', () => {
    const two = 'History-Info: <sip:4151509@a.example>;index=1, <sip:5660066@b.example;cause=302>;index=1.1';
    expect(invite(two).diverted).toMatchObject({ header: 'History-Info', number: { text: '4151509' } });
    expect(invite('History-Info: <sip:5660066@b.example>;index=1').diverted).toBeNull();
  });

  it('is nobody where the header names no user', () => {
    expect(invite('Diversion: <sip:a.example>').diverted).toBeNull();
  });
});

it('reads any text', () => {
  for (const text of ['', '<', '"', '<sip:', ',,,,', `<sip:${'1'.repeat(1 << 16)}@x>`])
    expect(() => invite(`P-Asserted-Identity: ${text}`, `Diversion: ${text}`, `History-Info: ${text}`)).not.toThrow();
});
