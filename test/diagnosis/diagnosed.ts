/** What is wrong in a script of conversations (test/conversations/script.ts): the program's own diagnosis over its own tables. */
import { Calls } from '../../src/calls/calls.js';
import type { Conversations } from '../../src/conversations/conversations.js';
import { Diagnosis } from '../../src/diagnosis/diagnosis.js';
import { type Finding, sentenceOf } from '../../src/diagnosis/rule.js';
import { type DiagnosisSettings, NO_SETTINGS } from '../../src/model/diagnosis-settings.js';
import { type RowId, rowId } from '../../src/model/ids.js';
import { parseMessage } from '../../src/sip/message/message.js';
import { index, messages } from '../conversations/script.js';

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
export async function diagnosed(script: string, options: Options = {}): Promise<Diagnosed> {
  const sent = messages(script);
  const conversations = index(sent);
  options.events?.(conversations);
  const latestUs = Math.max(...sent.map(({ timeUs }) => timeUs).filter(us => !Number.isNaN(us)));
  const nowUs = options.end === undefined ? latestUs + 3600e6 : options.end * 1e6;
  const calls = new Calls();
  const sources = {
    state: (row: RowId) =>
      conversations.waits(row) ? conversations.stateAt(row, nowUs, true) : conversations.table.state.get(row),
    moment: () => ({ nowUs, ended: true }),
    dated: () => false,
    read: (id: number) => {
      const bytes = new TextEncoder().encode(sent[id]!.text);
      return { message: parseMessage(bytes), bytes };
    },
  };
  const diagnosis = new Diagnosis(sources, calls);
  diagnosis.set(options.settings ?? NO_SETTINGS);
  conversations.core.exports.settleAll();
  conversations.core.renew();
  const rows = conversations.takeChanged();
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
