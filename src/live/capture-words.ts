/**
 * The words after `capture start` at the prompt: options as on the command line, and interface names, or `hep
 * [ADDRESS:]PORT`, `ssh HOST [INTERFACE…]`, `follow FILE…`. A fault is one sentence that quotes what was typed, so
 * whoever prints it must make it safe.
 */
import type { LiveInput } from './live-input.js';
import { EVERY_DEVICE, LIVE_OPTIONS, type LiveOptions, liveOptions } from './live-options.js';
import { type CommandOption, parseOptions } from './option-parser.js';

export interface CaptureRequest extends LiveOptions {
  /** -w may overwrite a file. */
  overwrite: boolean;
}

export const CAPTURE_OPTIONS: readonly CommandOption[] = [
  ...LIVE_OPTIONS,
  { long: 'overwrite', help: 'with -w: replace the file if it exists' },
];

/** Words of a libpcap filter that are no interface's name. */
const FILTER_WORDS = new Set(
  'port portrange host net src dst udp tcp sctp ip ip6 icmp vlan mpls not and or less greater'.split(' '),
);

export function captureWords(args: readonly string[]): CaptureRequest | { wrong: string } {
  const cut = parseOptions(args, CAPTURE_OPTIONS);
  if ('wrong' in cut) return { wrong: `${cut.wrong}. help capture lists the options.` };
  const { values } = cut;
  const named = byKind(cut.words, values['follow'] === true);
  const filter = named.device.findIndex(word => FILTER_WORDS.has(word));
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

/** The words that are not options, by what they name. */
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
