/** Opens logs: their first lines are read twice, once to find out what times they have. */
import { LogClock, SampledTimes } from './log-clock.js';
import type { LogDialect } from './log-dialect.js';
import { LogTranscript } from './log-transcript.js';

/** Opens a log; whether it has dates is found out from `sample`, its first lines. */
export function openLog(dialects: readonly LogDialect[], sample: readonly string[]): LogTranscript {
  const times = new SampledTimes();
  readSample(dialects, sample, times);
  return new LogTranscript(dialects, sample, new LogClock(times.found));
}

/** Whether a message can be read from the lines. */
export function holdsMessage(dialects: readonly LogDialect[], sample: readonly string[]): boolean {
  return readSample(dialects, sample, new SampledTimes()).told.messages > 0;
}

function readSample(dialects: readonly LogDialect[], sample: readonly string[], times: SampledTimes): LogTranscript {
  const transcript = new LogTranscript(dialects, sample, times);
  for (const line of sample) transcript.line(line);
  transcript.finish();
  return transcript;
}
