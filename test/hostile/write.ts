/** Writes a hostile capture (kinds.ts): `node --import tsx test/hostile/write.ts KIND PACKETS FILE`. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { hostileCapture } from './capture.js';

const [kind = '', packets = '', file = ''] = process.argv.slice(2);
const to = openSync(file, 'w');
for (const bytes of hostileCapture(kind, Number(packets))) writeSync(to, bytes);
closeSync(to);
