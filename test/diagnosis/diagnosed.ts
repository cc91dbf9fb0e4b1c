/** What is wrong in a script of conversations (test/conversations/script.ts): the program's own diagnosis over its own tables. */
import { Calls } from '../../src/calls/calls.js';
import type { Conversations } from '../../src/conversations/conversations.js';
import { Diagnosis } from '../../src/diagnosis/diagnosis.js';
import { Judging, type Sources } from '../../src/diagnosis/judging.js';
import { type Finding, sentenceOf } from '../../src/diagnosis/rule.js';
import { type DiagnosisSettings, NO_SETTINGS } from '../../src/model/diagnosis-settings.js';
import { messageId, type RowId, rowId } from '../../src/model/ids.js';
import { parseMessage } from '../../src/sip/message/message.js';
import { index, messages, type Sent } from '../conversations/script.js';

export interface Diagnosed {
  diagnosis: Diagnosis;
  conversations: Conversations;
  /** All that is found in a conversation, the verdict first. */
  findings(row: number): Finding[];
  /** "cause (certainty): sentence" of the verdict; "" without one. */
  verdict(row: number): string;
}

export interface Options {
  settings?: DiagnosisSettings;
  /** Seconds at which the capture ends; an hour after its last message unless told otherwise. */
  end?: number;
  /** What happens besides the messages, once they are there. */
  events?: (conversations: Conversations) => void;
}

/** Diagnoses a script as a file that was read to its end. */
export function diagnosed(script: string, options: Options = {}): Promise<Diagnosed> {
  return diagnosedMessages(messages(script), options);
}

/** Diagnoses messages as a file that was read to its end. */
export async function diagnosedMessages(sent: readonly Sent[], options: Options = {}): Promise<Diagnosed> {
  const conversations = index(sent);
  options.events?.(conversations);
  const calls = new Calls();
  const diagnosis = new Diagnosis(sourcesOf(conversations, sent, endOf(sent, options)), calls);
  diagnosis.set(options.settings ?? NO_SETTINGS);
  const rows = changedIn(conversations);
  calls.changed(rows, conversations);
  for (const _ of calls.settle());
  diagnosis.changed(rows, conversations);
  await diagnosis.begin();
  for (const _ of diagnosis.learn());
  for (const _ of diagnosis.judge());
  const findings = (row: number) => diagnosis.findings(rowId(row));
  const verdict = (row: number) => {
    const [finding] = findings(row);
    return finding === undefined ? '' : `${finding.rule.id} (${finding.certainty}): ${sentenceOf(finding)}`;
  };
  return { diagnosis, conversations, findings, verdict };
}

/** Judges a script after each message, as live traffic is, and once more at its end unless it goes on. */
export function judgedLive(script: string, options: Options & { goesOn?: true } = {}): Judging {
  const sent = messages(script);
  const calls = new Calls();
  const clock = { nowUs: 0, ended: false };
  let judging: Judging | undefined;
  const conversations = index(sent, conversations => {
    const sources = sourcesOf(conversations, sent, clock);
    const settings = options.settings ?? NO_SETTINGS;
    judging ??= new Judging(conversations, { sources, calls, settings, judged: new Set() });
    const latestUs = conversations.messages.timeUs.get(messageId(conversations.messages.count - 1));
    clock.nowUs = Math.max(clock.nowUs, Number.isNaN(latestUs) ? 0 : latestUs);
    look(conversations, calls, judging);
  });
  options.events?.(conversations);
  if (options.goesOn) return judging!;
  Object.assign(clock, endOf(sent, options));
  judging!.reconsider();
  look(conversations, calls, judging!);
  return judging!;
}

interface Moment {
  nowUs: number;
  ended: boolean;
}

function endOf(sent: readonly Sent[], { end }: Options): Moment {
  const latestUs = Math.max(...sent.map(({ timeUs }) => timeUs).filter(us => !Number.isNaN(us)));
  return { nowUs: end === undefined ? latestUs + 3600e6 : end * 1e6, ended: true };
}

function sourcesOf(conversations: Conversations, sent: readonly Sent[], clock: Moment): Sources {
  return {
    state: row =>
      conversations.waits(row)
        ? conversations.stateAt(row, clock.nowUs, clock.ended)
        : conversations.table.state.get(row),
    moment: () => clock,
    dated: () => false,
    read: id => {
      const bytes = new TextEncoder().encode(sent[id]!.text);
      return { message: parseMessage(bytes), bytes };
    },
  };
}

function look(conversations: Conversations, calls: Calls, judging: Judging): void {
  const rows = changedIn(conversations);
  calls.changed(rows, conversations);
  for (const _ of calls.settle());
  judging.changed(rows);
  for (const _ of judging.learn());
  for (const _ of judging.judge());
}

function changedIn(conversations: Conversations): RowId[] {
  conversations.core.exports.settleAll();
  conversations.core.renew();
  return conversations.takeChanged();
}
