/** What is known of the registrations of one user at one host, by the number of the user: columns tell it. */
import type { RowId } from '../../../model/ids.js';
import { parseAddress } from '../../../sip/headers/address.js';
import { STATE } from '../../../conversations/states.js';
import type { Case } from '../../case.js';
import { cut } from '../cut.js';

/** Registrations of a user at the host of an endpoint, in the order they came: conversations other than the case's. */
export function registrationsAt(c: Case, endpoint: number, user: number): RowId[] {
  if (user === 0) return [];
  const { table, rows } = c.conversations;
  return c.knowledge.registrations
    .of(c.knowledge.hosts.of(endpoint))
    .filter(row => row !== c.row && rows.has(row) && table.to.get(row) === user);
}

/** A registration that was admitted, whether it was withdrawn later or not. */
export function isAdmitted({ conversations: { table } }: Case, row: RowId): boolean {
  const state = table.state.get(row);
  return state === STATE.Registered || state === STATE.Unregistered;
}

/** A registration that was refused. */
export function isRefused({ conversations: { table } }: Case, row: RowId): boolean {
  const status = table.status.get(row);
  return table.state.get(row) === STATE.Rejected && (status === 403 || status === 404);
}

/** "alice@a.example": whom a conversation is about, as its first message has it in To; undefined where that cannot be read. */
export function addressOfRecord(c: Case, row: RowId): string | undefined {
  const to = c.header(c.conversations.table.firstMessage.get(row), 'To');
  const uri = to === undefined ? undefined : parseAddress(to)?.uri;
  return uri === undefined ? undefined : cut(uri.replace(/^sips?:/i, '').replace(/[;?].*$/s, ''));
}
