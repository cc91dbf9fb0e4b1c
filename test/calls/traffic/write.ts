/**
 * Writes the traffic for use by hand: `node --import tsx test/calls/traffic/write.ts CALLS FILE [SEED]` makes FILE, a pcap, and FILE.json, its
 * truth.
 */
import { writeFileSync } from 'node:fs';
import { busyHour } from './busy-hour.js';

const [calls, path, seed = '1'] = process.argv.slice(2);
if (!calls || !path) throw new Error('usage: write.ts CALLS FILE [SEED]');
const { recording, truth } = busyHour(Number(seed), Number(calls));
recording.write(path);
writeFileSync(`${path}.json`, JSON.stringify(truth));
const legs = truth.calls.reduce((sum, call) => sum + call.legs.length, 0);
console.log(`${path}: ${recording.messages} messages, ${legs} conversations, ${truth.calls.length} calls`);
