/** The lines of a message as logs print them, with the heading of one that is sure to be known. */

export const HEADERS = ['Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1', 'Call-ID: one@192.0.2.1', 'CSeq: 1 INVITE'];
export const START = 'INVITE sip:5660066@192.0.2.2 SIP/2.0';
export const SDP = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-'];
const SDP_LENGTH = SDP.reduce((length, line) => length + line.length + 2, 0);
export const EMPTY = 'Content-Length: 0';
export const BODY = ['Content-Type: application/sdp', `Content-Length: ${SDP_LENGTH}`];
export const pjsip = '<--- Received SIP request (99 bytes) from UDP:192.0.2.1:5060 --->';
