/**
 * Parses options, on the command line and after `capture start` at the prompt. A fault is one sentence that quotes what
 * was typed, so whoever prints it must make it safe.
 */
import { parseArgs } from 'node:util';
import { errorText } from '../format/errors.js';

/** An option as help and completion show it. */
export interface CommandOption {
  long: string;
  short?: string;
  /** Placeholder of the value in the help; a switch has none. */
  value?: string;
  help: string;
  /** An empty value means the same as none; every other option refuses one. */
  mayBeEmpty?: true;
}

/** Parsed values by long name. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

type ParsedOptions = { values: OptionValues; words: string[] } | { wrong: string };

/** Splits words into option values and the remaining words. */
export function parseOptions(args: readonly string[], known: readonly CommandOption[]): ParsedOptions {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const { long, short, value } of known)
    options[long] = { type: value ? 'string' : 'boolean', ...(short ? { short } : {}) };
  try {
    const { values, positionals } = parseArgs({ args: args.slice(), options, allowPositionals: true, strict: true });
    const wrong = emptyValue(values, known) ?? wrongWord([...positionals, ...Object.values(values).filter(isWord)]);
    return wrong === null ? { values, words: positionals } : { wrong };
  } catch (error) {
    // parseArgs throws on an unknown option or a missing value; its first sentence names the option.
    const [sentence = ''] = errorText(error).split(/\. |\n/);
    return { wrong: sentence };
  }
}

function isWord(value: string | boolean | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

/** The option whose value is empty, as a variable of a script that was never set. */
function emptyValue(values: OptionValues, known: readonly CommandOption[]): string | null {
  const empty = known.find(({ long, mayBeEmpty }) => values[long] === '' && !mayBeEmpty);
  return empty ? `--${empty.long} takes ${empty.value ?? 'a value'}, not an empty value` : null;
}

function wrongWord(words: readonly string[]): string | null {
  if (words.includes('')) return 'An empty word names nothing';
  // No program and no file system takes it.
  return words.some(word => word.includes('\0')) ? 'A word that holds the character NUL names nothing' : null;
}
