/**
 * `capture`: prints each message as it arrives, a line or an object each, flushed at once. At the end (Ctrl-C, -n, or
 * no source left) stderr says what was seen and what was lost.
 */
import type { SourceStats } from '../engine/protocol/figures.js';
import type { LiveInput, Recorded } from '../engine/protocol/live.js';
import type { MessageRow } from '../engine/protocol/rows.js';
import { messageId } from '../model/ids.js';
import { droppedClause } from '../shell/damage.js';
import { localTime } from '../format/times.js';
import { beginLive, forwardedSentence } from './begin-live.js';
import { endingSignals } from './ending-signals.js';
import { DamageReporter } from './damage-reporter.js';
import type { Invocation } from './options.js';
import { FOUND, filterFault, INTERRUPTED, NOTHING, type Session, UNUSABLE } from './session.js';
import { showObject } from './show.js';

export async function capture(session: Session): Promise<number> {
  const { engine } = session;
  let interrupts = 0;
  const interrupt = () => {
    if (++interrupts > 1) process.exit(INTERRUPTED);
    void engine.request('stopLive', { source: null });
  };
  const signals = endingSignals();
  for (const signal of signals) process.on(signal, interrupt);
  try {
    if (!(await filter(session)) || !(await begin(session))) return UNUSABLE;
    if (interrupts > 0) await engine.request('stopLive', { source: null });
    const damage = new DamageReporter(sentence => session.complain(sentence));
    const ignore = session.engine.onProgress(({ sources }) => damage.reportNew(sources));
    const told: string[] = [];
    const printed = await follow(session, told);
    ignore();
    const written = await conclude(session, damage, told);
    if (!written) return UNUSABLE;
    return printed > 0 ? FOUND : NOTHING;
  } finally {
    for (const signal of signals) process.off(signal, interrupt);
  }
}

/** Sets the filter for `tail`. False if it is wrong. */
async function filter({ engine, invocation, complain }: Session): Promise<boolean> {
  const sort = { key: 'index', descending: false } as const;
  const { fault } = await engine.request('result', { query: invocation.filter, sort });
  if (fault) complain(...(await filterFault(invocation.filter, fault)));
  return fault === null;
}

/** Opens everything. False if nothing could be opened, or an output could not. */
async function begin({ engine, invocation, complain }: Session): Promise<boolean> {
  if (recordsFilesOnly(invocation)) {
    complain('-w writes what is captured; "sipvestigator export FILE -o OUT" writes what a file holds.');
    return false;
  }
  for (const { folder } of await engine.request('leftovers', {}))
    complain(`A capture that did not end in order is in ${folder}: open its files, or remove it.`);
  const { settings, inputs } = invocation.live;
  // A remote filter is for the libpcap there to check.
  const isHere = inputs.length === 0 || inputs.some(({ kind }) => kind === 'device');
  const { fault } = await engine.request('checkBpf', { bpf: isHere ? settings.bpf : '' });
  if (fault) {
    complain(...(await filterFault(settings.bpf, fault)));
    return false;
  }
  const everything: LiveInput = { kind: 'device', device: 'any', settings };
  const { opened, sentences } = await beginLive(engine, invocation, [everything]);
  for (const sentence of sentences) complain(sentence);
  if (!opened) return false;
  const sources = await engine.request('sources', {});
  const names = sources.filter(({ live }) => live).map(({ name }) => (name === '-' ? 'standard input' : name));
  if (names.length > 0) complain(`Capturing ${names.join(', ')}. Ctrl-C ends it.`);
  return true;
}

/** Whether a recording is asked for, and nothing that could fill it. */
function recordsFilesOnly({ live, words }: Invocation): boolean {
  const isLive = live.inputs.length > 0 || live.follow || words.length === 0 || words.includes('-');
  return live.write !== null && !isLive;
}

/** Prints messages until no more can come; returns how many. Troubles are added to those `told`. */
async function follow(session: Session, told: string[]): Promise<number> {
  const { engine, invocation, out, complain } = session;
  const most = invocation.count ?? Number.POSITIVE_INFINITY;
  let printed = 0;
  for (let from = messageId(0); printed < most; ) {
    const { rows, next, ended, troubles } = await engine.request('tail', { from });
    from = next;
    for (const { row, number } of rows.slice(0, most - printed)) {
      printed++;
      if (invocation.json) {
        const { callId, conversation } = row;
        await out.json({ ...(await showObject(engine, row, number)), callId, conversation });
      } else await out.text(messageLine(row));
    }
    await out.flush();
    for (const trouble of troubles.slice(told.length)) {
      complain(trouble);
      told.push(trouble);
    }
    if (ended || out.closed) break;
  }
  await engine.request('stopLive', { source: null });
  return printed;
}

/** Waits for the final counters and reports what was lost. False if packets could not be written. */
async function conclude(session: Session, damage: DamageReporter, told: readonly string[]): Promise<boolean> {
  const { engine, complain, out } = session;
  if (!out.closed) await withinLimit(engine.request('loaded', {}));
  const { sources, sip, gone } = await engine.request('stats', {});
  damage.reportAll(sources);
  for (const source of sources) if (source.live) complain(sourceSentence(source));
  const recorded = await engine.request('recorded', {});
  const failure = recorded?.failure ?? null;
  if (failure !== null && !told.includes(failure)) complain(failure);
  if (recorded) complain(writtenSentence(recorded));
  const forwarded = await engine.request('forwarded', {});
  if (forwarded) complain(forwardedSentence(forwarded));
  complain(`${sip.messages} messages in ${sip.conversations} conversations.`);
  if (gone.conversations > 0)
    complain(`${gone.conversations} conversations of them (${gone.messages} messages) were let go for --keep.`);
  return failure === null;
}

/** How long to wait for the end: longer than capture programs have to deliver what they buffer. */
const MAX_WAIT_MS = 40_000;

function withinLimit(loaded: Promise<unknown>): Promise<unknown> {
  const late = new Promise(resolve => setTimeout(resolve, MAX_WAIT_MS).unref());
  return Promise.race([loaded, late]);
}

/** "HEP 10.0.0.1:9060: 1200 packets, 3 of them not readable (3 no HEP); dropped: 0 by the kernel, 0 by the interface." */
function sourceSentence({ name, packets, dropped, account }: SourceStats): string {
  const reasons = Object.entries(account.undecodable).map(([reason, count]) => `${count} ${reason}`);
  const unreadable = account.packets.undecodable;
  const not = unreadable > 0 ? `, ${unreadable} of them not readable (${reasons.join(', ')})` : '';
  return `${name}: ${packets} packets${not}; ${droppedClause(dropped)}.`;
}

/**
 * "trace.pcapng: 1200 packets written to 13 files; the 3 oldest went with 300 of them, for --keep; 90 of media were left
 * out (--rtp writes them)."
 */
function writtenSentence({ path, packets, files, gone, packetsGone, notWritten, leftOut }: Recorded): string {
  const where = files + gone > 1 ? ` to ${files + gone} files` : '';
  const went = gone > 0 ? `; the ${gone} oldest went with ${packetsGone} of them, for --keep` : '';
  const without = leftOut > 0 ? `; ${leftOut} of media were left out (--rtp writes them)` : '';
  const lost = notWritten > 0 ? `; ${notWritten} could not be written` : '';
  return `${path}: ${packets} packets written${where}${went}${lost}${without}.`;
}

function messageLine(row: MessageRow): string {
  const what = row.method ?? `${row.status ?? ''} ${row.reason ?? ''}`.trimEnd();
  const cseq = row.method === null && row.cseqMethod ? ` (${row.cseqMethod})` : '';
  const mark = row.retransmission ? '  (retransmission)' : row.copy ? '  (copy)' : '';
  const where = `${row.src ?? '?'} → ${row.dst ?? '?'}`;
  const parts = [
    localTime(row.timeUs, row.dated),
    `[${row.conversation}]`,
    where,
    ...(row.transport === null ? [] : [row.transport]),
    `${what}${cseq}${mark}`,
  ];
  return [...parts, row.callId ?? '(no Call-ID)'].join('  ').trimStart();
}
