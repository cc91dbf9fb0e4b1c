/** What the scanner knows of SIP. */
import { TOKEN } from '../src/sip/framing/bytes.js';
import { METHOD } from '../src/sip/headers/methods.js';
import { data, namespace } from './source.js';

export function scanConstants(): string {
  return [namespace('METHOD', 'i32', METHOD), data('TOKEN', TOKEN)].join('\n');
}
