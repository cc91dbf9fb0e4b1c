/** `help`: the commands of the context, one of them in detail, or a part of the query language. */
import { quoted } from '../format/excerpts.js';
import { didYouMean } from '../query/language/fault.js';
import { type HelpTable, helpOn } from '../query/language/words.js';
import { COMMANDS, type Topic } from './commands.js';
import { type Command, line, type OutputLine, refusal } from './output.js';
import type { Context } from './state.js';

export const help: Command = async function* ({ words }, state) {
  yield* helpLines(words, state.context.kind);
  return state;
};

function* helpLines(words: readonly string[], kind: Context['kind']): Generator<OutputLine> {
  const commands = COMMANDS[kind];
  const [first = '', second] = words;
  if (first === '') {
    yield line('Commands (help TOPIC says more about one):');
    yield line('');
    yield* columns(commands.map(({ name, does }): [string, string] => [name, does]));
    const outside = COMMANDS.top.filter(({ name }) => !commands.some(own => own.name === name));
    if (outside.length === 0) return;
    yield line('');
    yield line(`As outside: ${outside.map(({ name }) => name).join(', ')}.`);
    return;
  }
  const topic = topicNamed(first, commands);
  if (topic !== undefined) {
    yield* about(topic, second);
    return;
  }
  const table = helpOn(words.join(' '));
  if (table !== null) yield* language(table);
  else
    yield refusal(
      `There is no help on ${quoted(first)}${
        didYouMean(
          first,
          commands.map(({ name }) => name),
        ) || '.'
      }`,
    );
}

/** A command of this context, else of another: `help add` works everywhere. */
function topicNamed(name: string, commands: readonly Topic[]): Topic | undefined {
  return [...commands, ...COMMANDS.top, ...COMMANDS.filter].find(topic => topic.name === name);
}

/** Describes a command with its forms, or only those that start with `part`, if any do. */
function* about(topic: Topic, part: string | undefined): Generator<OutputLine> {
  const chosen = topic.forms.filter(([written]) => part === undefined || written.split(' ', 1)[0] === part);
  const forms = chosen.length > 0 ? chosen : topic.forms;
  yield line(`${topic.does}.`);
  yield line('');
  yield* columns(forms.map(([written, does]): [string, string] => [`${topic.name} ${written}`.trimEnd(), does]));
  if (topic.options !== undefined) {
    yield line('');
    yield line('Options:');
    yield* columns(
      topic.options.map(({ long, short, value, help: does }): [string, string] => {
        const dashes = `  ${short === undefined ? '' : `-${short}, `}--${long}`;
        return [value === undefined ? dashes : `${dashes} ${value}`, does];
      }),
    );
  }
  if (topic.examples === undefined) return;
  yield line('');
  yield line('For example:');
  for (const example of topic.examples) yield line(`  ${example}`);
}

function* language({ title, rows }: HelpTable): Generator<OutputLine> {
  yield line(`${title}:`);
  yield line('');
  yield* columns(rows.map(({ written, meaning }): [string, string] => [written, meaning]));
}

function* columns(rows: readonly [string, string][]): Generator<OutputLine> {
  const width = Math.max(...rows.map(([left]) => left.length));
  for (const [left, right] of rows) yield line(`${left.padEnd(width)}  ${right}`.trimEnd());
}
