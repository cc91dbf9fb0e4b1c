/** Answers requests about what is wrong. */
import type { Diagnosis } from '../../diagnosis/diagnosis.js';
import type { RowId } from '../../model/ids.js';
import type { ListedRows } from '../calls/listed-rows.js';
import type { CurrentIndex } from '../capture-index.js';
import type { DiagnosisRows } from '../diagnosis/diagnosis-rows.js';
import type { SettledDiagnosis } from '../diagnosis/settled-diagnosis.js';
import type { DiagnosisRequests } from '../protocol/requests.js';
import type { Search } from '../search/search.js';
import { type Handlers, MAX_ROWS } from './handlers.js';

interface Parts {
  index: CurrentIndex;
  diagnosis: Diagnosis;
  settledDiagnosis: SettledDiagnosis;
  diagnosisRows: DiagnosisRows;
  search: Search;
  listed: ListedRows;
}

export function diagnosisHandlers(parts: Parts): Handlers<DiagnosisRequests> {
  const { index, diagnosis, settledDiagnosis, diagnosisRows, search, listed } = parts;
  /** Those of the result when its first page was asked for. */
  let found: RowId[] = [];
  return {
    incidents: async ({ certainty, count, conversations }) => {
      await settledDiagnosis.settled();
      await search.settled();
      return diagnosisRows.incidents([...listed.conversations()], certainty, count, conversations);
    },
    diagnosis: async ({ conversations }) => {
      await settledDiagnosis.settled();
      const known = conversations.slice(0, MAX_ROWS).filter(row => index.current.conversations.rows.has(row));
      return { diagnosed: known.map(row => diagnosisRows.row(row, 'hint')) };
    },
    diagnosed: async ({ certainty, first, count }) => {
      await settledDiagnosis.settled();
      await search.settled();
      if (first === 0) found = diagnosisRows.withVerdict(listed.conversations(), certainty);
      const rows = found.slice(first, first + Math.min(count, MAX_ROWS));
      return { diagnosed: rows.map(row => diagnosisRows.row(row, certainty)) };
    },
    learnedNumbers: async () => {
      await settledDiagnosis.settled();
      await search.settled();
      return { learned: diagnosis.learned(listed.conversations()) };
    },
    diagnosisSettings: settings => {
      diagnosis.set(settings);
      return {};
    },
  };
}
