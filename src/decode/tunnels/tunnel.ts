/** Tunnels and other rare layers, by name. */
import type { Cursor, Next } from '../cursor.js';
import { esp, espOverUdp } from '../network/esp.js';
import { gre } from './gre.js';
import { gtpU } from './gtp-u.js';
import { hep } from './hep.js';
import { l2tp, l2tpOverIp } from './l2tp.js';
import { mpls } from '../link/mpls.js';
import { ppp } from '../link/ppp.js';
import { teredo } from './teredo.js';
import { geneve, vxlan, vxlanGpe } from './vxlan.js';

export function tunnel(at: Cursor, layer: Next): Next {
  switch (layer) {
    case 'mpls':
      return mpls(at);
    case 'ppp':
      return ppp(at);
    case 'gre':
      return gre(at);
    case 'vxlan':
      return vxlan(at);
    case 'vxlan-gpe':
      return vxlanGpe(at);
    case 'geneve':
      return geneve(at);
    case 'gtp-u':
      return gtpU(at);
    case 'teredo':
      return teredo(at);
    case 'l2tp':
      return l2tp(at);
    case 'l2tp over ip':
      return l2tpOverIp(at);
    case 'hep':
      return hep(at);
    case 'esp':
      return esp(at);
    case 'esp over udp':
      return espOverUdp(at);
    default:
      return at.fail(`${layer} is not expected here`);
  }
}
