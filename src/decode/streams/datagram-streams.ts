/**
 * Datagrams that are pieces of a TCP stream according to their source: printed packets, reports. There are no
 * sequence numbers, so order of arrival counts, and a piece that begins with a start line ends what came before it.
 */
import { probeSip } from '../../sip/framing/probe.js';
import type { Cursor } from '../cursor.js';
import type { Delivery } from '../delivery.js';
import { Flow, FlowTable } from '../flow-table.js';
import { HeldMemory } from '../held-memory.js';
import { StreamMessages } from './stream-messages.js';

const MAX_STREAMS = 1024;
const MAX_BYTES = 16 * 1024 * 1024;

class DatagramStream extends Flow {
  readonly messages: StreamMessages;

  constructor(at: Cursor, low: number, delivery: Delivery, memory: HeldMemory) {
    super(at, low, 0);
    this.messages = new StreamMessages(this, delivery, memory);
  }
}

export class DatagramStreams {
  readonly #delivery: Delivery;
  readonly #memory = new HeldMemory();
  readonly #streams = new FlowTable<DatagramStream>();

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
  }

  take(at: Cursor): void {
    if (at.start === at.end) {
      at.is('tcp ack');
      return;
    }
    const { messages } = this.#find(at);
    if (probeSip(at.bytes, at.start, at.end) === 'certain') {
      messages.finish();
      messages.restart();
    }
    if (!messages.decided) messages.decide(at.bytes, at.start, at.end, undefined);
    messages.take(at);
    if (at.missing > 0) messages.finish();
    this.#bound();
  }

  flush(): void {
    for (let stream = this.#streams.oldest; stream !== undefined; stream = this.#streams.oldest) this.#drop(stream);
  }

  #find(at: Cursor): DatagramStream {
    const low = (at.sourcePort << 16) | at.destinationPort;
    const found = this.#streams.find(at, low, 0);
    if (found !== undefined) return found;
    const stream = new DatagramStream(at, low, this.#delivery, this.#memory);
    this.#streams.add(stream);
    return stream;
  }

  #bound(): void {
    while (this.#streams.size > MAX_STREAMS || this.#memory.held > MAX_BYTES) {
      const { oldest } = this.#streams;
      if (oldest === undefined) return;
      this.#drop(oldest);
    }
  }

  #drop(stream: DatagramStream): void {
    stream.messages.finish();
    stream.messages.restart();
    this.#streams.remove(stream);
  }
}
