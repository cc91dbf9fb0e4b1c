/** What the scanner knows of SIP. */
import { BAD, DISPLAY, MARK, PARAMETER, PLAIN, URI } from '../src/sip/framing/byte-classes.js';
import * as bytes from '../src/sip/framing/bytes.js';
import { MAX_BODY, MAX_HEADER_BYTES } from '../src/sip/framing/frame.js';
import { CONTENT } from '../src/sip/framing/content.js';
import { MAX_LENGTH, MAX_NAMES } from '../src/sip/headers/header-names.js';
import * as rules from '../src/sip/headers/header-rules.js';
import { HEADER_TABLE, NUMBER, VALUE } from '../src/sip/headers/header-table.js';
import { METHOD, METHOD_NAMES } from '../src/sip/headers/methods.js';
import { DEFAULT_SESSIONS, MIN_SESSION } from '../src/sip/scan/sdp-sessions.js';
import { FAULT } from '../src/sip/message/faults.js';
import {
  EXPIRY,
  MAX_HEADER_LINES,
  MAX_LINKS,
  MAX_NUMBERS,
  MAX_TRACE,
  MIN_TRACE,
} from '../src/sip/scan/scanned-message.js';
import { byteClass, constant, data, namespace, text, words } from './source.js';

/** What the scanner compares with, in lower case. */
const TEXTS = {
  SIP_VERSION: 'sip/2.0',
  SIP_SLASH: 'sip/',
  SIP: 'sip:',
  SIPS: 'sips:',
  TEL: 'tel:',
  TAG: 'tag',
  EXPIRES: 'expires',
  BRANCH: 'branch',
  GMT: 'gmt',
  ICID_VALUE: 'icid-value',
  APPLICATION: 'application',
  SDP: 'sdp',
  APPLICATION_SDP: 'application/sdp',
  MULTIPART: 'multipart',
  MESSAGE: 'message',
  TEXT: 'text',
  IN_IP4: 'in ip4 ',
  ICE_PWD: 'ice-pwd:',
  CRYPTO: 'crypto:',
} as const;

/** Beside white space, what ends the value of a parameter: see `valueEnd`. */
const VALUE_ENDS: readonly number[] = [bytes.SEMICOLON, bytes.COMMA, bytes.GREATER_THAN];

/** Room for a method: its length and its letters. */
const METHOD_ROOM = 16;

export function scanConstants(): string {
  return [
    ...Object.entries(bytes).flatMap(([name, value]) =>
      typeof value === 'number' ? [constant(name, 'i32', value)] : [],
    ),
    data('TOKEN', bytes.TOKEN),
    ...Object.entries({ PLAIN, MARK, BAD }).map(([name, value]) => constant(name, 'i32', value)),
    data('URI', URI),
    data('DISPLAY', DISPLAY),
    data('PARAMETER', PARAMETER),
    byteClass('NO_TOKEN', byte => bytes.TOKEN[byte] === 0),
    byteClass('VALUE_ENDS', byte => byte <= bytes.SPACE || VALUE_ENDS.includes(byte)),
    byteClass('URI_MARKS', byte => URI[byte] !== PLAIN),
    byteClass('PARAMETER_MARKS', byte => PARAMETER[byte] !== PLAIN),
    ...Object.entries(TEXTS).map(([name, characters]) => text(`T_${name}`, characters)),
    namespace('CONTENT', 'i32', CONTENT),
    namespace('METHOD', 'i32', METHOD),
    ...methods(),
    namespace('VALUE', 'i32', VALUE),
    namespace('NUMBER', 'i32', NUMBER),
    ...headers(),
    constant('MIN_SESSION', 'i32', MIN_SESSION),
    words('DEFAULT_SESSIONS', Uint32Array.from(DEFAULT_SESSIONS)),
    namespace('FAULT', 'i32', FAULT),
    namespace('EXPIRY', 'i32', EXPIRY),
    ...Object.entries({ MAX_BODY, MAX_HEADER_BYTES, MAX_HEADER_LINES, MAX_LINKS, MAX_NUMBERS }).map(([name, value]) =>
      constant(name, 'i32', value),
    ),
  ].join('\n');
}

/** Names by number, and numbers by length and first letter, as in headers/methods.ts. */
function methods(): string[] {
  const names = new Uint8Array(METHOD_ROOM * METHOD_NAMES.length);
  const numbers = new Uint8Array(METHOD_ROOM * 32);
  for (const [number, name] of METHOD_NAMES.entries()) {
    names.set([name.length, ...bytes.ascii(name)], METHOD_ROOM * number);
    if (number > 0) numbers[(name.length << 5) | (name.charCodeAt(0) & 31)] = number;
  }
  return [
    constant('METHODS', 'i32', METHOD_NAMES.length),
    constant('METHOD_ROOM', 'i32', METHOD_ROOM),
    data('METHOD_NAMES', names),
    data('METHOD_NUMBERS', numbers),
  ];
}

function headers(): string[] {
  const { LAST_SCANNED, MANDATORY, ONCE, VALUE_OF, LARGEST_OF, NUMBERS_OF, LINKS, VIA, REFER_TO, CHARGING_VECTOR } =
    rules;
  const registered = HEADER_TABLE.length + HEADER_TABLE.filter(({ compact }) => compact !== undefined).length;
  return [
    constant('LAST_SCANNED', 'i32', LAST_SCANNED),
    constant('HEADERS', 'i32', HEADER_TABLE.length),
    constant('MANDATORY', 'i32', MANDATORY),
    constant('ONCE', 'i32', ONCE),
    data('VALUE_OF', VALUE_OF),
    words('LARGEST_OF', LARGEST_OF),
    data('NUMBERS_OF', new Uint8Array(NUMBERS_OF.buffer)),
    data('LINKING', LINKS),
    ...Object.entries({ VIA, REFER_TO, CHARGING_VECTOR, MIN_TRACE, MAX_TRACE }).map(([name, value]) =>
      constant(name, 'i32', value),
    ),
    constant('MAX_NAME_LENGTH', 'i32', MAX_LENGTH),
    constant('MAX_SPELLINGS', 'i32', MAX_NAMES + registered),
  ];
}
