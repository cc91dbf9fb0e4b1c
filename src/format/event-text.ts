/** Events in words: a label for an arrow, a clause for an outcome, a sentence. Texts are not made safe for a terminal. */
import { EVENT_KINDS, type EventKind } from '../model/event-kinds.js';

export interface SaidEvent {
  kind: EventKind;
  /** "port unreachable", "fatal: handshake failure", "1448 bytes"; null where the kind says all. */
  detail: string | null;
}

/** "ICMP port unreachable", "TCP reset": short enough for an arrow. */
export function eventLabel({ kind, detail }: SaidEvent): string {
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

/** "port unreachable from 10.0.0.2", "connection reset by 10.0.0.2": why something had no answer. */
export function eventClause({ kind, detail }: SaidEvent, from: string | null): string {
  if (kind === 'tcp-reset') return from === null ? 'connection reset' : `connection reset by ${from}`;
  const what = kind.startsWith('icmp-') ? (detail ?? 'unreachable') : eventLabel({ kind, detail });
  return from === null ? what : `${what} from ${from}`;
}

/** "ICMP port unreachable from 10.0.0.2: nothing listens on the port the message was sent to." */
export function eventSentence(event: SaidEvent, from: string | null): string {
  const label = eventLabel(event);
  const by = from === null || !isSent(event.kind) ? '' : ` from ${from}`;
  return `${label[0]?.toUpperCase() ?? ''}${label.slice(1)}${by}: ${EVENT_KINDS[event.kind]}.`;
}

/** Whether a host sent it; the others are what the capture lacks. */
export function isSent(kind: EventKind): boolean {
  return kind !== 'stream-gap' && kind !== 'message-cut' && kind !== 'capture-loss';
}
