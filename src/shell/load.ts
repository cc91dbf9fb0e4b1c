/**
 * `load` and `clear`. `load` prints what the files added, counted as the original tool does, and what could not be
 * read.
 */
import { capturing } from './capture.js';
import { damageSentences } from './damage.js';
import { isOn } from './filter.js';
import { countMatching } from './filter-commands.js';
import { announcement, type Command, conversations, line, refusal, remark } from './output.js';
import { pathOf } from './words.js';

/** Opens files together, so that their packets are merged by time, and reads them to the end. */
export const load: Command = async function* ({ words }, state, engine) {
  const paths = words.map(word => pathOf(word, state.home));
  if (paths.length === 0) {
    yield refusal('load what? Name one or more captures: load trunk.pcap.');
    return state;
  }
  if (paths.includes('-')) {
    yield refusal(
      'Standard input is where the commands come from; name a file, or end this and pipe into sipvestigator -.',
    );
    return state;
  }
  const { sip: before } = await engine.request('stats', {});
  for (const path of paths) yield announcement(`Processing file ${path}...`);
  const { opened, refused } = await engine.request('open', { paths, limit: null });
  for (const { reason } of refused) yield refusal(reason);
  if (opened.length === 0) return state;
  // Wait for the files only: live sources have no end.
  await engine.request('loaded', { sources: opened });
  const { sip: after, sources, whyEmpty } = await engine.request('stats', {});
  const fresh = `${after.conversations - before.conversations} conversations`;
  yield line(`${fresh} (${after.messages - before.messages} SIP messages) extracted`);
  for (const source of sources.filter(({ id }) => opened.includes(id)))
    for (const sentence of damageSentences(source)) yield remark(sentence);
  if (whyEmpty !== null) yield remark(whyEmpty);
  if (isOn(state.filter)) yield conversations(await countMatching(engine, state.filter));
  return state;
};

export const clear: Command = async function* (_, state, engine) {
  const running = await capturing(engine);
  await engine.request('close', { source: null });
  yield conversations(0);
  if (running.length > 0) yield line('The capture ended with it; capture start begins another.');
  return { ...state, capture: null };
};
