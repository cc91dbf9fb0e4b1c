/** Who calls and through what: phones, trunks, and the hosts between them. */
import { type Endpoint, endpoint } from '../../../samples/compose/endpoint.js';
import type { Headers } from '../../../samples/compose/message.js';
import type { Chance } from './chance.js';

/** A side of a leg: where it is, and how its software calls itself and its Call-IDs. */
export interface Party {
  at: Endpoint;
  /** User part of its address, as this side of the call writes it. */
  number: string;
  agent: Agent;
}

export interface Agent {
  name: string;
  callId(chance: Chance, at: Endpoint): string;
  /** In every INVITE and every answer that it makes: long values that say nothing of a call. */
  headers?: Headers;
}

/** A host that takes a call under one Call-ID and makes another (B2BUA). Most have one address for both. */
export interface Host {
  name: string;
  agent: Agent;
  outside: Endpoint;
  inside: Endpoint;
}

export const PHONE: Agent = { name: 'Yealink SIP-T46G 28.83.0.50', callId: chance => `0_${chance.digits(10)}` };
const SOFTPHONE: Agent = { name: 'Linphone/4.4.8', callId: chance => chance.hex(10) };
const DESK: Agent = { name: 'snom/8.7.5', callId: chance => `${chance.hex(12)}-${chance.hex(12)}` };
const GATEWAY: Agent = {
  name: 'Cisco-SIPGateway/IOS-15.5.3.M',
  callId: (chance, at) => `${[8, 8, 8, 8].map(length => chance.hex(length).toUpperCase()).join('-')}@${at.ip}`,
};
const CARRIER: Agent = {
  name: 'Carrier-SBC/9.2',
  // Call-IDs that count share most of their characters: what they begin with says nothing.
  callId: (chance, at) => `isbc-2024051308-node07-${chance.count().toString().padStart(8, '0')}@${at.ip}`,
  headers: [['X-Carrier-Trunk', 'e1a4c9d27b5f4f0390d86c2ab7135ef8']],
};
export const ASTERISK: Agent = {
  name: 'Asterisk PBX 18.20.0',
  callId: (chance, at) => `${chance.hex(32)}@${at.ip}:${at.port}`,
};
export const FREESWITCH: Agent = { name: 'FreeSWITCH-mod_sofia/1.10.10', callId: chance => chance.uuid() };
const SBC_AGENT: Agent = {
  name: 'Edge-SBC/7.4',
  callId: (chance, at) => `${chance.hex(24)}@${at.ip}`,
  headers: [['X-Edge-Node', '3f0c6b1d94e84a7db2a95c10e7f6d823']],
};

function oneAddress(name: string, ip: string, agent: Agent): Host {
  return { name, agent, outside: endpoint(ip), inside: endpoint(ip) };
}

export const SBC = oneAddress('sbc', '10.0.0.10', SBC_AGENT);
export const PBX = oneAddress('pbx', '10.0.1.5', ASTERISK);
export const SWITCH = oneAddress('switch', '10.0.2.5', FREESWITCH);
/** Two addresses; the registrations it passes on, as a proxy, show that they are one host. */
export const EDGE: Host = {
  name: 'edge',
  agent: SBC_AGENT,
  outside: endpoint('203.0.113.20'),
  inside: endpoint('10.0.0.20'),
};
/** Two addresses, and nothing ever shows that they are one host: only what messages say joins its legs. */
export const BORDER: Host = {
  name: 'border',
  agent: FREESWITCH,
  outside: endpoint('203.0.113.30'),
  inside: endpoint('10.0.0.30'),
};

/** Where phones register. */
export const REGISTRAR = endpoint('10.0.3.3');

const TRUNKS = [1, 2, 3, 4].map(last => endpoint(`198.51.100.${last}`));
const PHONES = 6000;

/** Phones by turns: each is in use again only after thousands of calls. */
export class People {
  readonly #chance: Chance;
  #next = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Another phone than the ones before. */
  phone(): Party {
    const index = this.#next++ % PHONES;
    const at = endpoint(`10.20.${index >> 7}.${1 + (index & 127)}`);
    const number = `+493055${(20_000 + index * 7).toString().padStart(5, '0')}`;
    return { at, number, agent: [PHONE, SOFTPHONE, DESK][index % 3]! };
  }

  /** Somebody far away, by way of a trunk. */
  outsider(): Party {
    const index = this.#chance.below(TRUNKS.length);
    const area = this.#chance.pick(['30', '40', '69', '89', '221', '171', '160']);
    return {
      at: TRUNKS[index]!,
      number: `+49${area}${this.#chance.digits(7)}`,
      agent: index % 2 ? CARRIER : GATEWAY,
    };
  }

  /** Caller and called: from a phone to a trunk, the other way, or between phones. */
  pair(): [caller: Party, called: Party] {
    const way = this.#chance.below(3);
    if (way === 0) return [this.phone(), this.outsider()];
    if (way === 1) return [this.outsider(), this.phone()];
    return [this.phone(), this.phone()];
  }
}
