/** The findings of one case: its verdict first, and behind it what else was seen. */
import type { Case } from './case.js';
import { type Finding, keyOf } from './rule.js';
import { RULES } from './rules/catalogue.js';

/**
 * What rules find in a case, the verdict first: the one nearest to the cause that is certain or likely. Hints come last, and are all there
 * is where nothing else explains a failure.
 */
export function findingsIn(c: Case): Finding[] {
  const { isFailed } = c;
  const found: Finding[] = [];
  const silenced: Finding[] = [];
  for (const rule of RULES) {
    if (rule.of === 'failed' && !isFailed) continue;
    // What is known is not said in other words either.
    if (rule.isGeneral && [...found, ...silenced].some(each => each.rule.step === rule.step)) continue;
    const finding = rule.judge(c);
    if (finding === undefined) continue;
    (isSilenced(c, { ...finding, rule }) ? silenced : found).push({ ...finding, rule });
  }
  const [said, hints] = [
    found.filter(each => each.certainty !== 'hint'),
    found.filter(each => each.certainty === 'hint'),
  ];
  return [...said, ...hints];
}

function isSilenced(c: Case, finding: Finding): boolean {
  const key = keyOf(finding);
  return c.settings.silenced.some(
    ({ cause, peer }) => cause === finding.rule.id && (peer === null || peer === key || beginsWith(key, peer)),
  );
}

/** A key begins with an address: its port, or what is said of it, follows. */
function beginsWith(key: string, peer: string): boolean {
  return key.startsWith(`${peer}:`) || key.startsWith(`${peer} `) || key.startsWith(`[${peer}]:`);
}
