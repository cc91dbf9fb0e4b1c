/** What carries messages fails: ICMP, connections, TLS, sizes, names. */
import type { Rule } from '../rule.js';

export const TRANSPORT_RULES: readonly Rule[] = [];
