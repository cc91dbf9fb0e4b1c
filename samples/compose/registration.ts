/**
 * Registrations (RFC 3261 sections 10 and 22) with digest responses that are right for the password (RFC 2617, MD5).
 */
import { createHash } from 'node:crypto';
import type { Capture } from './capture.js';
import { type Endpoint, hostPort, token } from './endpoint.js';
import { bytesOf, type Headers, type Message, request, response } from './message.js';

export interface Account {
  /** Where the phone's packets come from: itself, or the NAT before it. */
  phone: Endpoint;
  /** What the phone believes its address to be. */
  contact: Endpoint;
  registrar: Endpoint;
  domain: string;
  number: string;
  agent: string;
  password: string;
}

/** The registrar's verdict: it accepts, or knows another password. */
export type Verdict = 'accepted' | 'wrong password';

/** REGISTER, 401, REGISTER with credentials, and 200 or 403. `cseq` is that of the first REGISTER. */
export function register(
  capture: Capture,
  account: Account,
  timeUs: number,
  verdict: Verdict = 'accepted',
  cseq = 1,
): void {
  const { phone, registrar, domain, number } = account;
  const nonce = token(`nonce ${number} ${timeUs}`, 32);
  const registrarTag = token(`registrar ${number} ${timeUs}`, 8);
  const server: Headers = [['Server', 'kamailio (5.6.3 (x86_64/linux))']];

  const first = registerRequest(account, cseq, []);
  capture.udp(phone, registrar, bytesOf(first), timeUs);
  const challenge = `Digest realm="${domain}", nonce="${nonce}", qop="auth"`;
  const challenged = response(seenFrom(account, first), 401, 'Unauthorized', registrarTag, [
    ['WWW-Authenticate', challenge],
    ...server,
  ]);
  capture.udp(registrar, phone, bytesOf(challenged), timeUs + 18_204);

  const second = registerRequest(account, cseq + 1, [['Authorization', credentials(account, nonce)]]);
  capture.udp(phone, registrar, bytesOf(second), timeUs + 41_377);
  const heard = seenFrom(account, second);
  const accepted: Headers = [['Contact', `<sip:${number}@${hostPort(account.contact)}>;expires=120`], ...server];
  const final =
    verdict === 'accepted'
      ? response(heard, 200, 'OK', registrarTag, accepted)
      : response(heard, 403, 'Forbidden', registrarTag, server);
  capture.udp(registrar, phone, bytesOf(final), timeUs + 62_910);
}

function registerRequest(account: Account, cseq: number, extra: Headers): Message {
  const { contact, domain, number, agent, phone } = account;
  return request('REGISTER', `sip:${domain}`, [
    ['Via', `SIP/2.0/UDP ${hostPort(contact)};branch=z9hG4bK-${token(`${number} ${domain} ${cseq}`, 12)};rport`],
    ['Max-Forwards', '70'],
    ['From', `<sip:${number}@${domain}>;tag=${token(`from ${number} ${domain}`, 10)}`],
    ['To', `<sip:${number}@${domain}>`],
    ['Call-ID', `${token(`register ${number} ${domain} ${phone.ip}`, 20)}@${contact.ip}`],
    ['CSeq', `${cseq} REGISTER`],
    ['Contact', `<sip:${number}@${hostPort(contact)}>`],
    ['Expires', '120'],
    ['User-Agent', agent],
    ...extra,
  ]);
}

/** What the registrar adds to the Via of its response: the real source of the request (RFC 3581). */
function seenFrom({ phone }: Account, message: Message): Message {
  const headers = message.headers.map(([name, value]) =>
    name === 'Via'
      ? ([name, value.replace(/;rport$/, `;received=${phone.ip};rport=${phone.port}`)] as const)
      : ([name, value] as const),
  );
  return { ...message, headers };
}

function credentials({ number, domain, password }: Account, nonce: string): string {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const uri = `sip:${domain}`;
  const cnonce = token(`cnonce ${nonce}`, 8);
  const answer = md5(
    [md5(`${number}:${domain}:${password}`), nonce, '00000001', cnonce, 'auth', md5(`REGISTER:${uri}`)].join(':'),
  );
  return `Digest username="${number}", realm="${domain}", nonce="${nonce}", uri="${uri}", response="${answer}", algorithm=MD5, qop=auth, cnonce="${cnonce}", nc=00000001`;
}
