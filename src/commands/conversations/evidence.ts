/** The object of a piece of evidence; its field names and meaning are a promise. */
import type { EvidenceRow } from '../../engine/protocol/evidence.js';

export function evidenceObject({ conversation, number, header, value }: EvidenceRow): Record<string, unknown> {
  return { conversation, message: number, header, value };
}
