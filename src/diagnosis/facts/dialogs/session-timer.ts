/** The session timer of a call (RFC 4028): how long a session lasts unless it is refreshed, and who has to. */
import type { MessageId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { isSuccess, type Transaction } from '../../transactions.js';
import { hopsOf } from './dialog.js';

export interface SessionTimer {
  seconds: number;
  /** The 2xx that set it. */
  since: MessageId;
  /** Endpoints of who has to refresh the session, and of the other side. */
  refresher: number;
  other: number;
}

/** Seconds of a Session-Expires or Min-SE; undefined where it says none. */
export function secondsOf(value: string | undefined): number | undefined {
  const [, digits] = /^\s*(\d{1,9})\s*(?:;|$)/.exec(value ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The timer that the latest 2xx set before a message; undefined where it set none, or does not say who refreshes. */
export function sessionTimer(c: Case, before: MessageId): SessionTimer | undefined {
  const beforeUs = c.timeUs(before);
  const set = c.transactions
    .filter(
      ({ method, status, final }) =>
        (method === METHOD.INVITE || method === METHOD.UPDATE) && isSuccess(status) && c.timeUs(final) < beforeUs,
    )
    .sort((a, b) => c.timeUs(a.final) - c.timeUs(b.final))
    .at(-1);
  if (set === undefined) return undefined;
  const hops = hopsOf(c, set);
  const told = hops.find(({ final }) => final >= 0 && c.header(final, 'Session-Expires') !== undefined);
  return told === undefined ? undefined : timerOf(c, told, hops);
}

function timerOf(c: Case, { final }: Transaction, hops: readonly Transaction[]): SessionTimer | undefined {
  const value = c.header(final, 'Session-Expires');
  const seconds = secondsOf(value);
  const refresher = /;\s*refresher\s*=\s*(ua[cs])\b/i.exec(value ?? '')?.[1]?.toLowerCase();
  if (seconds === undefined || seconds === 0 || refresher === undefined) return undefined;
  const answered = hops.filter(({ status }) => isSuccess(status));
  const [uac, uas] = [hops[0]!.source, answered.at(-1)!.destination];
  return refresher === 'uac'
    ? { seconds, since: final, refresher: uac, other: uas }
    : { seconds, since: final, refresher: uas, other: uac };
}
