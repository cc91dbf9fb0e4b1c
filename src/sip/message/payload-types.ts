/** What RTP payload types with a fixed meaning stand for (RFC 3551 section 6, tables 4 and 5). */

/** Their codec names. */
export const CODEC_OF_PAYLOAD_TYPE: Readonly<Record<number, string>> = {
  0: 'PCMU',
  3: 'GSM',
  4: 'G723',
  5: 'DVI4',
  6: 'DVI4',
  7: 'LPC',
  8: 'PCMA',
  9: 'G722',
  10: 'L16',
  11: 'L16',
  12: 'QCELP',
  13: 'CN',
  14: 'MPA',
  15: 'G728',
  16: 'DVI4',
  17: 'DVI4',
  18: 'G729',
  25: 'CelB',
  26: 'JPEG',
  28: 'nv',
  31: 'H261',
  32: 'MPV',
  33: 'MP2T',
  34: 'H263',
};

const AUDIO_RATE = 8000;
const VIDEO_RATE = 90_000;
/** Audio whose clock is not that of a telephone. */
const RATES: Readonly<Record<number, number>> = {
  6: 16_000,
  10: 44_100,
  11: 44_100,
  14: VIDEO_RATE,
  16: 11_025,
  17: 22_050,
};
const FIRST_VIDEO_TYPE = 25;
const STEREO_TYPE = 10;

/** The clock rate of a payload type with a fixed meaning, in Hz; 0 for any other. */
export function rateOfPayloadType(type: number): number {
  if (CODEC_OF_PAYLOAD_TYPE[type] === undefined) return 0;
  return RATES[type] ?? (type < FIRST_VIDEO_TYPE ? AUDIO_RATE : VIDEO_RATE);
}

/** Its channels. */
export function channelsOfPayloadType(type: number): number {
  return type === STEREO_TYPE ? 2 : 1;
}
