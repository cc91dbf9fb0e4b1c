/** A leg: one dialog under one Call-ID between two hosts (RFC 3261 sections 8 to 15), message by message. */
import { type Endpoint, hostPort } from '../../../samples/compose/endpoint.js';
import { type Headers, header, type Message, request, response } from '../../../samples/compose/message.js';
import type { Chance } from './chance.js';
import type { Party } from './people.js';
import type { Recording } from './recording.js';

export type Side = 'caller' | 'callee';

export interface LegPlan {
  caller: Party;
  callee: Party;
  callId: string;
  /** In the INVITE, after the headers every INVITE has. */
  headers?: Headers;
  /** Values of Via below the caller's own: a host that keeps those of the leg before. */
  viasBelow?: () => readonly string[];
  /** A proxy near the caller that all messages of the leg pass. */
  proxy?: Endpoint;
  offer: string;
  answer: string;
  /** In the answers that ring or accept. */
  answerHeaders?: Headers;
}

export interface Content {
  headers?: Headers;
  body?: string;
}

const REASONS: Readonly<Record<number, string>> = {
  ...{ 100: 'Trying', 180: 'Ringing', 183: 'Session Progress', 200: 'OK', 202: 'Accepted', 302: 'Moved Temporarily' },
  ...{ 401: 'Unauthorized', 404: 'Not Found', 407: 'Proxy Authentication Required', 408: 'Request Timeout' },
  ...{ 480: 'Temporarily Unavailable', 486: 'Busy Here', 487: 'Request Terminated', 488: 'Not Acceptable Here' },
  ...{ 403: 'Forbidden', 500: 'Server Internal Error', 503: 'Service Unavailable', 603: 'Decline' },
};

export class Leg {
  readonly callId: string;
  readonly plan: LegPlan;
  readonly tags: Readonly<Record<Side, string>>;
  readonly #recording: Recording;
  readonly #chance: Chance;
  #made: Message | undefined;
  #cseq: number;
  #calleeCseq: number;
  #answered = false;

  constructor(recording: Recording, chance: Chance, plan: LegPlan) {
    this.#recording = recording;
    this.#chance = chance;
    this.plan = plan;
    this.callId = plan.callId;
    this.tags = { caller: chance.hex(10), callee: `as${chance.hex(8)}` };
    this.#cseq = chance.pick([1, 2, 20, 101, 102, 8_094_120]);
    this.#calleeCseq = chance.pick([1, 102, 500]);
  }

  /** Made when it is first sent: its Vias may be those of a leg before. */
  get #invite(): Message {
    this.#made ??= this.#newInvite([]);
    return this.#made;
  }

  /** Values of the INVITE's Via headers, the own first. */
  get vias(): readonly string[] {
    return this.#invite.headers.filter(([name]) => name === 'Via').map(([, value]) => value);
  }

  /** The INVITE; a second time, a retransmission. */
  invite(timeUs: number): void {
    this.#send(timeUs, 'caller', this.#invite);
  }

  /** A challenge, its ACK and the INVITE with credentials; returns the time of that. */
  challenge(timeUs: number, status: 401 | 407): number {
    const [asks, answers] =
      status === 401 ? ['WWW-Authenticate', 'Authorization'] : ['Proxy-Authenticate', 'Proxy-Authorization'];
    const nonce = this.#chance.hex(32);
    this.reply(timeUs, status, {
      headers: [[asks, `Digest realm="example.net", nonce="${nonce}", algorithm=MD5`]],
    });
    const acked = timeUs + this.#chance.delay(1, 20);
    this.ack(acked);
    this.#cseq++;
    const digest = `Digest username="${this.plan.caller.number}", realm="example.net", nonce="${nonce}", uri="${this.#calledUri()}", response="${this.#chance.hex(32)}", algorithm=MD5`;
    this.#made = this.#newInvite([[answers, digest]]);
    const again = acked + this.#chance.delay(1, 60);
    this.invite(again);
    return again;
  }

  /** Answers the INVITE, with the media of the plan where the status has some. */
  reply(timeUs: number, status: number, { headers = [] }: Content = {}): void {
    const { answer, answerHeaders = [], callee } = this.plan;
    const accepts = status >= 200 && status < 300;
    if (accepts) this.#answered = true;
    const usual: Headers =
      status > 100 && status < 300
        ? [['Contact', this.#contact('callee')], ...(callee.agent.headers ?? []), ...answerHeaders]
        : [];
    const body = accepts || status === 183 ? answer : '';
    this.answer(timeUs, 'callee', this.#invite, status, { headers: [...usual, ...headers], body });
  }

  /** Answers any request, from one side. */
  answer(timeUs: number, by: Side, to: Message, status: number, { headers = [], body = '' }: Content = {}): void {
    const tag = status === 100 ? '' : this.tags.callee;
    const server: Headers = [['Server', this.plan[by].agent.name]];
    const message = response(to, status, REASONS[status] ?? 'Failure', tag, [...server, ...headers], body);
    this.#send(timeUs, by, message);
  }

  /** Acknowledges the last answer to the INVITE (section 17.1.1.3, section 13.2.2.4). */
  ack(timeUs: number): void {
    const vias = this.#answered ? [this.#via('caller')] : this.vias.slice(0, 1);
    const uri = this.#answered ? this.#contactUri('callee') : this.#calledUri();
    this.#send(timeUs, 'caller', request('ACK', uri, this.#addressing('caller', vias, `${this.#cseq} ACK`, true)));
  }

  /** CANCEL, its 200, the 487 of the INVITE and its ACK; returns when the 487 came. */
  cancel(timeUs: number, headers: Headers = []): number {
    const addressing = this.#addressing('caller', this.vias.slice(0, 1), `${this.#cseq} CANCEL`, false);
    const cancel = request('CANCEL', this.#calledUri(), [...addressing, ...headers]);
    this.#send(timeUs, 'caller', cancel);
    const accepted = timeUs + this.#chance.delay(1, 12);
    this.answer(accepted, 'callee', cancel, 200);
    const terminated = accepted + this.#chance.delay(0.2, 15);
    this.reply(terminated, 487);
    this.ack(terminated + this.#chance.delay(0.5, 10));
    return terminated;
  }

  /** A request within the dialog, not answered yet. */
  request(timeUs: number, by: Side, method: string, { headers = [], body = '' }: Content = {}): Message {
    const cseq = by === 'caller' ? ++this.#cseq : ++this.#calleeCseq;
    const other = by === 'caller' ? 'callee' : 'caller';
    const addressing = this.#addressing(by, [this.#via(by)], `${cseq} ${method}`, true);
    const contact: Headers = method === 'INVITE' || method === 'REFER' ? [['Contact', this.#contact(by)]] : [];
    const message = request(method, this.#contactUri(other), [...addressing, ...contact, ...headers], body);
    this.#send(timeUs, by, message);
    return message;
  }

  /** BYE and its 200; returns when the BYE was sent. */
  bye(timeUs: number, by: Side, headers: Headers = []): number {
    const bye = this.request(timeUs, by, 'BYE', { headers });
    this.answer(timeUs + this.#chance.delay(1, 25), by === 'caller' ? 'callee' : 'caller', bye, 200);
    return timeUs;
  }

  /** The ACK of a request within the dialog that was an INVITE. */
  ackOf(timeUs: number, by: Side, invite: Message): void {
    const cseq = invite.headers.find(([name]) => name === 'CSeq')![1].replace('INVITE', 'ACK');
    const uri = this.#contactUri(by === 'caller' ? 'callee' : 'caller');
    this.#send(timeUs, by, request('ACK', uri, this.#addressing(by, [this.#via(by)], cseq, true)));
  }

  #newInvite(credentials: Headers): Message {
    const { headers = [], viasBelow, offer, caller } = this.plan;
    const usual: Headers = [
      ['Contact', this.#contact('caller')],
      ['User-Agent', caller.agent.name],
      ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, REFER, NOTIFY, INFO, UPDATE'],
      ['Supported', 'replaces, timer'],
    ];
    const addressing = this.#addressing(
      'caller',
      [this.#via('caller'), ...(viasBelow?.() ?? [])],
      `${this.#cseq} INVITE`,
      false,
    );
    return request(
      'INVITE',
      this.#calledUri(),
      [...addressing, ...usual, ...(caller.agent.headers ?? []), ...credentials, ...headers],
      offer,
    );
  }

  #addressing(by: Side, vias: readonly string[], cseq: string, tagged: boolean): Headers {
    const { caller, callee } = this.plan;
    const far = caller.number === 'anonymous';
    const name = far ? '"Anonymous" <sip:anonymous@anonymous.invalid>' : `<sip:${caller.number}@${caller.at.ip}>`;
    const callerName = `${name};tag=${this.tags.caller}`;
    const calleeName = `<sip:${callee.number}@${callee.at.ip}>${tagged ? `;tag=${this.tags.callee}` : ''}`;
    const [from, to] = by === 'caller' ? [callerName, calleeName] : [calleeName, callerName];
    return [
      ...vias.map(via => ['Via', via] as const),
      ['Max-Forwards', '70'],
      ['From', from],
      ['To', to],
      ['Call-ID', this.callId],
      ['CSeq', cseq],
    ];
  }

  #via(by: Side): string {
    return `SIP/2.0/UDP ${hostPort(this.plan[by].at)};branch=z9hG4bK${this.#chance.hex(16)}`;
  }

  #calledUri(): string {
    const { callee } = this.plan;
    return `sip:${callee.number}@${hostPort(callee.at)}`;
  }

  #contactUri(of: Side): string {
    return `sip:${this.plan[of].number}@${hostPort(this.plan[of].at)}`;
  }

  #contact(of: Side): string {
    return `<${this.#contactUri(of)}>`;
  }

  #send(timeUs: number, by: Side, message: Message): void {
    const { caller, callee, proxy } = this.plan;
    const [from, to] = by === 'caller' ? [caller.at, callee.at] : [callee.at, caller.at];
    if (proxy === undefined) {
      this.#recording.send(timeUs, from, to, message);
      return;
    }
    // The times given are those at the callee.
    const beyond = withVia(message, proxy);
    const [first, second] = message.startLine.startsWith('SIP/') ? [beyond, message] : [message, beyond];
    this.#recording.send(timeUs - (by === 'caller' ? PROXY_US : 0), from, proxy, first);
    this.#recording.send(timeUs + (by === 'caller' ? 0 : PROXY_US), proxy, to, second);
  }
}

/** What a proxy needs for a message. */
const PROXY_US = 190;

/** The message with a proxy's Via, whose branch is one for a transaction. */
export function withVia(message: Message, proxy: Endpoint): Message {
  const branch = header(message, 'Via').split('branch=')[1] ?? '';
  const via = ['Via', `SIP/2.0/UDP ${hostPort(proxy)};branch=${branch}.p`] as const;
  return { ...message, headers: [via, ...message.headers] };
}
