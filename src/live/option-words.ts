/**
 * Words cut into options and what is left. In: words as a command line or the prompt has them, and the options there are. Out:
 * values by long name, or one sentence saying what is wrong; it quotes what was typed.
 */
import { parseArgs } from 'node:util';
import type { LiveOption, OptionValues } from './live-options.js';

type OptionWords = { values: OptionValues; words: string[] } | { wrong: string };

export function optionWords(args: readonly string[], known: readonly LiveOption[]): OptionWords {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const { long, short, value } of known)
    options[long] = { type: value ? 'string' : 'boolean', ...(short ? { short } : {}) };
  try {
    const { values, positionals } = parseArgs({ args: args.slice(), options, allowPositionals: true, strict: true });
    return { values, words: positionals };
  } catch (error) {
    // parseArgs throws for unknown options and missing values; its first sentence names the option.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    return { wrong: sentence };
  }
}
