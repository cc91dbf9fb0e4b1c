/**
 * HEP, by which an agent reports a message that it saw: what its readers and its writer share. Version 3 consists of chunks
 * (https://github.com/sipcapture/HEP), versions 1 and 2 have fixed headers. `transports.ts` has its protocol numbers.
 */

/** "HEP3" */
export const HEP3_MAGIC = 0x48455033;
/** Magic and length. */
export const HEP3_HEADER = 6;
/** Vendor, type and length. */
export const CHUNK_HEADER = 6;

/** Chunk types of vendor 0. */
export const CHUNK = {
  family: 1,
  protocol: 2,
  source4: 3,
  destination4: 4,
  source6: 5,
  destination6: 6,
  sourcePort: 7,
  destinationPort: 8,
  seconds: 9,
  microseconds: 10,
  payloadType: 11,
  agent: 12,
  key: 14,
  payload: 15,
  packedPayload: 16,
} as const;

/** Most bytes of an unpacked payload: a few packed bytes may unpack to a thousand times as many. */
export const MAX_HEP_PAYLOAD = 1 << 20;
