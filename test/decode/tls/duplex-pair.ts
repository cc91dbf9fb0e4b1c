/** A pair of streams, each of which reads what is written to the other; what passes is observed. */
import { Duplex } from 'node:stream';

export function duplexPair(passed: (fromFirst: boolean, bytes: Uint8Array) => void): [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const end = (index: number): Duplex =>
    new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        passed(index === 0, Uint8Array.from(chunk));
        ends[1 - index]?.push(chunk);
        done();
      },
      final(done) {
        ends[1 - index]?.push(null);
        done();
      },
    });
  const pair: [Duplex, Duplex] = [end(0), end(1)];
  ends.push(...pair);
  return pair;
}
