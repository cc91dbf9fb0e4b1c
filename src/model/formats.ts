/**
 * The formats conversations are saved in, in the order the dialog offers them; the first is meant where nothing says which. A new
 * one is an entry here and its writer in engine/save/.
 */
interface FormatEntry {
  readonly name: string;
  /** How the names of its files end, with the dot. */
  readonly ending: string;
  /** What a file holds of the conversations saved, after the name: "txt, the messages as text". */
  readonly holds: string;
}

export const FORMATS = [
  { name: 'pcap', ending: '.pcap', holds: 'every packet that carried them' },
  { name: 'pcapng', ending: '.pcapng', holds: 'every packet that carried them' },
  { name: 'txt', ending: '.txt', holds: 'the messages as text' },
] as const satisfies readonly FormatEntry[];

export type Format = (typeof FORMATS)[number];
export type FormatName = Format['name'];

/** ".pcap" and so on. */
export const ENDINGS: readonly string[] = FORMATS.map(({ ending }) => ending);

/** The format that the ending of a file's name says, in any case. */
export function formatOf(path: string): Format | undefined {
  const lower = path.toLowerCase();
  return FORMATS.find(({ ending }) => lower.endsWith(ending));
}
