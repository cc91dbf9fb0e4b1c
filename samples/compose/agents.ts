/** The software in the samples, as it identifies itself in User-Agent, and the hosts of the paper's examples. */
import { endpoint } from './endpoint.js';

export const ASTERISK = 'Asterisk PBX 13.1.0~dfsg-1.1ubuntu4.1';
export const FREESWITCH = 'FreeSWITCH-mod_sofia/1.2.12';
export const PHONE = 'Yealink SIP-T46G 28.83.0.50';

/** The customer's exchange and the provider's, between which numbers were rejected. */
export const EXCHANGE = endpoint('10.20.0.22');
export const PROVIDER = endpoint('10.11.12.13');
