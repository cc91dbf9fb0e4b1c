/**
 * The program with a screen: puts settings, engine, terminal and panes together, and returns the exit status. Everything about captures
 * comes from the engine's thread; this one only reads keys and paints.
 */
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asksForLive, beginLive, forwardedSentence } from './commands/begin-live.js';
import { interruptible } from './commands/ending-signals.js';
import { filesBeginning } from './commands/file-names.js';
import type { Invocation } from './commands/options.js';
import type { Engine } from './engine/protocol/engine.js';
import { leftovers } from './engine/spool/spool-folders.js';
import { launchedUser, suspendJob } from './live/launcher/link.js';
import { start } from './panes/start.js';
import type { Outside } from './store/effects/effects.js';
import type { Preferences } from './store/settings/preferences.js';
import { leftText } from './store/effects/recover.js';
import { saveSettings, settingFaultText } from './store/settings/settings-file.js';
import { changesBetween, preferencesOf } from './store/settings/saved-preferences.js';
import { addRecent, loadRecent } from './store/settings/recent.js';
import { unsaved, unsavedText } from './store/view/live-sources.js';
import { asciiOnly } from './terminal/capabilities.js';
import { copySequence } from './terminal/clipboard.js';
import { after } from './terminal/keys.js';
import { sentence } from './terminal/sentence.js';
import { type Opening, refuse } from './opening.js';
import { openSession, type Session } from './terminal/session.js';

/** Files offered on the start page. */
const MAX_OFFERED = 500;

/** Runs the screen on an engine that was asked for its opening, and closes it; resolves with the exit status. */
export async function runUi(invocation: Invocation, engine: Engine, opening: Opening): Promise<number> {
  const { env } = process;
  const { path, settings, faults } = opening;
  if (invocation.debug) env['SIPVESTIGATOR_DEBUG'] = '1';
  const keyLog = await opening.keyLog;
  const noKeyLog = keyLog?.failed ? [keyLog.failed] : [];
  const [left] = leftovers();
  const leftover = left ? [`A run that was cut short left ${leftText(left)}: ":recover" opens it.`] : [];
  // Missing capture rights are reported before the screen opens.
  const begun = asksForLive(invocation) ? await interruptible(engine, beginLive(engine, invocation)) : null;
  const refused = begun?.sentences ?? [];
  if (begun && (begun.opened === null || (begun.opened === 0 && refused.length > 0))) return refuse(engine, refused);
  if (begun) addRecent(env, { files: begun.files.map(name => resolve(name)) });
  const preferences = preferencesOf(settings, loadRecent(env));
  const session = openSession({
    mouse: preferences.mouse,
    stopJob: launchedUser() === null ? undefined : suspendJob,
  });
  if ('refused' in session) return refuse(engine, [session.refused]);
  const running = start({
    engine,
    keys: listener => session.onInput(listener),
    screen: session.screen,
    clock: after,
    preferences,
    opening: opening.files,
    opened: (begun?.opened ?? 0) > 0,
    filter: invocation.filter,
    ascii: asciiOnly(invocation.ascii || settings.ascii === true, env),
    env,
    outside: { ...outside(session, path, preferences), capture: invocation.live.settings },
    notices: [...faults.map(fault => settingFaultText(path, fault)), ...noKeyLog, ...refused, ...leftover].map(
      sentence,
    ),
  });
  session.beforeEnd(async asked => {
    const state = running.state();
    const last: string[] = [];
    // Packets on their way belong into the recording.
    if (state.newest?.live?.recorded) {
      await engine.request('stopLive', { source: null });
      await engine.request('loaded', { sources: state.newest.sources.filter(({ live }) => live).map(({ id }) => id) });
      const recorded = await engine.request('recorded', {});
      if (recorded?.failure) last.push(recorded.failure);
    }
    const forwarded = await engine.request('forwarded', {});
    const leaves = (!asked || state.failure !== null) && unsaved(state) > 0;
    await engine.close(leaves);
    if (forwarded) last.push(forwardedSentence(forwarded));
    if (leaves) last.push(`${unsavedText(state)}: the next start offers them.`);
    return last.join(' ');
  });
  await running.ended;
  // The session still listens to the keyboard, so the process would not end by itself.
  return session.end(0);
}

function outside(session: Session, path: string, loaded: Preferences): Omit<Outside, 'quit' | 'capture'> {
  let saved = loaded;
  return {
    suspend: () => {
      session.suspend();
    },
    repaint: () => session.screen.repaint(),
    setMouse: on => session.setMouse(on),
    copy: text => {
      const { sequence, sent, length } = copySequence(text, process.env);
      session.screen.send(sequence);
      if (sent < length) return `the first ${sent} of ${length} bytes were sent to the terminal's clipboard.`;
      return "sent to the terminal's clipboard.";
    },
    saveSettings: async (preferences, only) => {
      const wanted = only === 'all' ? preferences : { ...saved, filters: preferences.filters };
      const why = saveSettings(path, changesBetween(saved, wanted));
      if (why === null) saved = wanted;
      return why;
    },
    remember: ({ files = [], ...used }) => {
      addRecent(process.env, { ...used, files: files.filter(name => name !== '-').map(name => resolve(name)) });
    },
    listFiles,
    filesBeginning,
  };
}

/** What the start page offers: the samples that came with the program, and the files of this folder. */
async function listFiles(): Promise<{ path: string; detail: string }[]> {
  const samples = fileURLToPath(new URL('../samples/', import.meta.url));
  const offered = [...(await filesOf('.', '', 'in this folder')), ...(await filesOf(samples, samples, 'a sample'))];
  return offered.filter(({ path }) => /\.(pcap|pcapng|cap|snoop|txt|log|gz|zst)$/i.test(path)).slice(0, MAX_OFFERED);
}

async function filesOf(folder: string, prefix: string, detail: string): Promise<{ path: string; detail: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter(entry => entry.isFile()).map(entry => ({ path: `${prefix}${entry.name}`, detail }));
}
