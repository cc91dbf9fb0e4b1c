/** How a host rewrites the numbers of a call. */
import type { Chance } from './chance.js';
import type { Numbers, Rewriting } from './route.js';

/** As they came. */
export const same: Rewriting = numbers => numbers;

/** In another form: international with + or 00, or national; the last seven digits stay. */
export const otherPrefix: Rewriting = ({ caller, called }, chance) => ({
  caller: reformed(caller, chance.pick(['00', '0', '+'])),
  called: reformed(called, chance.pick(['00', '0', 'bare'])),
});

/** Into numbers that have nothing in common with them: an extension, a line of the trunk, nobody. */
export const rewritten: Rewriting = (_, chance): Numbers => ({
  caller: chance.percent(50) ? 'anonymous' : `+49301234${chance.below(4)}00`,
  called: `${2000 + chance.below(3000)}`,
});

function reformed(number: string, form: string): string {
  const national = /^(?:\+49|0049|49|0)(\d{7,})$/.exec(number)?.[1];
  if (national === undefined) return number;
  if (form === '00') return `0049${national}`;
  if (form === '0') return `0${national}`;
  return form === '+' ? `+49${national}` : `49${national}`;
}

/** The called becomes an extension, as a queue or a list of phones makes it; the caller stays. */
export const toExtension: Rewriting = ({ caller }, chance) => ({ caller, called: `${2000 + chance.below(3000)}` });

/** Each way of rewriting by the kind of evidence it leaves, and how often of ten it is met. */
export const UNMARKED: readonly (readonly [kind: string, rewriting: Rewriting, often: number])[] = [
  ['none: same numbers', same, 4],
  ['none: other prefix', otherPrefix, 3],
  ['none: same caller', toExtension, 2],
  ['none: rewritten', rewritten, 1],
];

/** One of the ways, by chance. */
export function someRewriting(chance: Chance): [kind: string, rewriting: Rewriting] {
  const [kind, rewriting] = chance.pick(UNMARKED.flatMap(way => Array.from({ length: way[2] }, () => way)));
  return [kind, rewriting];
}
