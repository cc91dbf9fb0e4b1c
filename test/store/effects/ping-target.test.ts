/** Whom a typed line of ":ping" means, and what is said of how it went. */
import { describe, expect, it } from 'vitest';
import { reportText } from '../../../src/store/effects/ping.js';
import { targetName, typedTarget } from '../../../src/store/effects/ping-target.js';

describe('a typed host', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3', 5060, 'udp'],
    ['10.1.2.3:5080', '10.1.2.3', 5080, 'udp'],
    ['sbc.example.net tcp', 'sbc.example.net', 5060, 'tcp'],
    ['sbc.example.net tls', 'sbc.example.net', 5061, 'tls'],
    ['[2001:db8::1]:5062', '2001:db8::1', 5062, 'udp'],
    ['2001:db8::1 udp', '2001:db8::1', 5060, 'udp'],
    ['sip:bob@pbx.example.net;transport=tcp', 'pbx.example.net', 5060, 'tcp'],
    ['sips:pbx.example.net', 'pbx.example.net', 5061, 'tls'],
  ])('%s', (text, host, port, transport) => {
    expect(typedTarget(text)).toEqual({ host, port, transport });
  });

  it.each(['', '10.1.2.3:99999', '10.1.2.3:0', 'a b c', '10.1.2.3 sctp', ':5060', '10.0.0.1:506000'])(
    '%j is none',
    text => {
      expect(typedTarget(text)).toHaveProperty('none');
    },
  );

  it('has brackets around an IPv6 address', () => {
    expect(targetName({ host: '2001:db8::1', port: 5060, transport: 'udp' })).toBe('[2001:db8::1]:5060');
  });
});

describe('how it went', () => {
  const none = { sent: 1, repeated: 0, answered: 0, answer: null, lost: null, stopped: false };
  const answer = {
    ...{ status: 200, reason: 'OK', rttMs: 1.84, repeated: false },
    ...{ server: 'kamailio (5.6.3)', allow: 'INVITE, ACK', seenFrom: '10.0.0.9:40234' },
  };

  it('has the time and what the far end says of itself', () => {
    expect(reportText('10.0.0.1:5060', { ...none, answered: 1, answer }, null)).toBe(
      '10.0.0.1:5060 answered 200 OK in 1.84 ms. It is kamailio (5.6.3); saw us as 10.0.0.9:40234; allows INVITE, ACK.',
    );
  });

  it('takes no time from a request that was sent again', () => {
    const late = { ...none, repeated: 1, answered: 1, answer: { ...answer, rttMs: 512, repeated: true } };
    expect(reportText('a:5060', late, null)).toContain(
      'answered 200 OK, 512.0 ms after it was first asked, sent again 1 time.',
    );
  });

  it('says why there was no answer, and tells of the certificate', () => {
    expect(reportText('a:5060', { ...none, repeated: 10, lost: 'no answer in 32 s' }, null)).toBe(
      'a:5060 did not answer: no answer in 32 s, sent again 10 times.',
    );
    expect(reportText('a:5061', { ...none, stopped: true }, 'TLSv1.3, certificate trusted')).toBe(
      'a:5061 did not answer: it was given up. TLSv1.3, certificate trusted.',
    );
  });
});
