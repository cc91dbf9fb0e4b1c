/**
 * What follows `capture start` at the prompt. In: its words: the options of the command line, and interfaces by name, or `hep
 * [ADDRESS:]PORT`, `ssh HOST [INTERFACE…]`, `follow FILE…`. Out: the live sources with where they go, or one sentence saying what
 * is wrong; it quotes what was typed.
 */
import type { LiveInput } from './live-input.js';
import { EVERY_DEVICE, LIVE_OPTIONS, type LiveOption, type LiveOptions, liveOptions } from './live-options.js';
import { optionWords } from './option-words.js';

export interface CaptureAsked extends LiveOptions {
  /** -w may write over a file. */
  overwrite: boolean;
}

export const CAPTURE_OPTIONS: readonly LiveOption[] = [
  ...LIVE_OPTIONS,
  { long: 'overwrite', help: 'with -w: replace the file if it exists' },
];

/** Words a libpcap filter is made of, that no interface is called. */
const OF_FILTER = new Set(
  'port portrange host net src dst udp tcp sctp ip ip6 icmp vlan mpls not and or less greater'.split(' '),
);

export function captureWords(args: readonly string[]): CaptureAsked | { wrong: string } {
  const cut = optionWords(args, CAPTURE_OPTIONS);
  if ('wrong' in cut) return { wrong: `${cut.wrong}. help capture lists the options.` };
  const { values } = cut;
  const named = byKind(cut.words, values['follow'] === true);
  const filter = named.device.findIndex(word => OF_FILTER.has(word));
  if (filter >= 0) return { wrong: filterSentence(named.device, filter) };
  const joined = (name: string, words: readonly string[]) =>
    [values[name], ...words].filter(word => word !== undefined).join(',') || undefined;
  if (cut.words[0] === 'ssh' && named.ssh.length === 0) return { wrong: 'Name the host: capture start ssh HOST' };
  const asked = liveOptions({
    ...values,
    device: joined('device', named.device),
    ssh: joined('ssh', named.ssh),
    hep: joined('hep', named.hep),
  });
  if ('wrong' in asked) return asked;
  const followed = named.follow.map((path): LiveInput => ({ kind: 'follow', path }));
  const inputs = [...asked.inputs, ...followed];
  if (inputs.length === 0) inputs.push({ kind: 'device', device: EVERY_DEVICE, settings: asked.settings });
  return { ...asked, inputs, overwrite: values['overwrite'] === true };
}

/** The words that are no options, by what they name. */
function byKind(words: readonly string[], areFiles: boolean) {
  const [first, ...rest] = words;
  const none = { device: [] as string[], ssh: [] as string[], hep: [] as string[], follow: [] as string[] };
  if (areFiles) return { ...none, follow: words };
  if (first === 'hep') return { ...none, hep: rest.length > 0 ? rest : [':9060'] };
  if (first === 'ssh') return { ...none, ssh: rest.slice(0, 1), device: rest.slice(1) };
  if (first === 'follow') return { ...none, follow: rest };
  return { ...none, device: words };
}

function filterSentence(words: readonly string[], at: number): string {
  const line = ['capture start', ...words.slice(0, at), `-b "${words.slice(at).join(' ')}"`].join(' ');
  return `A capture filter comes after -b, in quotes: ${line}`;
}
