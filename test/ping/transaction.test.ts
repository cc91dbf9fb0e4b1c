/** The client transaction of RFC 3261 17.1.2 on a fake clock, and the request it carries. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isResponseTo, optionsRequest } from '../../src/ping/options-request.js';
import { TIMEOUT_MS } from '../../src/ping/timers.js';
import { Transaction } from '../../src/ping/transaction.js';
import { headerValue, parseMessage } from '../../src/sip/message/message.js';

const REQUEST = { branch: 'z9hG4bKabc', cseq: 7 };

function response(status: number, branch = REQUEST.branch, cseq = '7 OPTIONS') {
  return parseMessage(
    Buffer.from(
      `SIP/2.0 ${status} X\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;rport=1;branch=${branch}\r\nCSeq: ${cseq}\r\n\r\n`,
    ),
  );
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function begin(reliable = false) {
  const sentMs: number[] = [];
  const start = Date.now();
  const transaction = new Transaction(
    REQUEST,
    () => sentMs.push(Date.now() - start),
    { reliable, timeoutMs: TIMEOUT_MS },
    { sending: () => undefined, response: () => undefined },
  );
  return { transaction, sentMs };
}

describe('over UDP', () => {
  it('the request is retransmitted at the intervals of 17.1.2.2 until timer F', async () => {
    const { transaction, sentMs } = begin();
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(await transaction.ended).toEqual({ kind: 'timeout' });
    expect(sentMs).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
    expect(TIMEOUT_MS).toBe(32_000);
  });

  it('a provisional response makes the interval T2', async () => {
    const { transaction, sentMs } = begin();
    transaction.receive(response(100), 0);
    await vi.advanceTimersByTimeAsync(9000);
    expect(sentMs).toEqual([0, 500, 4500, 8500]);
    transaction.receive(response(200), 0);
    expect(await transaction.ended).toMatchObject({ kind: 'answered', final: { status: 200 } });
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(sentMs).toHaveLength(4);
  });

  it('a response to another request is ignored', async () => {
    const { transaction } = begin();
    transaction.receive(response(200, 'z9hG4bKother'), 0);
    transaction.receive(response(200, REQUEST.branch, '7 INVITE'), 0);
    transaction.receive(response(200, REQUEST.branch, '8 OPTIONS'), 0);
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(await transaction.ended).toEqual({ kind: 'timeout' });
  });

  it('it can be cancelled', async () => {
    const { transaction, sentMs } = begin();
    transaction.cancel();
    expect(await transaction.ended).toEqual({ kind: 'cancelled' });
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(sentMs).toEqual([0]);
  });
});

it('over TCP and TLS nothing is retransmitted', async () => {
  const { transaction, sentMs } = begin(true);
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
  expect(await transaction.ended).toEqual({ kind: 'timeout' });
  expect(sentMs).toEqual([0]);
});

describe('the request', () => {
  const named = {
    host: '2001:db8::1',
    port: 5060,
    transport: 'tcp',
    local: { address: '2001:db8::2', port: 40_000 },
    branch: 'z9hG4bKx',
    fromTag: 'tag',
    callId: 'call',
    cseq: 3,
    maxForwards: 0,
    agent: 'test',
  } as const;

  it('has every header RFC 3261, 8.1.1 asks for, and no fault', () => {
    const request = parseMessage(optionsRequest(named));
    expect(request).toMatchObject({ method: 'OPTIONS', uri: 'sip:[2001:db8::1]:5060;transport=tcp', faults: [] });
    const header = (name: string) => headerValue(request, name);
    expect(header('Via')).toBe('SIP/2.0/TCP [2001:db8::2]:40000;branch=z9hG4bKx;rport');
    expect(header('Max-Forwards')).toBe('0');
    expect(header('From')).toBe('<sip:ping@[2001:db8::2]>;tag=tag');
    expect(header('To')).toBe('<sip:[2001:db8::1]:5060;transport=tcp>');
    expect(header('Call-ID')).toBe('call');
    expect(header('CSeq')).toBe('3 OPTIONS');
    expect(header('Contact')).toBe('<sip:ping@[2001:db8::2]:40000;transport=tcp>');
  });

  it('is not a response to itself', () => {
    expect(isResponseTo(parseMessage(optionsRequest(named)), named)).toBe(false);
  });
});
