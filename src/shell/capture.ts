/**
 * `capture`: live traffic beside what is loaded. In: what stands after it. Out: what captures by now, and at its end what came, as
 * the original counts it. Nothing here waits for a packet: the prompt stays usable.
 */
import type { SourceInfo, Stats } from '../engine/protocol/figures.js';
import { captureWords } from '../live/capture-words.js';
import type { LiveOptions } from '../live/live-options.js';
import { didYouMean } from '../query/fault.js';
import { announcement, line, remark, type Said, wrong } from './said.js';
import type { Command, ShellEngine, Speech } from './speech.js';
import type { ShellState } from './state.js';
import { pathOf } from './words.js';

type Start = (words: readonly string[], state: ShellState, engine: ShellEngine) => Speech;

export const capture: Command = async function* ({ words: [what, ...rest] }, state, engine) {
  if (what === 'start') return yield* start(rest, state, engine);
  if (what === 'stop') return yield* stopCapture(rest, state, engine);
  if (what === undefined) yield* status(state, engine);
  else yield wrong(`Write capture start, or capture stop, not ${what}${didYouMean(what, ['start', 'stop']) || '.'}`);
  return state;
};

const start: Start = async function* (words, state, engine) {
  const asked = captureWords(words.map(word => pathOf(word, state.home)));
  if ('wrong' in asked) {
    yield wrong(asked.wrong);
    return state;
  }
  const { sip: before } = await engine.request('stats', {});
  yield announcement('Starting packet capture');
  const failed = await openOutlets(asked, asked.overwrite, engine);
  if (failed !== null) {
    yield wrong(failed);
    return state;
  }
  const { opened, refused, warnings } = await engine.request('openLive', { inputs: asked.inputs });
  for (const { reason } of refused) yield wrong(reason);
  for (const warning of warnings) yield remark(warning);
  if (opened.length === 0) return state;
  const { sources } = await engine.request('stats', {});
  yield line(`Capturing ${namesOf(sources.filter(({ id }) => opened.includes(id)))}; capture stop ends it.`);
  const { conversations, messages } = state.capture?.before ?? before;
  const all = [...(state.capture?.sources ?? []), ...opened];
  return { ...state, capture: { sources: all, before: { conversations, messages } } };
};

/** Says to the engine where live traffic goes besides its tables. Null where all is well, else a sentence. */
export async function openOutlets(
  { write, keep, rtp, forward, hepKey }: LiveOptions,
  overwrite: boolean,
  engine: ShellEngine,
): Promise<string | null> {
  // The bound is one of the whole: the spool and the file share it.
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

/** Ends what captures, or what of it is named, and waits for what was on its way. */
export const stopCapture: Start = async function* (names, state, engine) {
  const running = await capturing(engine);
  const unknown = names.find(name => !running.some(source => source.name === name));
  if (running.length === 0) yield wrong('No capture is running; capture start begins one.');
  else if (unknown !== undefined)
    yield wrong(`${unknown} is not captured; ${namesOf(running)} ${running.length === 1 ? 'is' : 'are'}.`);
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

/** What captures now, and what it brought so far. */
async function* status(state: ShellState, engine: ShellEngine): AsyncGenerator<Said, void> {
  const { sip, sources } = await engine.request('stats', {});
  const running = sources.filter(isRunning);
  if (running.length === 0) yield wrong('No capture is running; capture start begins one.');
  for (const { name, packets } of running) yield line(`Capturing ${name}: ${packets} packets so far`);
  if (running.length > 0) yield extracted(sip, state);
}

/** What to say of captures that ended by themselves, beside what they say of it; the state without them. */
export function endedBy(sources: readonly SourceInfo[], state: ShellState): { said: Said[]; state: ShellState } {
  const before = state.capture;
  const ended = sources.filter(({ id, finished }) => finished && before?.sources.includes(id));
  if (before === null || ended.length === 0) return { said: [], state };
  const said = ended.flatMap(source => [remark(`${source.name} is captured no longer.`), ...losses(source)]);
  const left = before.sources.filter(id => !ended.some(source => source.id === id));
  return { said, state: { ...state, capture: left.length > 0 ? { ...before, sources: left } : null } };
}

/** The sources that capture now. */
export async function capturing(engine: ShellEngine): Promise<SourceInfo[]> {
  const { sources } = await engine.request('stats', {});
  return sources.filter(isRunning);
}

function isRunning({ live, finished }: SourceInfo): boolean {
  return live && !finished;
}

function extracted({ conversations, messages }: Stats['sip'], { capture: known }: ShellState): Said {
  const before = known?.before ?? { conversations: 0, messages: 0 };
  return line(
    `${conversations - before.conversations} conversations (${messages - before.messages} SIP messages) extracted`,
  );
}

function* losses({ name, dropped }: SourceInfo): Generator<Said> {
  for (const [by, count] of Object.entries(dropped ?? {}))
    if (count) yield remark(`${name}: ${count} packets were dropped by the ${by}.`);
}

function namesOf(sources: readonly SourceInfo[]): string {
  return sources.map(({ name }) => name).join(', ');
}
