/** docs/causes.md, made from the rules: what each cause says, when it is said and when not. */
import { RULE_GROUPS } from '../../src/diagnosis/rules/catalogue.js';
import type { Rule } from '../../src/diagnosis/rule.js';
import { type CauseGroup, CERTAINTY_MEANS } from '../../src/model/causes.js';

const TITLES: Readonly<Record<CauseGroup, string>> = {
  silence: 'Nobody answers',
  transport: 'The network',
  numbers: 'Numbers and identities',
  registration: 'Registration and credentials',
  routing: 'Routing, loops, paths',
  offers: 'Codecs and offers',
  answered: 'After the answer',
  forking: 'Ringing, early media, forks',
  transfers: 'Transfers and subscriptions',
  load: 'Overload and limits',
  abuse: 'Scans and fraud',
};

const HEAD = `# What can be wrong

Made by \`npm run docs\` from the rules (\`src/diagnosis/rules/\`), as the program asks them.

The program says what is wrong with a conversation, and why, where the capture shows it: in the row of the list, in the panel behind \`V\`, above the
list (\`I\` shows all), in \`diagnose\`, and as \`cause\` in the filter and the JSON. A rule that is not sure says nothing. A conversation that went well has no cause, and
what users do (busy, declined, given up) is an outcome, no fault.

How certain a cause is:

CERTAINTIES

Of several causes in one conversation, the one nearest to the origin is its verdict: what the network says of its packets, then silence, then
what the far end gives as its reason, then what other calls prove, then the status alone, then trouble after the answer. The others are shown as "also seen". A leg that fails because of the next
one has the cause of that leg. Incidents are verdicts with one cause and one key: a peer, a number, a name.

The ids of the causes and the names in _slanted_ letters, which stand for values, are a promise of the JSON ([json.md](json.md)).

## A cause that is wrong

Please report a cause that is said of a call that was fine, or that is not the real one. What helps: its id and the sentence, what was really wrong, and
the conversations that are its evidence (\`sipvestigator diagnose FILE --json\` names them; \`export\` with a filter like \`index 4 7\` saves them). If
"said when" below does not hold for the messages, or one of "not if" does, it is a fault of the rule: say which. Without a report, \`cause none\` in the filter
leaves out all that have one.
`;

/** The page. */
export function causesPage(): string {
  const certainties = Object.entries(CERTAINTY_MEANS).map(([name, means]) => `- **${name}**: ${means}.`);
  const groups = Object.entries(RULE_GROUPS).flatMap(
    ([group, rules]) => (rules.length === 0 ? [] : [`## ${TITLES[group as CauseGroup]}`, ...rules.map(entry)]), // the keys are the groups
  );
  return `${[HEAD.replace('CERTAINTIES', certainties.join('\n')).trimEnd(), ...groups].join('\n\n')}\n`;
}

function entry({ id, sentence, key, when, unless, next, sources, of }: Rule): string {
  return [
    `### ${id}`,
    `“${shown(sentence)}”`,
    [
      `- Said when: ${shown(when)}`,
      ...unless.map(each => `- Not if: ${shown(each)}.`),
      ...(of === 'any' ? ['- Looked for in conversations that succeeded, too.'] : []),
      `- One incident: conversations with the same ${shown(`{${key}}`)}.`,
      `- Next: ${shown(next)}`,
      `- Source: ${sources.join(', ')}.`,
    ].join('\n'),
  ].join('\n\n');
}

/** A template with its slots by name: "no reply to *requests* from *peer* in _time_". */
function shown(template: string): string {
  return template
    .replace(/[[\]]/g, '')
    .replace(/\{\w+\|[^|{}]*\|([^|{}]*)\}/g, '$1')
    .replace(/\{(\w+)\}/g, '_$1_')
    .replace(/</g, '\\<');
}
