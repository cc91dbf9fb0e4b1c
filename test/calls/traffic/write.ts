/**
 * Writes the traffic for use by hand: `node --import tsx test/calls/traffic/write.ts CALLS FILE [SEED] [CALLS A SECOND]` makes FILE, a pcap, and
 * FILE.json, its truth.
 */
import { writeFileSync } from 'node:fs';
import { busyHour } from './busy-hour.js';

const [calls, path, seed = '1', callsASecond = '100'] = process.argv.slice(2);
if (!calls || !path) throw new Error('usage: write.ts CALLS FILE [SEED] [CALLS A SECOND]');
const { messages, truth } = busyHour(path, {
  ...{ seed: Number(seed), calls: Number(calls), callsASecond: Number(callsASecond) },
});
writeFileSync(`${path}.json`, JSON.stringify(truth));
const legs = truth.calls.reduce((sum, call) => sum + call.legs.length, 0);
console.log(`${path}: ${messages} messages, ${legs} conversations, ${truth.calls.length} calls`);
