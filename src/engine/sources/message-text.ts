/**
 * One message cut up for a query that asks for what no column holds: headers, body and media as query/predicates/subject.ts names
 * them, each made when first asked for.
 */
import { joinAddress } from '../../format/addresses.js';
import type { MessageText } from '../../query/predicates/subject.js';
import { sdpBodies } from '../../sip/message/body.js';
import { headerValues, parseMessage, type SipMessage } from '../../sip/message/message.js';
import { type Media, parseSdp } from '../../sip/message/sdp.js';
import { decodeText } from '../../bytes/text.js';

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
    this.#sdp ??= sdpBodies(this.#bytes, this.#message()).join('\n');
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
  return `${kind} ${joinAddress(address ?? '?', port)} ${direction}`;
}
