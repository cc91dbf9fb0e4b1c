/** Transfers and what they name. */
import { CONVERSATION } from '../../../conversations/conversation-table.js';
import type { MessageId, RowId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { cut } from '../../facts/cut.js';

import { type Replaced, referredTo, replacedBy, replacedByRefer } from '../../facts/dialogs/replaces.js';
import type { Found, Rule } from '../../rule.js';
import { isChallenge } from '../../suspicion.js';
import { isSuccess, type Transaction } from '../../transactions.js';

/** REFERs of a case that are looked into, the latest. */
const MAX_REFERS = 16;
/** NOTIFYs that are. */
const MAX_NOTIFIES = 64;
/** A host sends a REFER on at once. */
const PASSED_US = 1_000_000;
/** What people do at the far end is no fault: busy, declined, gone, not answered. */
const BY_PEOPLE: ReadonlySet<number> = new Set([408, 480, 486, 487, 600, 603]);

function refersOf(c: Case): Transaction[] {
  return c.transactions.filter(({ method }) => method === METHOD.REFER).slice(-MAX_REFERS);
}

/** The last transfer that was refused, nearest to who refused it; undefined where a later one was accepted. */
function refusedRefer(c: Case): { refer: Transaction; before: Transaction[] } | undefined {
  const refers = refersOf(c);
  const at = refers.findLastIndex(({ status }) => status >= 300 && !isChallenge(status));
  if (at < 0 || refers.slice(at).some(({ status }) => isSuccess(status))) return undefined;
  return { refer: refers[at]!, before: refers.slice(0, at) };
}

/** A call of the capture by its Call-ID. */
function callOf(c: Case, { callId }: Replaced): RowId | undefined {
  const row = c.conversations.find(callId);
  return row < 0 ? undefined : row;
}

/** A host sent a transfer on, and named another call than it was told: one of which the capture knows nothing. */
function renamed(c: Case): Found | undefined {
  const refused = refusedRefer(c);
  if (refused === undefined) return undefined;
  const { refer, before } = refused;
  const named = replacedByRefer(c, refer.request);
  if (named === undefined || callOf(c, named) !== undefined) return undefined;
  const told = before.findLast(
    ({ request, source }) => !c.isSameHost(source, refer.source) && c.elapsedUs(request, refer.request) <= PASSED_US,
  );
  const original = told && replacedByRefer(c, told.request);
  const call = original && callOf(c, original);
  if (call === undefined || call === c.row) return undefined;
  const { table } = c.conversations;
  return {
    certainty: 'likely',
    slots: {
      host: c.host(refer.source),
      peer: c.peer(refer.destination),
      target: cut(referredTo(c, refer.request) ?? '?'),
      refused: refer.status,
      replaced: cut(named.callId),
    },
    evidence: [
      c.shows(told!.request, 'the call that is to be replaced', 'Refer-To'),
      c.shows(table.firstMessage.get(call), 'that call', 'Call-ID'),
      c.shows(refer.request, 'sent on with another', 'Refer-To'),
      c.shows(refer.final, 'refused', 'Reason'),
    ],
    assumes: ['assuming that the capture sees that call by all its Call-IDs'],
  };
}

/** An INVITE is to replace a call that the host does not know. */
function unknown(c: Case): Found | undefined {
  const { attempt } = c;
  if (attempt?.status !== 481 || attempt.method !== METHOD.INVITE || !c.mightHave('Replaces')) return undefined;
  const named = replacedBy(c.header(attempt.request, 'Replaces'));
  if (named === undefined) return undefined;
  const call = callOf(c, named);
  const differs = call === undefined ? 'no call in the capture has its Call-ID' : difference(c, call, named);
  return {
    certainty: 'certain',
    slots: {
      host: c.host(attempt.destination),
      peer: c.peer(attempt.destination),
      status: 481,
      replaced: cut(named.callId),
      difference: differs,
    },
    evidence: [
      c.shows(attempt.request, 'the call that is to be replaced', 'Replaces'),
      ...(call === undefined ? [] : [c.shows(c.conversations.table.firstMessage.get(call), 'that call', 'Call-ID')]),
      c.shows(attempt.final, 'refused'),
    ],
  };
}

/** In what a call of the capture differs from how it is named; undefined where in nothing that can be seen. */
function difference(c: Case, call: RowId, { fromTag, toTag }: Replaced): string | undefined {
  const { table } = c.conversations;
  const answer = table.setUp.get(call);
  if (answer < 0) return 'that call was never answered';
  const tags = ['From', 'To'].map(name => /;\s*tag=([^;\s]+)/i.exec(c.header(answer, name) ?? '')?.[1] ?? '');
  const wrong = [...(tags.includes(toTag) ? [] : ['to-tag']), ...(tags.includes(fromTag) ? [] : ['from-tag'])];
  if (wrong.length > 0) return `that call has another ${wrong.join(' and ')}`;
  return hasEnded(c, call) ? 'that call had ended' : undefined;
}

/** The call was hung up before this one began. */
function hasEnded(c: Case, call: RowId): boolean {
  const { table } = c.conversations;
  if (c.attempt === undefined || !table.has(call, CONVERSATION.ByeFromCaller | CONVERSATION.ByeFromCallee))
    return false;
  return table.endUs.get(call) < c.timeUs(c.attempt.request);
}

/** What a NOTIFY of a transfer says of it: the status line in its body, and whether it is the last. */
function progressOf(c: Case, notify: MessageId): { status: number; text: string } | undefined {
  const [, status, reason = ''] = /^SIP\/2\.0 (\d{3})[ \t]*([^\r\n]*)/i.exec(c.body(notify).trimStart()) ?? [];
  return status === undefined ? undefined : { status: Number(status), text: cut(`${status} ${reason}`.trimEnd()) };
}

export const TRANSFERS_RULES: readonly Rule[] = [
  {
    id: 'replaces-unknown',
    step: 'answered',
    of: 'any',
    sentence:
      '[transfer refused ({refused}): {host} put an unknown call into Replaces][the call to be replaced is unknown at {host} ({status})][: {difference}]',
    short:
      '[transfer refused ({refused}): {host} named an unknown call][call to be replaced unknown at {host} ({status})]',
    incident: '{host} names or is named calls to replace that nobody knows',
    key: 'host',
    when: 'An INVITE with Replaces is refused with 481; or a transfer (REFER) is refused whose Refer-To was changed on the way: the Call-ID in its Replaces was that of a call in the capture, and is that of none when it is sent on.',
    unless: [
      'the Replaces of a refused transfer was not changed on the way, or the call it names is in the capture',
      'a later transfer was accepted',
    ],
    next: 'Compare Call-ID and tags in Replaces with the dialog at that host: who rewrites Call-IDs must rewrite them in Replaces and Refer-To, too.',
    sources: ['RFC 3891 3', 'RFC 3515 2.1'],
    judge: c => unknown(c) ?? renamed(c),
  },
  {
    id: 'transfer-failed',
    step: 'answered',
    of: 'any',
    sentence: 'transfer to {target} failed: {status}',
    short: 'transfer to {target} failed: {status}',
    incident: 'transfers to {target} fail',
    key: 'target',
    when: 'A transfer (REFER) was accepted, and the last NOTIFY about it says that it failed (a status of 300 or more).',
    unless: ['people decided it: busy, declined, cancelled, or not answered (408, 480, 486, 487, 600, 603)'],
    next: 'Look for the call to {target} that {peer} made, and why it failed.',
    sources: ['RFC 3515 2.4.5', 'RFC 5589'],
    judge(c): Found | undefined {
      const refer = refersOf(c).findLast(({ status }) => isSuccess(status));
      if (refer === undefined) return undefined;
      const afterUs = c.timeUs(refer.request);
      const told = c.transactions
        .filter(({ method, request }) => method === METHOD.NOTIFY && c.timeUs(request) >= afterUs)
        .slice(-MAX_NOTIFIES)
        .map(({ request }) => ({ request, progress: progressOf(c, request) }))
        .findLast(({ progress }) => progress !== undefined);
      const progress = told?.progress;
      if (progress === undefined || progress.status < 300 || BY_PEOPLE.has(progress.status)) return undefined;
      const target = referredTo(c, refer.request);
      if (target === undefined) return undefined;
      return {
        certainty: 'certain',
        slots: { target: cut(target), status: progress.text, peer: c.peer(refer.destination) },
        evidence: [
          c.shows(refer.request, 'the transfer', 'Refer-To'),
          c.shows(refer.final, 'accepted'),
          c.shows(told!.request, `says ${progress.text}`),
        ],
      };
    },
  },
  {
    id: 'transfer-refused',
    step: 'answered',
    of: 'any',
    isGeneral: true,
    sentence: '{peer} refuses the transfer to {target} ({status})[: {reason}]',
    short: 'transfer to {target} refused by {peer} ({status})',
    incident: '{peer} refuses transfers',
    key: 'peer',
    when: 'A transfer (REFER) gets a final response of 300 or more, and no later one is accepted.',
    unless: ['it was only challenged (401, 407)', 'a later one was accepted', 'it is known what is wrong with it'],
    next: 'Look at the refusal for a reason, and whether {peer} allows transfers: REFER in its Allow header, its dial plan, its rights.',
    sources: ['RFC 3515 2.4.2'],
    judge(c): Found | undefined {
      const refused = refusedRefer(c);
      const target = refused && referredTo(c, refused.refer.request);
      if (refused === undefined || target === undefined) return undefined;
      const { refer } = refused;
      const reason = /;\s*text="([^"]*)"/i.exec(c.header(refer.final, 'Reason') ?? '')?.[1];
      return {
        certainty: 'certain',
        slots: {
          peer: c.peer(refer.destination),
          target: cut(target),
          status: c.statusText(refer.final),
          reason: reason && cut(reason),
        },
        evidence: [c.shows(refer.request, 'the transfer', 'Refer-To'), c.shows(refer.final, 'refused', 'Reason')],
      };
    },
  },
];
