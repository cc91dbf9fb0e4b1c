/**
 * What status codes mean: those of the IANA registry "Session Initiation Protocol (SIP) Parameters", each with the reason
 * phrase of its RFC, the RFC's number and one sentence.
 */

export interface StatusMeaning {
  reason: string;
  rfc: number;
  sentence: string;
}

const table: Record<number, [reason: string, rfc: number, sentence: string]> = {
  100: ['Trying', 3261, 'the next hop has the request and works on it; its sender stops repeating it'],
  180: ['Ringing', 3261, 'the called device alerts its user'],
  181: ['Call Is Being Forwarded', 3261, 'the call goes on to another destination'],
  182: ['Queued', 3261, 'the called party cannot answer now and has put the call in a queue'],
  183: [
    'Session Progress',
    3261,
    'says how the call is coming along; with SDP it opens early media, such as an announcement',
  ],
  199: ['Early Dialog Terminated', 6228, 'one branch of a forked call has ended while others go on'],
  200: ['OK', 3261, 'the request was carried out'],
  202: ['Accepted', 6665, 'the request is understood but may not be carried out yet; deprecated, 200 takes its place'],
  204: ['No Notification', 5839, 'the subscription stands and nothing changed, so no NOTIFY follows'],
  300: ['Multiple Choices', 3261, 'the address leads to several places; Contact lists them to choose from'],
  301: ['Moved Permanently', 3261, 'the user is no longer here; Contact has the new address for good'],
  302: ['Moved Temporarily', 3261, 'try the address in Contact for this call; a forwarding phone answers so'],
  305: ['Use Proxy', 3261, 'only the proxy named in Contact gives access to this address'],
  380: ['Alternative Service', 3261, 'the call failed but another service, told in the body, is there'],
  400: ['Bad Request', 3261, 'the request is malformed; the reason phrase often says where'],
  401: [
    'Unauthorized',
    3261,
    'a user agent or registrar wants credentials: WWW-Authenticate is the challenge, a retry with Authorization follows',
  ],
  402: ['Payment Required', 3261, 'kept for the future'],
  403: ['Forbidden', 3261, 'understood and refused; credentials will not help'],
  404: ['Not Found', 3261, 'this server knows that no such user exists in its domain'],
  405: ['Method Not Allowed', 3261, 'this address does not take the method; Allow lists those it takes'],
  406: ['Not Acceptable', 3261, 'no body the server could answer with is among those Accept allows'],
  407: [
    'Proxy Authentication Required',
    3261,
    'a proxy wants credentials: Proxy-Authenticate is the challenge, a retry with Proxy-Authorization follows',
  ],
  408: ['Request Timeout', 3261, 'no answer came in time; often made by the proxy nearest to the silence'],
  409: ['Conflict', 2543, 'a registration collided with another; no longer in use'],
  410: ['Gone', 3261, 'the user was here, is no more, and left no address'],
  411: ['Length Required', 2543, 'the server wants a Content-Length; no longer in use'],
  412: ['Conditional Request Failed', 3903, 'the entity tag in SIP-If-Match names no publication the server holds'],
  413: ['Request Entity Too Large', 3261, 'the body is longer than the server takes'],
  414: ['Request-URI Too Long', 3261, 'the address of the request is longer than the server takes'],
  415: [
    'Unsupported Media Type',
    3261,
    'the body is of a type, coding or language the server does not take; Accept headers say which it takes',
  ],
  416: ['Unsupported URI Scheme', 3261, 'the server does not know this kind of address, such as tel:'],
  417: ['Unknown Resource-Priority', 4412, 'none of the priority values in Resource-Priority is known here'],
  420: ['Bad Extension', 3261, 'Require or Proxy-Require asks for an extension the server lacks; Unsupported names it'],
  421: ['Extension Required', 3261, 'the server will not go on without an extension, which its Require names'],
  422: [
    'Session Interval Too Small',
    4028,
    'Session-Expires is below what this hop accepts; Min-SE says the least, a retry follows',
  ],
  423: [
    'Interval Too Brief',
    3261,
    'the expiry of a registration or subscription is too short; Min-Expires says the least',
  ],
  424: ['Bad Location Information', 6442, 'the location in the request is missing, malformed or not usable'],
  425: ['Bad Alert Message', 8876, 'the emergency alert in the body could not be processed'],
  428: ['Use Identity Header', 8224, 'the server wants a signed caller (Identity header) and there is none'],
  429: ['Provide Referrer Identity', 3892, 'the target of a transfer wants to know, signed, who asked for it'],
  430: ['Flow Failed', 5626, 'the connection this device registered over is broken; the edge proxy says so'],
  433: ['Anonymity Disallowed', 5079, 'the called party takes no calls from callers who hide their identity'],
  436: [
    'Bad Identity Info',
    8224,
    'the certificate that signed the caller could not be fetched from where Identity says',
  ],
  437: ['Unsupported Credential', 8224, 'the certificate that signed the caller is not trusted here'],
  438: ['Invalid Identity Header', 8224, 'the signature over the caller does not fit the request'],
  439: ['First Hop Lacks Outbound Support', 5626, 'the registrar offers outbound, but the first proxy does not'],
  440: ['Max-Breadth Exceeded', 5393, 'the request was forked into more branches than it allows'],
  469: ['Bad Info Package', 6086, 'the INFO carries a package that was not offered in Recv-Info'],
  470: ['Consent Needed', 5360, 'the recipients have not agreed to get requests through this list'],
  480: [
    'Temporarily Unavailable',
    3261,
    'the user is known but cannot be reached now: signed off, away, or not to be disturbed',
  ],
  481: [
    'Call/Transaction Does Not Exist',
    3261,
    'no dialog or transaction here fits the request; one side has forgotten the call',
  ],
  482: ['Loop Detected', 3261, 'the request has come back to a server that had it already'],
  483: ['Too Many Hops', 3261, 'Max-Forwards reached 0; usually two proxies send to each other'],
  484: ['Address Incomplete', 3261, 'more digits are needed'],
  485: ['Ambiguous', 3261, 'the address fits several users; Contact may list them'],
  486: ['Busy Here', 3261, 'the called device was reached and does not take another call; other devices may'],
  487: [
    'Request Terminated',
    3261,
    'the request was ended by a CANCEL or BYE; the normal end of a call given up while it rang',
  ],
  488: [
    'Not Acceptable Here',
    3261,
    'what SDP offers (codec, address, encryption) suits this device not; Warning may say why',
  ],
  489: ['Bad Event', 6665, 'the event package of the subscription is not known here'],
  491: [
    'Request Pending',
    3261,
    'both sides changed the session at the same moment (glare); each retries after a random while',
  ],
  493: ['Undecipherable', 3261, 'the body is encrypted with a key the server has not'],
  494: ['Security Agreement Required', 3329, 'client and server must agree on a security mechanism first'],
  500: [
    'Server Internal Error',
    3261,
    'the server failed in a way it did not expect; Retry-After may say when to try again',
  ],
  501: ['Not Implemented', 3261, 'the server knows the method for no user at all'],
  502: ['Bad Gateway', 3261, 'what lies behind this gateway gave an answer it could not use'],
  503: ['Service Unavailable', 3261, 'overloaded or under maintenance; the caller should try another server'],
  504: ['Server Time-out', 3261, 'a server asked on the way, such as DNS, did not answer in time'],
  505: ['Version Not Supported', 3261, 'the server does not speak this version of SIP'],
  513: ['Message Too Large', 3261, 'the request is longer than the server can process'],
  555: [
    'Push Notification Service Not Supported',
    8599,
    'the registrar does not know the push service the phone asks to be woken by',
  ],
  580: ['Precondition Failure', 3312, 'the resources the offer requires, such as bandwidth, could not be reserved'],
  600: ['Busy Everywhere', 3261, 'no device of the user takes the call now'],
  603: ['Decline', 3261, 'the user does not want the call, and no other device is to be tried'],
  604: ['Does Not Exist Anywhere', 3261, 'the user exists nowhere, by a server that has authority to say so'],
  606: ['Not Acceptable', 3261, 'the user is willing, but what the session asks for can be met nowhere'],
  607: ['Unwanted', 8197, 'the called party marks the call as unwanted, and future ones from this number'],
  608: [
    'Rejected',
    8688,
    'an intermediary refused the call after analysing it, as spam for instance; Call-Info may say whom to ask',
  ],
};

/** Meaning of a registered code; undefined for others. */
export function statusMeaning(code: number): StatusMeaning | undefined {
  if (!Object.hasOwn(table, code)) return undefined;
  const [reason, rfc, sentence] = table[code]!;
  return { reason, rfc, sentence };
}

/** What a code's class says (RFC 3261 section 7.2), for any code from 100 to 699; undefined beyond. */
export function statusClass(code: number): string | undefined {
  return CLASSES[Math.floor(code / 100)];
}

const CLASSES: Partial<Record<number, string>> = {
  1: 'provisional response',
  2: 'final response, success',
  3: 'final response, redirection',
  4: 'final response, request failure',
  5: 'final response, server failure',
  6: 'final response, global failure',
};
