/** All rules, in the order in which they are asked. */
import type { CauseGroup } from '../../model/causes.js';
import { type Rule, STEPS } from '../rule.js';
import { ABUSE_RULES } from './abuse.js';
import { ANSWERED_RULES } from './calls/answered.js';
import { FORKING_RULES } from './calls/forking.js';
import { LOAD_RULES } from './load.js';
import { NUMBERS_RULES } from './numbers/numbers.js';
import { OFFERS_RULES } from './calls/offers.js';
import { REGISTRATION_RULES } from './registration/registration.js';
import { ROUTING_RULES } from './routing/routing.js';
import { SILENCE_RULES } from './network/silence.js';
import { TRANSFERS_RULES } from './calls/transfers.js';
import { TRANSPORT_RULES } from './network/transport.js';

/** A file a group, in the order in which docs/causes.md has them. */
export const RULE_GROUPS: Readonly<Record<CauseGroup, readonly Rule[]>> = {
  silence: SILENCE_RULES,
  transport: TRANSPORT_RULES,
  numbers: NUMBERS_RULES,
  registration: REGISTRATION_RULES,
  routing: ROUTING_RULES,
  offers: OFFERS_RULES,
  answered: ANSWERED_RULES,
  forking: FORKING_RULES,
  transfers: TRANSFERS_RULES,
  load: LOAD_RULES,
  abuse: ABUSE_RULES,
};

/** By step, and within a step in the order of their files: narrower ones stand first, and what is general after all of them. */
export const RULES: readonly Rule[] = STEPS.flatMap(step => {
  const rules = Object.values(RULE_GROUPS)
    .flat()
    .filter(rule => rule.step === step);
  return [...rules.filter(rule => !rule.isGeneral), ...rules.filter(rule => rule.isGeneral)];
});
