/**
 * The figures of a live capture for the status line: rates, totals, drops, lag and disk use, in words if there is room.
 * Unknown figures are shown as unknown.
 */
import type { LiveFigures } from '../engine/protocol/live.js';
import type { Progress } from '../engine/protocol/progress.js';
import { counted, plural } from '../format/counts.js';
import { endedSources } from '../store/view/live-sources.js';
import type { Role, Span } from '../terminal/line.js';
import { widthOf } from '../terminal/line.js';
import { size } from '../format/sizes.js';
import { safe } from '../terminal/text.js';
import { duration } from '../format/durations.js';

/** The name of a source on the screen: a file without its folder. */
export function sourceName(name: string, ascii: boolean): string {
  return name === '-' ? 'standard input' : safe(name.replace(/^.*\//, ''), ascii);
}

/** In words if they fit, else in short form. */
export function liveSpans(live: LiveFigures, progress: Progress, room: number): Span[] {
  const longSpans = spans(live, progress, long);
  return widthOf(longSpans) <= room ? longSpans : spans(live, progress, short);
}

/** How each figure is worded. */
interface Form {
  rate: (live: LiveFigures) => string;
  seen: (messages: number, packets: number) => string;
  dropped: (live: LiveFigures) => string;
  lag: (lag: string) => string;
  disk: (live: LiveFigures) => string;
  gone: (conversations: number) => string;
}

const long: Form = {
  rate: live => `${rate(live.messagesPerSecond)} messages/s, ${rate(live.packetsPerSecond)} packets/s`,
  seen: (messages, packets) => `${plural(messages, 'message')} in ${plural(packets, 'packet')}`,
  dropped: ({ dropped, uncounted }) => {
    const { kernel, interface: device, program = 0 } = dropped;
    if (kernel === null) return 'drops unknown';
    const more = uncounted > 0 ? `, of ${plural(uncounted, 'source')} unknown` : '';
    const own = program > 0 ? `, by this program ${counted(program)}` : '';
    return `dropped by kernel ${counted(kernel)}, by interface ${device === null ? 'unknown' : counted(device)}${own}${more}`;
  },
  lag: lag => `lag ${lag}`,
  disk: ({ spoolBytes, recorded }) =>
    recorded ? `spool ${size(spoolBytes)}, file ${size(recorded.bytes)}` : `spool ${size(spoolBytes)}`,
  gone: conversations => `${plural(conversations, 'old conversation')} gone`,
};

const short: Form = {
  rate: live => `${rate(live.messagesPerSecond)}/s`,
  seen: messages => `${counted(messages)} seen`,
  dropped: ({ dropped, uncounted }) => {
    const lost = drops(dropped);
    if (dropped.kernel === null) return 'drops unknown';
    if (uncounted > 0) return lost > 0 ? `${counted(lost)}+ dropped` : 'drops partly unknown';
    return `${counted(lost)} dropped`;
  },
  lag: lag => `lag ${lag}`,
  disk: ({ spoolBytes, recorded }) => `disk ${size(spoolBytes + (recorded?.bytes ?? 0))}`,
  gone: conversations => `${counted(conversations)} gone`,
};

function spans(live: LiveFigures, progress: Progress, form: Form): Span[] {
  const ended = endedSources(progress).length;
  const lost = drops(live.dropped) > 0;
  const parts: [string, Role][] = [
    [live.capturing === 0 ? '' : form.rate(live), 'strong'],
    [ended === 0 ? '' : live.capturing === 0 ? 'ended' : `${ended} ended`, 'warning'],
    [form.seen(progress.messages, live.packets), 'faint'],
    [form.dropped(live), lost ? 'failure' : live.uncounted > 0 ? 'warning' : 'faint'],
    [live.packetsPerSecond > 0 ? form.lag(lagText(live.lagMs)) : '', 'faint'],
    [form.disk(live), 'faint'],
    [progress.gone.conversations > 0 ? form.gone(progress.gone.conversations) : '', 'warning'],
  ];
  return parts.filter(([text]) => text !== '').map(([text, role]) => ({ text: `  ${text}`, role }));
}

function drops({ kernel, interface: device, program = 0 }: LiveFigures['dropped']): number {
  return (kernel ?? 0) + (device ?? 0) + program;
}

function lagText(lagMs: number | null): string {
  return lagMs === null ? 'unknown' : duration(lagMs);
}

/** "0", "0.5", "1,204". */
function rate(perSecond: number): string {
  return perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : counted(Math.round(perSecond));
}
