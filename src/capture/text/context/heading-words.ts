/**
 * Which words of a line head a message. A mail has sentences, and a log tells of other things than messages: their
 * addresses and transports are not those of the message that follows. Of such lines counts only what is said in one
 * piece: "received from A", "sent to B over TCP", "A -> B".
 */

/** Headers and lines of SDP that a message left behind say nothing of the next one. */
const OF_A_MESSAGE =
  /^[>|\s]{0,40}(?:[a-z]=|(?:via|v|contact|m|route|record-route|cseq|call-id|i|date|max-forwards|content-\w+|user-agent|server|warning|subject)[ \t]*:|(?:from|f|to|t|reply-to|p-\S+|referred-by)[ \t]*:.*[<@])/i;
const METHODS = 'INVITE|ACK|BYE|CANCEL|REGISTER|OPTIONS|PRACK|SUBSCRIBE|NOTIFY|PUBLISH|INFO|REFER|MESSAGE|UPDATE';
/** What a heading says beside a direction or an end: it is a message, not a thing. */
const OF_A_PACKET = new RegExp(
  String.raw`[:>\]]\s*$|\b(?:bytes|octets|message|msg|packet|datagram|request|response|reply|SIP|UDP|TCP|TLS)\b|\b(?:${METHODS})\b(?! *[:\]])`,
  'i',
);
/** A field: "src=", "Remote: ". */
const FIELD =
  /(?:src|so?urce|dst|dest(?:ination)?|local|remote|peer|from|to)(?:[-_. ]?(?:ip|addr|address|host))?["']?\s?[:=]|^\W{0,20}(?:from|to)\b/i;

/** Words of sentences alone. */
const PERSONAL = words(
  'we you our your my he she they them hello dear please thanks regards because but although customer colleague',
  ['I am', 'I was', 'I have', 'I had', 'I saw', 'I see', 'I got', 'I received', 'I sent', 'I think', 'I can', 'I did'],
);
/** Words that sentences have several of. */
const SMALL =
  /(?<![\w.-])(?:the|an?|is|was|were|are|has|have|had|been|be|of|and|or|that|this|it|with|by|for|as|not|which|when|if|so|there|will)(?![\w.-])/g;
const MANY_SMALL = 3;
/** What a log tells of other things than a message. */
const EVENT = words(
  'timeout time-out failed failure fails failing refused closed closing disconnected connected connecting reconnected reconnecting established unreachable retry retrying denied banned block blocked blocking blacklist blacklisted unable cannot expired expires resolved resolving lookup mapped mapping listening bound keepalive keep-alive registered unregistered selected route routed routing',
  ['timed out', 'could not', 'too large', 'too big', 'too long'],
);
/** What has messages of its own. */
const OTHER_PROTOCOL = words(
  'candidate candidates ice stun turn rtp srtp rtcp media pool database db sql mysql postgres postgresql redis http https dns ntp ldap radius diameter snmp',
);
const SIP = new RegExp(String.raw`\bSIP\b|\b(?:${METHODS})\b(?! *[:\]])`);
/** What is an event, unless a message came over it. */
const CONNECTION = words(
  'connection connections socket sockets session sessions trunk trunks gateway gateways ping pings',
);
/** One of all these: most headings have none. */
const SUSPECT = new RegExp([PERSONAL, EVENT, OTHER_PROTOCOL, CONNECTION].map(({ source }) => source).join('|'), 'i');
const MESSAGE =
  /\b(?:re?ce?i?ve?d?|receiving|sent|send|sending|transmitt(?:ed|ing)|tx|rx|incoming|outgoing)\b.{0,200}\b(?:bytes|octets|message|msg|packet|datagram|request|response|data)\b|\b(?:bytes|octets|message|msg|packet|datagram|request|response|data)\b.{0,200}\b(?:received|sent|transmitted)\b/i;
/** A field of a record of a program. */
const NAMED = /(?:^|[\s,"'|])[A-Za-z][\w.-]{0,24}(?:=|":|:(?=\d+\.\d))/g;

const ADDRESS = String.raw`(?:[a-z]{2,4}[:/]{1,3})?\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:.]{2,45})\]?(?:[:;/.]\d{1,5}|,? (?:on )?port \d{1,5})?`;
const TRANSPORT = '(?:udp|tcp|tls|sctp|wss?)';
const SAID = new RegExp(
  String.raw`(?<!\b(?:failed to|fails to|unable to|cannot|could not|not|never|to be|should be|would be) )\b(?:received?|receiving|recv|rx|sent|sends?|sending|transmitt(?:ed|ing)|tx)(?: (?!(?:from|to|and|or|connections?)\b)[\w/-]{1,20}){0,6} (?:from|to)(?: (?:the|host|peer|ip|address|${TRANSPORT})){0,3} ${ADDRESS}(?: (?:over|via|using|on|by) ${TRANSPORT}\b(?!/))?`,
  'gi',
);
const DRAWN = new RegExp(`${ADDRESS} ?(?:-{1,3}>|={1,3}>|<-{1,3}|\xe2\x86\x92) ?${ADDRESS}`, 'i');

/** Whether the line is one of a message: a header, or SDP. */
export function isOfMessage(text: string): boolean {
  return OF_A_MESSAGE.test(text);
}

/** Whether the words are of a packet. */
export function namesPacket(text: string): boolean {
  return OF_A_PACKET.test(text);
}

/** Whether an end that the line names may be that of a message, though it says nothing of one. */
export function namesEnd(text: string): boolean {
  return namesPacket(text) || FIELD.test(text);
}

/** The part of the line that may head a message; "" if there is none. */
export function headingPart(text: string): string {
  if (isOfMessage(text)) return '';
  if (!SUSPECT.test(text)) return hasManySmall(text) ? saidIn(text, true) : text;
  if (OTHER_PROTOCOL.test(text) && !SIP.test(text)) return '';
  const event = EVENT.test(text) || (CONNECTION.test(text) && !MESSAGE.test(text));
  if (!event) return PERSONAL.test(text) || hasManySmall(text) ? saidIn(text, true) : text;
  return (text.match(NAMED)?.length ?? 0) > 1 ? text : saidIn(text, namesPacket(text));
}

/** What the text says in one piece; `drawn` with an arrow as well. */
function saidIn(text: string, drawn: boolean): string {
  return [...(text.match(SAID) ?? []), ...(drawn ? (DRAWN.exec(text) ?? []) : [])].join(' ');
}

function hasManySmall(text: string): boolean {
  SMALL.lastIndex = 0;
  for (let words = 0; words < MANY_SMALL; words++) if (!SMALL.test(text)) return false;
  return true;
}

/** A pattern of words, each on its own; `several` are of more than one. */
function words(each: string, several: readonly string[] = []): RegExp {
  return new RegExp(String.raw`(?<![\w.-])(?:${[...each.split(' '), ...several].join('|')})(?![\w-])`, 'i');
}
