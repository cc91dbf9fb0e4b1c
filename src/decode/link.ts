/** The first layer of a packet, by link type (https://www.tcpdump.org/linktypes.html). */
import type { Cursor, Next } from './cursor.js';
import { ethernet } from './ethernet.js';
import { exportedPdu } from './exported-pdu.js';
import { linuxCooked, linuxCooked2 } from './linux-cooked.js';
import { enc, nullLoop, rawIp } from './raw-ip.js';

export function link(at: Cursor): Next {
  switch (at.linkType) {
    case 1:
      return ethernet(at);
    case 113:
      return linuxCooked(at);
    case 276:
      return linuxCooked2(at);
    case 0:
    case 108:
      return nullLoop(at);
    case 12:
    case 14:
    case 101:
      return rawIp(at);
    case 228:
      return 'ipv4';
    case 229:
      return 'ipv6';
    case 109:
      return enc(at);
    case 252:
      return exportedPdu(at);
    default:
      return at.fail(`link type ${at.linkType} is not supported`);
  }
}
