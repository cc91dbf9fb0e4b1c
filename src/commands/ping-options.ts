/** The options and the target of `ping`. A fault is a sentence. */
import { addressAndPort } from '../live/live-options.js';
import type { OptionValues } from '../live/option-parser.js';
import type { Endpoint, PingTransport } from '../ping/options-request.js';
import type { PingOptions } from '../ping/ping.js';
import { TIMEOUT_MS } from '../ping/timers.js';

const SIP_PORT = 5060;
const SIPS_PORT = 5061;
const MAX_FORWARDS = 70;
const INTERVAL_SECONDS = 1;
const MAX_SECONDS = 86_400;

/** The options of ping, without the target. */
export type PingChoices = Pick<PingOptions, 'transport' | 'source' | 'intervalMs' | 'timeoutMs' | 'maxForwards'>;

export function pingChoices(values: OptionValues): PingChoices | { wrong: string } {
  const word = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  const transport = word('transport') ?? 'udp';
  if (!isTransport(transport)) return { wrong: `--transport takes udp, tcp or tls, not "${transport}".` };
  const source = word('source');
  const from: Endpoint | null | undefined = source === null ? null : sourceEndpoint(source);
  if (from === undefined) return { wrong: `--source takes ADDRESS[:PORT], not "${source ?? ''}".` };
  const interval = seconds(word('interval'), INTERVAL_SECONDS);
  const timeout = seconds(word('timeout'), TIMEOUT_MS / 1000);
  if (interval === undefined) return { wrong: '--interval takes seconds, such as 0.5.' };
  if (timeout === undefined || timeout === 0) return { wrong: '--timeout takes seconds, such as 5.' };
  const forwards = word('max-forwards') ?? String(MAX_FORWARDS);
  if (!/^\d{1,3}$/.test(forwards) || Number(forwards) > 255)
    return { wrong: '--max-forwards takes a whole number from 0 to 255.' };
  return {
    transport,
    source: from,
    intervalMs: interval * 1000,
    timeoutMs: timeout * 1000,
    maxForwards: Number(forwards),
  };
}

/** The target host. */
export function pingTarget(
  words: readonly string[],
  transport: PingTransport,
): { host: string; port: number } | { wrong: string } {
  const [word, ...more] = words;
  if (word === undefined) return { wrong: 'Say whom to ping: sipvestigator ping HOST[:PORT].' };
  if (more.length > 0) return { wrong: 'ping takes one host.' };
  const target = addressAndPort(word, transport === 'tls' ? SIPS_PORT : SIP_PORT, '');
  if (!target || target.host === '' || target.port === 0) return { wrong: `"${word}" is no HOST[:PORT].` };
  return target;
}

function sourceEndpoint(word: string): Endpoint | undefined {
  const at = addressAndPort(word, 0, '');
  return at && { address: at.host, port: at.port };
}

function isTransport(word: string): word is PingTransport {
  return word === 'udp' || word === 'tcp' || word === 'tls';
}

function seconds(word: string | null, fallback: number): number | undefined {
  if (word === null) return fallback;
  const value = /^\d{1,6}(\.\d{1,3})?$/.test(word) ? Number(word) : Number.NaN;
  return value <= MAX_SECONDS ? value : undefined;
}
