/**
 * Draws the README's picture, docs/screen.svg (`npm run picture`): the built program on the sample of the call nobody
 * answered, filtered by its number.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { program } from '../bench/reading.js';
import { KEYS, Terminal } from '../bench/terminal.js';
import { svgOf } from './svg.js';

const sample = (name: string) =>
  relative(process.cwd(), fileURLToPath(new URL(`../../samples/${name}.pcap`, import.meta.url)));
const size = { columns: 132, rows: 36 };
const terminal = new Terminal(process.execPath, [program, sample('call-unanswered-nat')], size);

const shown = await terminal.until(() => terminal.text().includes('5660066'), 10_000);
if (shown === undefined) throw new Error(`the sample is not on the screen:\n${terminal.text()}`);
await terminal.quiet(500);
// Down to the call nobody answered, then into its flow.
for (let row = 0; row < 4; row++) terminal.send(KEYS.down);
await terminal.until(() => terminal.text().includes('INVITE sip:5660066'), 10_000);
terminal.send(KEYS.enter);
await terminal.until(() => terminal.text().includes('[3 Flow]'), 10_000);
// A frame may still be coming.
await delay(500);

writeFileSync(new URL('../../docs/screen.svg', import.meta.url), svgOf(terminal.screen));
console.log(terminal.text());
await terminal.close();
