/**
 * Events in words: a label for an arrow, a clause for an outcome, a sentence. The texts are not made safe for a
 * terminal.
 */
import { EVENT_KINDS, type EventKind } from '../model/event-kinds.js';

export interface DescribedEvent {
  kind: EventKind;
  /** "port unreachable", "fatal: handshake failure", "1448 bytes"; null if the kind says everything. */
  detail: string | null;
}

/** "ICMP port unreachable", "TCP reset": short enough for an arrow. */
export function eventLabel({ kind, detail }: DescribedEvent): string {
  const what = detail ?? '';
  switch (kind) {
    case 'tcp-reset':
      return 'TCP reset';
    case 'tls-alert':
      return `TLS alert ${what}`.trimEnd();
    case 'stream-gap':
      return `${what} missing`.trimStart();
    case 'message-cut':
      return 'cut short';
    case 'capture-loss':
      return `${what} not captured`.trimStart();
    default:
      return `ICMP ${what}`.trimEnd();
  }
}

/** "port unreachable from 10.0.0.2", "connection reset by 10.0.0.2": why a request had no response. */
export function eventClause({ kind, detail }: DescribedEvent, from: string | null): string {
  if (kind === 'tcp-reset') return from === null ? 'connection reset' : `connection reset by ${from}`;
  const what = kind.startsWith('icmp-') ? (detail ?? 'unreachable') : eventLabel({ kind, detail });
  return from === null ? what : `${what} from ${from}`;
}

/** "ICMP port unreachable from 10.0.0.2: nothing listens on the port the message was sent to." */
export function eventSentence(event: DescribedEvent, from: string | null): string {
  const label = eventLabel(event);
  const by = from === null || !isSent(event.kind) ? '' : ` from ${from}`;
  return `${label[0]?.toUpperCase() ?? ''}${label.slice(1)}${by}: ${EVENT_KINDS[event.kind]}.`;
}

/** Whether a host sent it; the other kinds are gaps in the capture. */
export function isSent(kind: EventKind): boolean {
  return kind !== 'stream-gap' && kind !== 'message-cut' && kind !== 'capture-loss';
}
