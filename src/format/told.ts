/** What a text tells of its messages, in words. */

/** Of how many messages what is told. */
type Told = Readonly<Record<'messages' | 'time' | 'addresses' | 'transport' | 'direction', number>>;

/** "told of 7 messages: time 7, both addresses 0, transport 5, direction 7" */
export function toldClause({ messages, time, addresses, transport, direction }: Told): string {
  return `told of ${messages} messages: time ${time}, both addresses ${addresses}, transport ${transport}, direction ${direction}`;
}
