/**
 * Help on the language, for `help` in the shell, the `?` overlay and the README: tables of what to write and what it
 * means.
 */
import { didYouMean } from './fault.js';
import { FIELD_NAMES, FIELDS, type Field, fieldOf } from './fields.js';
import { bareGroups, groupText, NONE } from './stand-ins.js';

export interface HelpRow {
  written: string;
  meaning: string;
}

export interface HelpTable {
  title: string;
  rows: readonly HelpRow[];
}

function table(title: string, rows: Readonly<Record<string, string>>): HelpTable {
  return { title, rows: Object.entries(rows).map(([written, meaning]) => ({ written, meaning })) };
}

const JOINING = table('Joining', {
  'state busy method INVITE': 'both: terms side by side mean and',
  'srcnum 4151502 or has diversion': 'either',
  'not state completed': 'all but these; also !state completed and state != completed',
  '(a or b) and c': 'parentheses',
  'message(method INVITE header.contact 10.0.0.1)':
    'one message meets all of it; otherwise each term may be met by another',
  'off(status 486)': 'a term that is switched off',
});

const VALUES = table('Values', {
  'status 486 503': 'several values: any of them',
  '"Busy Here"': 'quotes: the text as it stands, with blanks, words of the language and stars',
  '566*': 'a star stands for any text; \\* is a star',
  'callid = abc@10.0.0.1': 'all of the text, not a part of it',
  '/sip:[0-9]+@/i': 'a regular expression; alone it searches whole messages',
  '400..499 4xx': 'ranges; one end may be left out',
  '> 3s >= 10': 'comparisons, with ms s m h d for durations',
  '10.0.0.0/8 10.0.* 10.0.0.1:5060': 'networks, patterns, endpoints',
  '16:41 16:41..16:45 2018-04-16': 'a time is the whole of what it names: a minute, a day',
  'setup *': 'anything at all: it is known',
  'setup none': 'nothing: it is not known or not there, as not setup *; no comparison finds these; "none" is a text',
  ...Object.fromEntries(
    bareGroups().map(({ word, members }) => [word, `any of these states: ${groupText(members)}; "${word}" is a text`]),
  ),
});

const NUMBERS = table('Numbers', {
  '+3545660066 003545660066 3545660066 5660066':
    'one number, with the settings numbers.country and numbers.length; blanks, dashes and ;user=phone do not count',
  '5660066': 'never finds 15660066; *5660066 does',
});

/** Everything, for the overlay and the README. */
export function languageHelp(): HelpTable[] {
  const rows = FIELDS.map(field => ({ written: field.example, meaning: field.help }));
  return [{ title: 'Fields', rows }, JOINING, VALUES, NUMBERS];
}

/**
 * Help on one word: a field or the title of a table. Null if there is none; `nearestTopic` may guess what was meant.
 */
export function helpOn(topic: string): HelpTable | null {
  const named = fieldOf(topic)?.field ?? FIELDS.find(field => field.name === topic.toLowerCase());
  if (named !== undefined) return fieldHelp(named);
  return languageHelp().find(one => one.title.toLowerCase() === topic.toLowerCase()) ?? null;
}

function fieldHelp(field: Field): HelpTable {
  const rows = [{ written: field.example, meaning: field.help }];
  if (field.words.length > 0) rows.push({ written: field.words.join(' '), meaning: 'the values there are' });
  for (const [word, members] of field.groups) rows.push({ written: word, meaning: groupText(members) });
  if (field.canBeAbsent) rows.push({ written: `${field.name} ${NONE}`, meaning: 'it is not known or not there' });
  if (field.aliases.length > 0) rows.push({ written: field.aliases.join(' '), meaning: 'other names of the field' });
  return { title: field.name, rows };
}

/** `"; did you mean dstnum?"` for a topic without help. */
export function nearestTopic(topic: string): string {
  return didYouMean(topic, [...FIELD_NAMES, ...languageHelp().map(one => one.title.toLowerCase())]);
}
