/** What TypeScript says before `takeRecords`, and is told after it. */
import { Records } from '../built/tables';

/** Bytes of a record before its packet. */
export const RECORD_HEADER: u32 = 16;

export const records = changetype<Records>(memory.data(128, 8));
