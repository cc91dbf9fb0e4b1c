/** The examples of all causes, and those that nearly have one. */
import { NEARLY_ABUSE, ABUSE } from './abuse.js';
import { NEARLY_ANSWERED, ANSWERED } from './answered.js';
import { NEARLY_FORKING, FORKING } from './forking.js';
import { NEARLY_LOAD, LOAD } from './load.js';
import { NEARLY_NUMBERS, NUMBERS } from './numbers.js';
import { NEARLY_OFFERS, OFFERS } from './offers.js';
import { NEARLY_REGISTRATION, REGISTRATION } from './registration.js';
import { NEARLY_ROUTING, ROUTING } from './routing.js';
import { NEARLY_SILENCE, SILENCE } from './silence.js';
import { NEARLY_TRANSFERS, TRANSFERS } from './transfers.js';
import { NEARLY_TRANSPORT, TRANSPORT } from './transport.js';
import type { Example, NearExample } from './example.js';

export const EXAMPLES: readonly Example[] = [
  ...SILENCE,
  ...TRANSPORT,
  ...NUMBERS,
  ...REGISTRATION,
  ...ROUTING,
  ...OFFERS,
  ...ANSWERED,
  ...FORKING,
  ...TRANSFERS,
  ...LOAD,
  ...ABUSE,
];

export const NEAR_EXAMPLES: readonly NearExample[] = [
  ...NEARLY_SILENCE,
  ...NEARLY_TRANSPORT,
  ...NEARLY_NUMBERS,
  ...NEARLY_REGISTRATION,
  ...NEARLY_ROUTING,
  ...NEARLY_OFFERS,
  ...NEARLY_ANSWERED,
  ...NEARLY_FORKING,
  ...NEARLY_TRANSFERS,
  ...NEARLY_LOAD,
  ...NEARLY_ABUSE,
];
