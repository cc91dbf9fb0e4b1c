/**
 * `capture`: live traffic beside what is loaded. It reports what captures and, at the end, what came, counted as the
 * original tool does. Nothing waits for a packet, so the prompt stays usable.
 */
import type { SourceInfo, Stats } from '../engine/protocol/figures.js';
import { captureWords } from '../live/capture-words.js';
import type { LiveOptions } from '../live/live-options.js';
import { didYouMean } from '../query/language/fault.js';
import {
  announcement,
  type Command,
  line,
  type OutputLine,
  refusal,
  remark,
  type ShellEngine,
  type ShellOutput,
} from './output.js';
import type { ShellState } from './state.js';
import { pathOf } from './words.js';

type Start = (words: readonly string[], state: ShellState, engine: ShellEngine) => ShellOutput;

export const capture: Command = async function* ({ words: [what, ...rest] }, state, engine) {
  if (what === 'start') return yield* start(rest, state, engine);
  if (what === 'stop') return yield* stopCapture(rest, state, engine);
  if (what === undefined) yield* status(state, engine);
  else yield refusal(`Write capture start, or capture stop, not ${what}${didYouMean(what, ['start', 'stop']) || '.'}`);
  return state;
};

const start: Start = async function* (words, state, engine) {
  const asked = captureWords(words.map(word => pathOf(word, state.home)));
  if ('wrong' in asked) {
    yield refusal(asked.wrong);
    return state;
  }
  const { sip: before } = await engine.request('stats', {});
  yield announcement('Starting packet capture');
  const failed = await openOutlets(asked, asked.overwrite, engine);
  if (failed !== null) {
    yield refusal(failed);
    return state;
  }
  const { opened, refused, warnings } = await engine.request('openLive', { inputs: asked.inputs });
  for (const { reason } of refused) yield refusal(reason);
  for (const warning of warnings) yield remark(warning);
  if (opened.length === 0) return state;
  const { sources } = await engine.request('stats', {});
  yield line(`Capturing ${namesOf(sources.filter(({ id }) => opened.includes(id)))}; capture stop ends it.`);
  const { conversations, messages } = state.capture?.before ?? before;
  const all = [...(state.capture?.sources ?? []), ...opened];
  return { ...state, capture: { sources: all, before: { conversations, messages } } };
};

/** Configures where live traffic goes besides the tables. Null on success, else a sentence. */
export async function openOutlets(
  { write, keep, rtp, forward, hepKey }: LiveOptions,
  overwrite: boolean,
  engine: ShellEngine,
): Promise<string | null> {
  // --keep limits the total: the spool and the file share it.
  const each = keep !== null && 'bytes' in keep && write !== null ? { bytes: Math.floor(keep.bytes / 2) } : keep;
  if (each !== null) await engine.request('retain', { keep: each });
  if (write !== null) {
    const { failed } = await engine.request('record', { path: write, overwrite, keep: each, media: rtp });
    if (failed !== null) return failed;
  }
  if (forward === null) return null;
  const { failed } = await engine.request('forward', { ...forward, key: hepKey });
  return failed;
}

/** Stops all captures, or the named ones, and waits for packets still on their way. */
export const stopCapture: Start = async function* (names, state, engine) {
  const running = await capturing(engine);
  const unknown = names.find(name => !running.some(source => source.name === name));
  if (running.length === 0) yield refusal('No capture is running; capture start begins one.');
  else if (unknown !== undefined)
    yield refusal(`${unknown} is not captured; ${namesOf(running)} ${running.length === 1 ? 'is' : 'are'}.`);
  if (running.length === 0 || unknown !== undefined) return state;
  const ended = running.filter(({ name }) => names.length === 0 || names.includes(name)).map(({ id }) => id);
  yield announcement('Stopping packet capture');
  for (const source of ended) await engine.request('stopLive', { source });
  await engine.request('loaded', { sources: ended });
  const { sip, sources } = await engine.request('stats', {});
  yield extracted(sip, state);
  for (const source of sources.filter(({ id }) => ended.includes(id))) yield* losses(source);
  const left = state.capture?.sources.filter(id => !ended.includes(id)) ?? [];
  return { ...state, capture: left.length > 0 && state.capture ? { ...state.capture, sources: left } : null };
};

/** Lists the running captures and what came so far. */
async function* status(state: ShellState, engine: ShellEngine): AsyncGenerator<OutputLine, void> {
  const { sip, sources } = await engine.request('stats', {});
  const running = sources.filter(isRunning);
  if (running.length === 0) yield refusal('No capture is running; capture start begins one.');
  for (const { name, packets } of running) yield line(`Capturing ${name}: ${packets} packets so far`);
  if (running.length > 0) yield extracted(sip, state);
}

/** What to print about captures that ended by themselves, besides their own damage; and the state without them. */
export function endedBy(sources: readonly SourceInfo[], state: ShellState): { lines: OutputLine[]; state: ShellState } {
  const before = state.capture;
  const ended = sources.filter(({ id, finished }) => finished && before?.sources.includes(id));
  if (before === null || ended.length === 0) return { lines: [], state };
  const lines = ended.flatMap(source => [remark(`${source.name} is captured no longer.`), ...losses(source)]);
  const left = before.sources.filter(id => !ended.some(source => source.id === id));
  return { lines, state: { ...state, capture: left.length > 0 ? { ...before, sources: left } : null } };
}

/** The sources that are capturing. */
export async function capturing(engine: ShellEngine): Promise<SourceInfo[]> {
  const { sources } = await engine.request('stats', {});
  return sources.filter(isRunning);
}

function isRunning({ live, finished }: SourceInfo): boolean {
  return live && !finished;
}

function extracted({ conversations, messages }: Stats['sip'], { capture: known }: ShellState): OutputLine {
  const before = known?.before ?? { conversations: 0, messages: 0 };
  return line(
    `${conversations - before.conversations} conversations (${messages - before.messages} SIP messages) extracted`,
  );
}

function* losses({ name, dropped }: SourceInfo): Generator<OutputLine> {
  for (const [by, count] of Object.entries(dropped ?? {}))
    if (count) yield remark(`${name}: ${count} packets were dropped by ${by === 'program' ? 'this' : 'the'} ${by}.`);
}

function namesOf(sources: readonly SourceInfo[]): string {
  return sources.map(({ name }) => name).join(', ');
}
