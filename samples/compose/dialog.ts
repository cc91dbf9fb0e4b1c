/**
 * One call, step by step (RFC 3261 sections 12 to 15). Each step becomes datagrams in a capture at its time, with the
 * tags, branches and CSeq numbers that follow from the steps before.
 */
import type { Capture } from './capture.js';
import { type Endpoint, hostPort, token } from './endpoint.js';
import { bytesOf, type Headers, header, type Message, request, response } from './message.js';

export interface Party {
  host: Endpoint;
  /** User part of its SIP address. */
  number: string;
  /** Name before the address, without quotes. */
  displayName?: string;
  /** Value of User-Agent. */
  agent: string;
}

export interface Plan {
  caller: Party;
  callee: Party;
  callId: string;
  /** Given where the paper's figure shows them; random otherwise. */
  branch?: string;
  callerTag?: string;
  /** Request-URI and To name the port, as Asterisk does for a peer with one configured. */
  portInUri?: boolean;
}

export class Dialog {
  readonly #capture: Capture;
  readonly #plan: Plan;
  readonly #calleeTag: string;
  #invite: Message | undefined;
  #last: Message | undefined;
  #lastBy: 'caller' | 'callee' = 'caller';
  #answered = false;
  #requests = 0;

  constructor(capture: Capture, plan: Plan) {
    this.#capture = capture;
    this.#plan = { callerTag: `as${token(`${plan.callId} caller`, 8)}`, ...plan };
    this.#calleeTag = token(`${plan.callId} callee`, 13);
  }

  /** Sends the INVITE; several times mean copies of one packet. A second call is a retransmission. */
  invite(timesUs: number | readonly number[], headers: Headers = [], offer = ''): this {
    const times = typeof timesUs === 'number' ? [timesUs] : timesUs;
    if (this.#invite === undefined) {
      const { caller } = this.#plan;
      const usual: Headers = [
        ['Contact', `<sip:${caller.number}@${hostPort(caller.host)}>`],
        ['Call-ID', this.#plan.callId],
        ['CSeq', '102 INVITE'],
        ['User-Agent', caller.agent],
        ['Date', new Date(Math.floor(times[0]! / 1000)).toUTCString()],
        ['Allow', 'INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE'],
        ['Supported', 'replaces, timer'],
      ];
      this.#invite = request(
        'INVITE',
        this.#calleeUri(),
        [...this.#addressing('caller', this.#plan.branch), ...usual, ...headers],
        offer,
      );
    }
    return this.#send('caller', this.#invite, ...times);
  }

  /** Answers the last request, from the side it was sent to. */
  respond(timeUs: number, status: number, reason: string, headers: Headers = [], body = ''): this {
    const by = this.#lastBy === 'caller' ? 'callee' : 'caller';
    const party = this.#plan[by];
    const isInvite = this.#last === this.#invite;
    if (isInvite && status >= 200 && status < 300) this.#answered = true;
    const contact: Headers =
      isInvite && status > 100 && status < 300 ? [['Contact', `<sip:${party.number}@${hostPort(party.host)}>`]] : [];
    const usual: Headers = [...contact, ['User-Agent', party.agent], ...headers];
    return this.#reply(
      by,
      response(this.#last!, status, reason, status === 100 ? '' : this.#calleeTag, usual, body),
      timeUs,
    );
  }

  /** Acknowledges the answer: in a new transaction after a 2xx, in the INVITE's otherwise (section 17.1.1.3). */
  ack(timeUs: number): this {
    const branch = this.#answered ? undefined : branchOf(this.#invite!);
    const uri = this.#answered ? this.#contactUri('callee') : this.#calleeUri();
    const headers: Headers = [
      ...this.#addressing('caller', branch, true),
      ['Call-ID', this.#plan.callId],
      ['CSeq', '102 ACK'],
    ];
    const message = request('ACK', uri, [...headers, ['User-Agent', this.#plan.caller.agent]]);
    this.#capture.udp(this.#plan.caller.host, this.#plan.callee.host, bytesOf(message), timeUs);
    return this;
  }

  /** Cancels the call before it is answered; `respond` then answers the CANCEL, `refuse` the INVITE. */
  cancel(timeUs: number): this {
    const headers: Headers = [
      ...this.#addressing('caller', branchOf(this.#invite!)),
      ['Call-ID', this.#plan.callId],
      ['CSeq', '102 CANCEL'],
    ];
    return this.#send('caller', request('CANCEL', this.#calleeUri(), headers), timeUs);
  }

  /** Answers the INVITE while a later request is the last one: the 487 after a CANCEL. */
  refuse(timeUs: number, status: number, reason: string): this {
    this.#last = this.#invite;
    return this.respond(timeUs, status, reason);
  }

  bye(timeUs: number, by: 'caller' | 'callee', headers: Headers = []): this {
    const other = by === 'caller' ? 'callee' : 'caller';
    const usual: Headers = [
      ...this.#addressing(by, undefined, true),
      ['Call-ID', this.#plan.callId],
      ['CSeq', `${by === 'caller' ? 103 : 108_046_037} BYE`],
    ];
    return this.#send(
      by,
      request('BYE', this.#contactUri(other), [...usual, ['User-Agent', this.#plan[by].agent], ...headers]),
      timeUs,
    );
  }

  /** Via, Max-Forwards, From and To of a request of one side. */
  #addressing(by: 'caller' | 'callee', branch?: string, inDialog = false): Headers {
    const { host } = this.#plan[by];
    const own = branch ?? token(`${this.#plan.callId} request ${this.#requests++}`, 8);
    const [from, to] =
      by === 'caller' ? [this.#callerName(), this.#calleeName(inDialog)] : [this.#calleeName(true), this.#callerName()];
    return [
      ['Via', `SIP/2.0/UDP ${hostPort(host)};branch=z9hG4bK${own}`],
      ['Max-Forwards', '70'],
      ['From', from],
      ['To', to],
    ];
  }

  #callerName(): string {
    const { caller, callerTag } = this.#plan;
    const display = caller.displayName === undefined ? '' : `"${caller.displayName}" `;
    return `${display}<sip:${caller.number}@${caller.host.ip}>;tag=${callerTag}`;
  }

  #calleeName(tagged: boolean): string {
    return `<${this.#calleeUri()}>${tagged ? `;tag=${this.#calleeTag}` : ''}`;
  }

  #calleeUri(): string {
    const { callee, portInUri } = this.#plan;
    return `sip:${callee.number}@${portInUri ? hostPort(callee.host) : callee.host.ip}`;
  }

  #contactUri(of: 'caller' | 'callee'): string {
    return `sip:${this.#plan[of].number}@${hostPort(this.#plan[of].host)}`;
  }

  #send(by: 'caller' | 'callee', message: Message, ...timesUs: number[]): this {
    this.#last = message;
    this.#lastBy = by;
    const { caller, callee } = this.#plan;
    const [from, to] = by === 'caller' ? [caller.host, callee.host] : [callee.host, caller.host];
    this.#capture.udp(from, to, bytesOf(message), ...timesUs);
    return this;
  }

  #reply(by: 'caller' | 'callee', message: Message, timeUs: number): this {
    const { caller, callee } = this.#plan;
    const [from, to] = by === 'caller' ? [caller.host, callee.host] : [callee.host, caller.host];
    this.#capture.udp(from, to, bytesOf(message), timeUs);
    return this;
  }
}

function branchOf(message: Message): string {
  return header(message, 'Via').split('branch=z9hG4bK')[1]!;
}
