/** Addresses as most programs print them: "10.0.0.1:5060", "[2001:db8::1]:5060", "2001:db8::1:5060". In: the text. Out: bytes and port. */
import { addressBytes, type Endpoint } from './printed-address.js';

/** The ends met last: a log has few, and each is printed again and again. */
const MAX_MET = 4096;
const met = new Map<string, Endpoint>();

/** Reads one end. What is no address has no bytes. */
export function colonAddress(text: string): Endpoint {
  const before = met.get(text);
  if (before !== undefined) return before;
  const endpoint = parse(text);
  if (met.size >= MAX_MET) met.clear();
  met.set(text, endpoint);
  return endpoint;
}

function parse(text: string): Endpoint {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|(.*?))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const address = addressBytes(bracketed ?? plain ?? '');
  // Without brackets the last group may be the port, or not: programs that leave them out print one.
  if (address.length > 0) return { address, port: portOf(port) };
  return { address: addressBytes(text), port: 0 };
}

function portOf(port: string | undefined): number {
  const number = Number(port ?? 0);
  return number <= 0xffff ? number : 0;
}
