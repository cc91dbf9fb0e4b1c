/**
 * A phone behind a NAT registers: it is challenged, sends its credentials, is accepted, and refreshes a minute later. A
 * second phone beside it has the wrong password.
 */
import { PHONE } from './agents.js';
import { Capture } from './capture.js';
import { endpoint } from './endpoint.js';
import { type Account, register } from './registration.js';
import { at } from './time.js';

export function registrationChallenge(): Capture {
  const capture = new Capture();
  const time = (clock: string) => at('2018-04-17', clock);
  const account = (number: string, lastByte: number, natPort: number): Account => ({
    phone: endpoint('203.0.113.77', natPort),
    contact: endpoint(`192.168.1.${lastByte}`),
    registrar: endpoint('198.51.100.10'),
    domain: 'sip.example.net',
    number,
    agent: PHONE,
    password: 'not a secret',
  });
  register(capture, account('4151507', 21, 31_944), time('10:04:11.480226'));
  register(capture, account('4151508', 22, 31_951), time('10:04:19.113870'), 'wrong password');
  register(capture, account('4151507', 21, 31_944), time('10:05:11.502741'), 'accepted', 3);
  return capture;
}
