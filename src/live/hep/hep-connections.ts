/**
 * Agents that send HEP 3 over TCP: one report after another, each with its length. The older versions have none.
 *
 * Whoever can reach the port can hold connections open, so they are limited in number, altogether and for each address,
 * and in time: one that sends nothing ends, one in the middle of a report ends, one that is silent ends. Where there is
 * no room, the one that is of least use makes it: one that never sent a report, else the one that is silent longest.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { type ConnectionEvents, HepConnection } from './hep-connection.js';

export interface ConnectionLimits {
  connections: number;
  /** Of one IPv4 address, or of one IPv6 network of 64 bits. */
  connectionsOfAddress: number;
  /** Until the first report is complete, in ms. */
  firstReportMs: number;
  /** From the first byte of a report to its last, in ms. Single bytes now and then do not prolong it. */
  reportMs: number;
  /** Between reports, in ms. Agents are silent where there are no calls. */
  silenceMs: number;
  /** How often to look, in ms. */
  lookMs: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  connections: 256,
  connectionsOfAddress: 32,
  firstReportMs: 10_000,
  reportMs: 20_000,
  silenceMs: 600_000,
  lookMs: 1000,
};

/** A connection silent for less than this is in use: it does not make room for another. */
const IN_USE_MS = 5000;

export class HepConnections {
  readonly server: Server;
  readonly #limits: ConnectionLimits;
  readonly #events: ConnectionEvents;
  readonly #open = new Set<HepConnection>();
  readonly #looking: NodeJS.Timeout;
  #isPaused = false;

  constructor(events: ConnectionEvents, limits: ConnectionLimits) {
    this.#events = events;
    this.#limits = limits;
    this.server = createServer(socket => this.#accept(socket));
    this.#looking = setInterval(() => this.#look(), limits.lookMs);
    this.#looking.unref();
  }

  /** Lets senders wait, or go on. Their time does not run while they wait for us. */
  pause(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    for (const connection of this.#open) connection.pause(isPaused);
  }

  /** Accepts no more. */
  stop(): void {
    this.server.close();
  }

  /** Ends all connections; returns how many there were. */
  close(): number {
    this.server.close();
    clearInterval(this.#looking);
    const { size } = this.#open;
    for (const connection of this.#open) connection.end();
    this.#open.clear();
    return size;
  }

  #accept(socket: Socket): void {
    // It may be gone already.
    if (socket.remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    const from = socket.remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '');
    const network = networkOf(from);
    const ofNetwork = Array.from(this.#open).filter(connection => connection.network === network);
    const { connections, connectionsOfAddress } = this.#limits;
    const hasRoom =
      this.#makeRoom(ofNetwork, connectionsOfAddress, `${from} has ${connectionsOfAddress} connections`) &&
      this.#makeRoom(Array.from(this.#open), connections, `there are ${connections} connections`);
    if (!hasRoom) {
      this.#events.ended(`${from} was refused a connection over TCP: all that are allowed are in use`);
      socket.destroy();
      return;
    }
    const connection = new HepConnection(socket, from, network, this.#events, () => this.#open.delete(connection));
    this.#open.add(connection);
    if (this.#isPaused) connection.pause(true);
  }

  /** Ends one of these connections if there are as many as there may be. False if all are in use. */
  #makeRoom(connections: readonly HepConnection[], most: number, why: string): boolean {
    if (connections.length < most) return true;
    const now = performance.now();
    const unused = connections.filter(({ reports, sinceMs }) => reports === 0 || now - sinceMs > IN_USE_MS);
    const [least] = unused.sort((a, b) => Math.sign(a.reports) - Math.sign(b.reports) || a.sinceMs - b.sinceMs);
    if (least === undefined) return false;
    const { from, reports } = least;
    const sent = reports === 0 ? 'had sent no HEP' : 'was silent longest';
    this.#events.ended(`a connection of ${from} that ${sent} was ended: ${why}, and another came`);
    least.end();
    this.#open.delete(least);
    return true;
  }

  #look(): void {
    if (this.#isPaused) return;
    const { firstReportMs, reportMs, silenceMs } = this.#limits;
    const now = performance.now();
    for (const connection of this.#open) {
      const { from, reports, sinceMs, begunMs } = connection;
      if (reports === 0 && now - sinceMs > firstReportMs)
        this.#events.ended(`a connection of ${from} was ended: it sent no HEP for ${inSeconds(firstReportMs)}`);
      else if (begunMs !== null && now - begunMs > reportMs)
        this.#events.ended(
          `a connection of ${from} was ended: it sent only a part of a report in ${inSeconds(reportMs)}`,
        );
      else if (now - sinceMs > silenceMs)
        this.#events.ended(`a connection of ${from} was ended: it was silent for ${inSeconds(silenceMs)}`);
      else continue;
      connection.end();
    }
  }
}

function inSeconds(ms: number): string {
  return `${ms / 1000} s`;
}

/** An IPv4 address, or the first 64 bits of an IPv6 address: one host has all addresses that begin with them. */
function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const words = before === '' ? [] : before.split(':');
  // "::" stands for as many zeros as are missing.
  if (after !== undefined) {
    const rest = after === '' ? [] : after.split(':');
    words.push(...Array<string>(Math.max(0, 8 - words.length - rest.length)).fill('0'), ...rest);
  }
  return words.slice(0, 4).join(':');
}
