/**
 * Sends OPTIONS to a host, opens the conversation as soon as the request is out, and says how it went: how long the answer took and
 * what the far end tells about itself.
 */
import type { Engine } from '../../engine/protocol/engine.js';
import type { PingReport } from '../../engine/protocol/live.js';
import { plural } from '../../format/counts.js';
import { roundTrip } from '../../format/durations.js';
import type { RowId } from '../../model/ids.js';
import { says } from '../notice.js';
import { type PingTarget, targetName } from './ping-target.js';
import type { State } from '../state.js';
import type { StateHolder } from '../state-holder.js';

/** Resolves when it is over. Rejects where the engine does. */
export async function ping(target: PingTarget, holder: StateHolder, engine: Engine): Promise<void> {
  const to = targetName(target);
  const over = target.transport.toUpperCase();
  try {
    holder.change(state => says(state, `Sending OPTIONS to ${to} over ${over}; Esc gives it up.`));
    const begun = await engine.request('ping', target);
    if ('refused' in begun) return holder.change(state => says(state, begun.refused, 'error'));
    const { source, callId, remark } = begun;
    const row = await engine.request('conversation', { callId });
    holder.change(state => {
      const shown = row ? opened(state, row.index) : state;
      return says(shown, `OPTIONS is sent to ${to} over ${over}; Esc gives it up.`);
    });
    const report = await engine.request('pinged', { source });
    if (report) holder.change(state => says(state, reportText(to, report, remark), report.answer ? 'info' : 'warning'));
  } finally {
    holder.change(state => ({ ...state, pinged: state.pinged === to ? null : state.pinged }));
  }
}

/** Opens the conversation as Enter does, even where the filter hides it from the list. */
function opened(state: State, conversation: RowId): State {
  const view = { ...state.view, focus: 'flow' as const };
  return { ...state, view, flow: { ...state.flow, opened: [conversation] } };
}

/** "10.0.0.1:5060 answered 200 OK in 1.8 ms. It is kamailio (5.6.3) and saw us as 10.0.0.9:40234." */
export function reportText(to: string, report: PingReport, remark: string | null): string {
  const { answer, lost, repeated, stopped } = report;
  const said = remark === null ? '' : ` ${remark}.`;
  const again = repeated > 0 ? `, sent again ${plural(repeated, 'time')}` : '';
  if (!answer) return `${to} did not answer: ${lost ?? (stopped ? 'it was given up' : 'nothing came')}${again}.${said}`;
  const { status, reason, rttMs, server, seenFrom, allow } = answer;
  const took = roundTrip(rttMs);
  // Nobody can tell which of several requests was answered, so this is no round-trip time.
  const time = answer.repeated ? `, ${took} after it was first asked${again}` : ` in ${took}`;
  const seen = seenFrom === null ? [] : [`saw us as ${seenFrom}`];
  const parts = [...(server === null ? [] : [`is ${server}`]), ...seen, ...(allow === null ? [] : [`allows ${allow}`])];
  return `${to} answered ${status} ${reason}${time}.${parts.length > 0 ? ` It ${parts.join('; ')}.` : ''}${said}`;
}
