/** The live sources among those open: which capture now, which have ended, and what of theirs is in no file yet. */
import type { CaptureSettings, LiveInput } from '../../engine/protocol/live.js';
import type { Progress } from '../../engine/protocol/progress.js';
import type { SourceInfo } from '../../engine/protocol/figures.js';
import { plural } from '../../format/counts.js';
import type { State } from '../state.js';

/** What is captured by a program that takes a libpcap filter. */
type Filtered = Extract<LiveInput, { settings: CaptureSettings }>;

/** Sources that capture now. */
export function capturingSources(progress: Progress | null): SourceInfo[] {
  return (progress?.sources ?? []).filter(({ input, finished }) => input !== null && !finished);
}

/** Interfaces of this machine that are captured now. */
export function watchedDevices({ newest }: State): ReadonlySet<string> {
  const inputs = capturingSources(newest).map(({ input }) => input);
  return new Set(inputs.flatMap(input => (input?.kind === 'device' ? [input.device] : [])));
}

/** What was captured and has ended, the last of each name, where nothing of that name captures. */
export function endedSources(progress: Progress | null): SourceInfo[] {
  const capturing = new Set(capturingSources(progress).map(({ name }) => name));
  const ended = (progress?.sources ?? []).filter(({ input, name }) => input !== null && !capturing.has(name));
  return [...new Map(ended.map(source => [source.name, source])).values()];
}

/** Standard input ends but once. */
export function canBeOpenedAgain(input: LiveInput): boolean {
  return input.kind !== 'standard input';
}

/** Those that capture now with a filter that can be changed. */
export function filteredSources(progress: Progress | null): (SourceInfo & { input: Filtered })[] {
  return capturingSources(progress).filter((source): source is SourceInfo & { input: Filtered } => hasFilter(source));
}

function hasFilter({ input }: SourceInfo): boolean {
  return input?.kind === 'device' || input?.kind === 'ssh';
}

/** The capture filter in force; null if nothing is captured that has one. */
export function filterInForce({ newest }: State): string | null {
  return filteredSources(newest)[0]?.input.settings.bpf ?? null;
}

/** How many messages are in no file: captured live, and neither written nor saved. */
export function unsaved({ newest }: State): number {
  return newest?.live?.unsaved ?? 0;
}

/** "1,204 messages captured live are in no file". */
export function unsavedText(state: State): string {
  const count = unsaved(state);
  return `${plural(count, 'message')} captured live ${count === 1 ? 'is' : 'are'} in no file`;
}
