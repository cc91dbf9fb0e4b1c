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
    return { values, words: positionals };
  } catch (error) {
    // parseArgs throws on an unknown option or a missing value; its first sentence names the option.
    const [sentence = ''] = errorText(error).split(/\. |\n/);
    return { wrong: sentence };
  }
}
