/**
 * What can happen to a conversation besides its messages. The names are those of `show --json --events`: a promise. The text of
 * each says what it means to whoever sent the message it is about.
 */

export const EVENT_KINDS = {
  'icmp-net-unreachable': 'there is no route to the network the message was sent to',
  'icmp-host-unreachable': 'the host the message was sent to does not answer on its network',
  'icmp-protocol-unreachable': 'the host does not take the transport protocol of the message',
  'icmp-port-unreachable': 'nothing listens on the port the message was sent to',
  'icmp-fragmentation-needed': 'the message is larger than a link on its way carries, and must not be fragmented',
  'icmp-admin-prohibited': 'a firewall rejected the message',
  'icmp-unreachable': 'the message could not be delivered',
  'icmp-time-exceeded': 'the message was forwarded too often: the route loops, or its TTL was too small',
  'icmp-reassembly-timeout': 'fragments of the message were lost',
  'icmp-parameter-problem': 'the IP header of the message was not understood',
  'icmp-redirect': 'a better first hop exists; the message was forwarded',
  'icmp-source-quench': 'the sender was asked to send less',
  'tcp-reset': 'the connection that carried the conversation was broken off',
  'tls-alert': 'the TLS connection that carried the conversation failed',
  'stream-gap': 'bytes of the TCP stream that carried the conversation are missing',
  'message-cut': 'the capture lacks the end of the message',
  'capture-loss': 'packets were dropped before they could be captured',
} as const;

export type EventKind = keyof typeof EVENT_KINDS;

/** Errors that leave a message without effect: it did not arrive, or its connection failed. */
const FAILURES: ReadonlySet<EventKind> = new Set<EventKind>([
  'icmp-net-unreachable',
  'icmp-host-unreachable',
  'icmp-protocol-unreachable',
  'icmp-port-unreachable',
  'icmp-fragmentation-needed',
  'icmp-admin-prohibited',
  'icmp-unreachable',
  'icmp-time-exceeded',
  'icmp-reassembly-timeout',
  'icmp-parameter-problem',
  'tcp-reset',
  'tls-alert',
]);

/** Whether an event of this kind means that what was sent just before it failed. */
export function isFailure(kind: EventKind): boolean {
  return FAILURES.has(kind);
}
