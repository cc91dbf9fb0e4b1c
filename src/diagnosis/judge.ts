/** The findings of one case: its verdict first, and behind it what else was seen. */
import type { Case } from './case.js';
import { type Finding, keyOf } from './rule.js';
import { RULES } from './rules/catalogue.js';

/**
 * What rules find in a case, the verdict first: the one nearest to the cause that is certain or likely. Hints come last, and are all there
 * is where nothing else explains a failure.
 */
export function findingsIn(c: Case): Finding[] {
  const found = [...findings(c)];
  const [said, hints] = [
    found.filter(each => each.certainty !== 'hint'),
    found.filter(each => each.certainty === 'hint'),
  ];
  return [...said, ...hints];
}

/** The verdict alone: rules behind it are not asked, which is most of the work. */
export function verdictIn(c: Case): Finding | undefined {
  let hint: Finding | undefined;
  for (const finding of findings(c)) {
    if (finding.certainty !== 'hint') return finding;
    hint ??= finding;
  }
  return hint;
}

/** What rules find in a case, in their order. */
function* findings(c: Case): Generator<Finding, void> {
  const { isFailed } = c;
  const found: Finding[] = [];
  const silenced: Finding[] = [];
  for (const rule of RULES) {
    if (rule.of === 'failed' && !isFailed) continue;
    // What is known is not said in other words either.
    if (rule.isGeneral && [...found, ...silenced].some(each => each.rule.step === rule.step)) continue;
    const finding = rule.judge(c);
    if (finding === undefined) continue;
    const made = { ...finding, rule };
    if (isSilenced(c, made)) silenced.push(made);
    else {
      found.push(made);
      yield made;
    }
  }
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
