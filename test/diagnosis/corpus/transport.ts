/** What carries messages fails: ICMP, connections, TLS, sizes, names. */
import type { Sure } from './sure.js';

export const SURE_TRANSPORT: readonly Sure[] = [];
