/** Addresses that only reach inside a network: RFC 1918, 6598 (shared), 3927 (link-local), 4193 (IPv6), and loopback. */

const PRIVATE_V4 =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
const PRIVATE_V6 = /^(?:f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::1$)/i;

/** Whether the text of a host is a private address; a name is not. */
export function isPrivateAddress(host: string): boolean {
  return host.includes(':') ? PRIVATE_V6.test(host) : /^[\d.]+$/.test(host) && PRIVATE_V4.test(host);
}
