/** What tunnels are called that the core looks into itself (src/core/packets/tunnels.ts). */

export const TUNNEL_KIND = {
  GRE: 'GRE',
  VXLAN: 'VXLAN',
  IPIP: 'IPIP',
  SixInFour: '6in4',
  SixInSix: 'IPv6 in IPv6',
} as const;

/** By the number that the core knows each by. */
export const TUNNEL_KINDS = Object.values(TUNNEL_KIND);
