/**
 * One message cut up for a query that asks for what no column holds. Each part is made when it is first asked for.
 */
import type { MessageText } from '../../query/subject.js';
import { bodyParts } from '../../sip/body.js';
import { headerValues, parseMessage, type SipMessage } from '../../sip/message.js';
import { type Media, parseSdp } from '../../sip/sdp.js';
import { decodeText } from '../../sip/text.js';

export class ReadMessage implements MessageText {
  readonly #bytes: Uint8Array;
  #parsed: SipMessage | undefined;
  #sdp: string | undefined;
  #media: Media[] | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  whole(): string {
    return decodeText(this.#bytes);
  }

  startLine(): string {
    return this.#message().startLine;
  }

  headers(name: string): readonly string[] {
    return headerValues(this.#message(), name);
  }

  body(): string {
    const { bodyStart, bodyEnd } = this.#message();
    return decodeText(this.#bytes, bodyStart, bodyEnd);
  }

  sdp(): string {
    this.#sdp ??= bodyParts(this.#bytes, this.#message())
      .filter(part => part.contentType === 'application/sdp')
      .map(part => decodeText(part.bytes))
      .join('\n');
    return this.#sdp;
  }

  codecs(): readonly string[] {
    return this.#mediaOf().flatMap(stream => stream.codecs);
  }

  media(): readonly string[] {
    return this.#mediaOf().map(shortly);
  }

  faults(): readonly string[] {
    return this.#message().faults.map(fault => fault.code);
  }

  #message(): SipMessage {
    this.#parsed ??= parseMessage(this.#bytes);
    return this.#parsed;
  }

  #mediaOf(): Media[] {
    this.#media ??= parseSdp(this.sdp());
    return this.#media;
  }
}

/** "audio 10.0.0.1:4000 sendrecv". */
function shortly({ kind, address, port, direction }: Media): string {
  return `${kind} ${address?.includes(':') ? `[${address}]` : (address ?? '?')}:${port} ${direction}`;
}
