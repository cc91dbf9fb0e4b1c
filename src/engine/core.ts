/**
 * The engine without its thread: puts its parts together and passes each request to the part that answers it. None of
 * the parts knows the core; each gets what it uses.
 */
import { Calls } from '../calls/calls.js';
import { Diagnosis } from '../diagnosis/diagnosis.js';
import type { StartCapture } from '../live/children/capture-process.js';
import { type CaptureIndex, CurrentIndex } from './capture-index.js';
import { DiagnosisRows } from './diagnosis/diagnosis-rows.js';
import { SettledDiagnosis } from './diagnosis/settled-diagnosis.js';
import { countersOf } from './figures/counters.js';
import { ProgressMeter } from './figures/progress-meter.js';
import { DerivedTables } from './ingest/derived-tables.js';
import { OpenSources } from './ingest/open-sources.js';
import { Reading } from './ingest/reading.js';
import { Rounds } from './ingest/rounds.js';
import { SettledCalls } from './ingest/settled-calls.js';
import { WaitingConversations } from './ingest/waiting-conversations.js';
import { Interfaces } from './live/interfaces.js';
import { LiveSinks } from './live/live-sinks.js';
import { Pings } from './live/pings.js';
import type { Progress } from './protocol/progress.js';
import type { RequestKind, Requests } from './protocol/requests.js';
import { CallRows } from './requests/call-rows.js';
import { callHandlers } from './requests/calls.js';
import { completionHandlers } from './requests/completion.js';
import { ConversationRows } from './requests/conversation-rows.js';
import { diagnosisHandlers } from './requests/diagnosis.js';
import { findHandlers } from './requests/find.js';
import type { Handlers } from './requests/handlers.js';
import { listHandlers } from './requests/list.js';
import { liveHandlers } from './requests/live.js';
import { MessageRows } from './requests/message-rows.js';
import { messageHandlers } from './requests/messages.js';
import { saveHandlers } from './requests/save.js';
import { sourceHandlers } from './requests/sources.js';
import { Find } from './search/find.js';
import { HeaderColumns } from './search/header-columns.js';
import { Hidden } from './search/hidden.js';
import { ListedRows } from './calls/listed-rows.js';
import { Queries } from './search/queries.js';
import { Result } from './search/result.js';
import { Search } from './search/search.js';
import { SideQuery } from './search/side-query.js';
import { SortOrders } from './search/sort-orders.js';
import { TermCounts } from './search/term-counts.js';
import { ValueCounts } from './search/value-counts.js';
import { Secrets } from './sources/secrets.js';
import { Retention } from './spool/retention.js';
import { parseMessage } from '../sip/message/message.js';

/** Legs and causes are looked for at most so often while messages arrive. */
const CALLS_MS = 250;
const CAUSES_MS = 1000;

/** Starts programs that capture as children of this one. */
const startCapture: StartCapture = async (...asked) =>
  (await import('../live/children/start-capture.js')).startCapture(...asked);

export class Core {
  readonly #sinks = new LiveSinks();
  readonly #secrets = new Secrets();
  readonly #closing = new AbortController();
  readonly #index = new CurrentIndex(this.#sinks, this.#secrets, {
    callOf: row => this.calls.of(row),
    causeOf: row => this.diagnosis.causeOf(row),
    aboutOf: row => this.diagnosis.aboutOf(row),
    abouts: () => this.diagnosis.keys,
  });
  readonly #reading: Reading;
  readonly #progress: ProgressMeter;
  readonly #handlers: Handlers<Requests>;
  readonly #rounds: Rounds;
  readonly #judging: Rounds;
  /** Everything computed from conversations: a new table is one more `add`. */
  readonly derived = new DerivedTables(this.#index);
  // For tests and benchmarks, which look closer than a request does.
  readonly calls = new Calls();
  readonly diagnosis = new Diagnosis(
    {
      state: row => this.index.values.state(row),
      moment: row => this.index.clock.momentOf(row),
      dated: row => this.index.values.dated(row),
      read: id => {
        const bytes = this.index.reader.bytes(id);
        return 'gone' in bytes ? undefined : { message: parseMessage(bytes), bytes };
      },
    },
    this.calls,
  );
  readonly sources: OpenSources;
  readonly result: Result;
  readonly search: Search;
  readonly find: Find;

  /**
   * @param report Called with the counters when they changed, at most ten times a second.
   * @param start Starts programs that capture.
   */
  constructor(report: (progress: Progress) => void, start: StartCapture = startCapture) {
    const index = this.#index;
    const sinks = this.#sinks;
    const secrets = this.#secrets;
    const { derived } = this;
    const progress = new ProgressMeter(report, () =>
      countersOf({ index, sinks, reading, result, search, orders, find, hidden, calls }),
    );

    let known = 0;
    const reading: Reading = new Reading(index, sinks, {
      advanced: () => {
        derived.flush();
        search.lookAtHeaders();
        if (search.followsClock) waiting.followClock();
        if (search.followsCalls) void settledCalls.settled();
        if (search.followsCauses) judging.proceed();
        if (search.asksCalls) rounds.proceed();
        if (search.showsVerdicts) judging.proceed();
        const { count } = index.current.conversations.rows;
        // Somebody waits for the first rows; the others are one report in ten a second.
        if (known === 0 && count > 0) progress.flush();
        else progress.invalidate();
        known = count;
        return retention.proceed();
      },
      ended: () => {
        waiting.lookAgain();
        // What was judged while files were read rested on what was known by then.
        this.diagnosis.reconsider();
        if (search.asksCalls) void rounds.settle();
        if (search.showsVerdicts || search.followsCauses) void judging.settle();
        progress.invalidate();
      },
    });
    const sources: OpenSources = new OpenSources(index, reading, start, () => {
      secrets.forgetSources();
      retention.renew();
      derived.cleared();
      search.renew();
    });
    const waiting = new WaitingConversations(index, derived);
    const retention = new Retention(index, derived, progress);

    const calls = derived.add(this.calls);
    const settledCalls = new SettledCalls(calls, derived);
    const diagnosis = derived.add(this.diagnosis);
    const settledDiagnosis = new SettledDiagnosis(diagnosis, settledCalls, derived, () => progress.invalidate());
    const hidden = derived.add(new Hidden());
    const headerColumns = derived.add(new HeaderColumns(index));
    const rows = () => index.current.conversations.rows;
    const result: Result = new Result(
      rows,
      () => progress.invalidate(),
      () => search.completed(),
    );
    const queries = new Queries(index, hidden);
    const orders = new SortOrders(index, headerColumns, progress, row => search.placesFound(row));
    const renewed = () => termCounts.forget();
    const search: Search = new Search({
      queries,
      orders,
      result,
      calls,
      settledCalls,
      settledDiagnosis,
      rows,
      reading,
      progress,
      renewed,
    });
    const listed = derived.add(new ListedRows(result, calls, search, () => progress.invalidate()));
    const rounds: Rounds = new Rounds(settledCalls, CALLS_MS);
    const judging: Rounds = new Rounds(settledDiagnosis, CAUSES_MS);
    const termCounts = derived.add(new TermCounts(index, queries, search, result));
    const valueCounts = new ValueCounts(index, queries, result);
    const sideQuery = derived.add(new SideQuery({ index, hidden, queries, orders, settledCalls, settledDiagnosis }));
    const find = derived.add(new Find(index, listed, reading, progress));

    const interfaces = new Interfaces();
    const pings = new Pings(index, sources, reading);
    const diagnosisRows = new DiagnosisRows(index, diagnosis, calls);
    const conversationRows = new ConversationRows(index, headerColumns, search, diagnosisRows);
    const callRows = new CallRows(index, calls, conversationRows);
    const messageRows = new MessageRows(index);
    this.#reading = reading;
    this.#progress = progress;
    this.#rounds = rounds;
    this.#judging = judging;
    this.sources = sources;
    this.result = result;
    this.search = search;
    this.find = find;
    this.#handlers = {
      ...sourceHandlers({ index, sources, reading, secrets, result, progress }),
      ...listHandlers({
        ...{ index, calls, queries, search, result, listed, rounds, sideQuery, hidden, conversationRows },
        ...{ settledCalls, settledDiagnosis, progress, judging },
      }),
      ...callHandlers({ index, calls, settledCalls, callRows, search, result }),
      ...diagnosisHandlers({ index, diagnosis, settledDiagnosis, diagnosisRows, search, listed }),
      ...messageHandlers({ index, search, messageRows, reading, sinks }),
      ...completionHandlers({ index, termCounts, valueCounts }),
      ...findHandlers({ find }),
      ...liveHandlers({ sources, interfaces, pings, sinks, retention, progress }),
      ...saveHandlers({ index, listed, hidden, progress, closing: this.#closing.signal }),
    };
  }

  /** The tables of now. */
  get index(): CaptureIndex {
    return this.#index.current;
  }

  /** True while something that has an end is being read. */
  get loading(): boolean {
    return this.#reading.loading;
  }

  /** Answers a request; rejects where the request itself failed, never because of what a capture holds. */
  async answer(kind: RequestKind, ask: unknown): Promise<unknown> {
    // The client sends each kind with its own ask: both sides are typed by the same table, the thread between them is not.
    const handler = this.#handlers[kind] as (ask: unknown) => unknown;
    return handler(ask);
  }

  /** `leaves`: what was captured and is in no file is left to the next run. */
  async close(leaves = false): Promise<void> {
    this.#closing.abort();
    this.#rounds.stop();
    this.#judging.stop();
    await this.#reading.stop();
    this.#progress.stop();
    await this.#sinks.close();
    await this.#index.current.close(leaves);
    this.#secrets.close();
  }
}
