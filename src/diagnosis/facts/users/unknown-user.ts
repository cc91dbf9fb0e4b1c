/** What shows that a host does not know a user: 404 to the registration, or to something else that the user asks for about itself. */
import type { Evidence } from '../../../conversations/evidence.js';
import type { RowId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { addressOfRecord, isAdmitted, isRefused, registrationsAt } from './registrations.js';
import type { Transaction } from '../../transactions.js';

/** Other registrations that are looked into. */
const MAX_OTHERS = 8;

/** Another conversation by which a host does not know the user of a REGISTER that it refused. */
function unknownBy(c: Case, { destination }: Transaction): RowId | undefined {
  const { table, rows } = c.conversations;
  const user = table.to.get(c.row);
  if (user === 0) return undefined;
  if (registrationsAt(c, destination, user).some(row => isAdmitted(c, row))) return undefined;
  return c.knowledge.unknownUsers
    .of(c.knowledge.hosts.of(destination))
    .find(row => rows.has(row) && row !== c.row && table.to.get(row) === user);
}

/** Conversations that show that a user is not known; undefined where nothing does. */
export function unknownShown(c: Case, attempt: Transaction): Evidence[] | undefined {
  const { table } = c.conversations;
  const { method, status, destination, final } = attempt;
  if (method === METHOD.REGISTER) {
    if (status === 403 && attempt.authorized) {
      const other = unknownBy(c, attempt);
      if (other === undefined) return undefined;
      return [c.shows(final, 'refused'), c.shows(table.finalResponse.get(other), 'the same user is not found')];
    }
    if (status !== 404) return undefined;
    const user = addressOfRecord(c, c.row);
    const others = registrationsAt(c, destination, table.to.get(c.row)).filter(row => isAdmitted(c, row));
    const isKnown = others.slice(-MAX_OTHERS).some(row => addressOfRecord(c, row) === user);
    return isKnown ? undefined : [c.shows(attempt.request, 'who registers', 'To'), c.shows(final, 'not found')];
  }
  if (status !== 404 || attempt.inDialog || method === METHOD.INVITE) return undefined;
  const user = table.to.get(c.row);
  if (user === 0 || user !== table.from.get(c.row)) return undefined;
  const others = registrationsAt(c, destination, user);
  const refused = others.find(row => isRefused(c, row));
  if (refused === undefined || others.some(row => isAdmitted(c, row))) return undefined;
  return [c.shows(final, 'not found'), c.shows(table.finalResponse.get(refused), 'its registration is refused, too')];
}
