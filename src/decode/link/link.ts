/** The first layer of a packet, by link type (https://www.tcpdump.org/linktypes.html). */
import type { Cursor, Next } from '../cursor.js';
import { ethernet, fddi, tokenRing } from './ethernet.js';
import { exportedPdu } from '../tunnels/exported-pdu.js';
import { erf } from './erf.js';
import { avs, ieee80211, ppi, prism, radiotap } from './ieee80211.js';
import { juniperEthernet } from './juniper.js';
import { linuxCooked, linuxCooked2 } from './linux-cooked.js';
import { nflog } from './nflog.js';
import { ciscoHdlc, frameRelay, ppp, pppWithDirection } from './ppp.js';
import { ipAfter, nullLoop, pflog, rawIp } from './raw-ip.js';

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
      return ipAfter(at, 12);
    case 8:
      return ipAfter(at, 16);
    case 226:
      return ipAfter(at, 24);
    case 117:
      return pflog(at);
    case 10:
      return fddi(at);
    case 6:
      return tokenRing(at);
    case 9:
    case 50:
      return ppp(at);
    case 51:
      at.start = Math.min(at.end, at.start + 6);
      return ppp(at);
    case 166:
    case 204:
      return pppWithDirection(at);
    case 104:
      return ciscoHdlc(at);
    case 205:
      at.start = Math.min(at.end, at.start + 1);
      return ciscoHdlc(at);
    case 107:
      return frameRelay(at);
    case 105:
      return ieee80211(at);
    case 119:
      return prism(at);
    case 163:
      return avs(at);
    case 127:
      return radiotap(at);
    case 192:
      return ppi(at);
    case 197:
      return erf(at);
    case 239:
      return nflog(at);
    case 178:
      return juniperEthernet(at);
    case 219:
      return 'mpls';
    case 252:
      return exportedPdu(at);
    default:
      return at.fail(`link type ${at.linkType} is not supported`);
  }
}
