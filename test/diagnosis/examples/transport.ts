/** What carries messages fails: ICMP, connections, TLS, sizes, names. */
import type { Example, NearExample } from './example.js';

export const TRANSPORT: readonly Example[] = [];

export const NEARLY_TRANSPORT: readonly NearExample[] = [];
