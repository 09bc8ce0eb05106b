import type { RunningOnce } from '@once/supervisor';
import { ClientProxy } from '../clients/proxy/client-proxy.ts';
import { CLEAR_WEATHER } from '../clients/proxy/fate.ts';
import { FurtherWays } from '../clients/proxy/further-ways.ts';
import { HistoryWriter } from '../clients/sending/history-writer.ts';
import type { FailpointFolder } from '../crash-points/failpoint-folder.ts';
import type { FaultContext } from '../faults/fault-context.ts';
import { ProcessControl } from '../faults/means/process-control.ts';
import { ProviderControl } from '../faults/means/provider-control.ts';
import { WeatherControl } from '../faults/means/weather-control.ts';
import { newFaultLog, runFaultLanes, runWholeRunFaults, type FaultLog } from '../faults/run-faults.ts';
import type { FaultPlan } from '../faults/planning/plan-faults.ts';
import type { ReturnPath } from '../network/return-path.ts';
import { SeededRandom } from '../plan/seeded-random.ts';
import type { ProofTargets } from '../model/targets.ts';
import type { ShowProgress } from '../report/terminal/phase-log.ts';
import { makeTranscripts, type MadeTranscripts } from '../transcripts/make-transcripts.ts';
import { Load } from './load/load.ts';
import { Sampler } from './observe/sampler.ts';
import type { ProveOptions } from './prove-arguments.ts';
import { targetsOf } from './proof-stack.ts';
import { Turns } from './turns.ts';

export interface RunParts {
  readonly options: ProveOptions;
  readonly plan: FaultPlan;
  readonly once: RunningOnce;
  readonly failpoints: FailpointFolder;
  readonly returnPath: ReturnPath | null;
  readonly otherProviderUrl: string | null;
  readonly historyFile: string;
  readonly sinceStartMs: () => number;
  readonly signal: AbortSignal;
}

/** Traffic and faults of one run against a stack that is up. */
export class ProofRun {
  readonly faultLog: FaultLog = newFaultLog();
  readonly processes: ProcessControl;
  readonly load: Load;
  readonly sampler: Sampler;
  readonly turns = new Turns();
  readonly #parts: RunParts;
  readonly #proxy: ClientProxy;
  readonly #history: HistoryWriter;
  readonly #provider: ProviderControl;
  readonly #weather: WeatherControl;
  readonly #targets: ProofTargets;
  readonly #ways = new FurtherWays();

  static async open(parts: RunParts): Promise<ProofRun> {
    const { options, once, historyFile } = parts;
    const history = await HistoryWriter.create(historyFile);
    const random = new SeededRandom(options.seed).split('proxy');
    const proxy = await ClientProxy.open({ targets: once.stack.chargeApi, random, weather: CLEAR_WEATHER });
    return new ProofRun(parts, proxy, history);
  }

  private constructor(parts: RunParts, proxy: ClientProxy, history: HistoryWriter) {
    const { options, once, otherProviderUrl, sinceStartMs, signal } = parts;
    this.#parts = parts;
    this.#proxy = proxy;
    this.#history = history;
    this.#provider = new ProviderControl(once.stack.provider ?? '');
    this.#weather = new WeatherControl(proxy);
    this.#targets = targetsOf(once, otherProviderUrl);
    this.processes = new ProcessControl(once, signal);
    const { apiKeys } = once.stack;
    this.load = new Load({ ...options, baseUrl: proxy.baseUrl, apiKeys, history, signal });
    this.sampler = new Sampler({ targets: this.#targets, sinceStartMs, progress: () => this.load.progress });
  }

  /** @throws when the harness itself fails, or the signal aborts */
  async sendUnderFaults(progress: ShowProgress): Promise<void> {
    const { plan } = this.#parts;
    const traffic = Promise.withResolvers<undefined>();
    let isBiting = true;
    let doing = '';
    const show = (): void => progress([this.#describeLoad(), doing].filter((text) => text !== '').join('  '));
    const tell = (what: string): void => {
      doing = what;
      show();
    };
    const stranded = new AbortController();
    const signal = AbortSignal.any([this.#parts.signal, stranded.signal]);
    const context = { ...this.#context(tell), signal, trafficIsOver: traffic.promise };
    const timer = setInterval(show, 500);
    const wholeRun = runWholeRunFaults(plan, context, this.faultLog);
    // Awaited when the traffic is over; it may fail before.
    wholeRun.catch(() => undefined);
    const lanes = runFaultLanes(plan, context, this.faultLog).finally(() => {
      isBiting = false;
      tell('');
    });
    const load = this.load.send({ lastsMs: plan.lastsMs, isNeeded: () => isBiting });
    // Without traffic there is nothing to bite into, and no fault would ever be over.
    load.catch((error: unknown) => stranded.abort(error));
    try {
      await together([load, lanes]);
    } finally {
      clearInterval(timer);
      traffic.resolve(undefined);
      await wholeRun;
      progress(this.#describeLoad());
    }
  }

  /** Every fault off, and everything that was stopped goes on. */
  async heal(): Promise<void> {
    this.#weather.clear();
    this.#proxy.door.open();
    await this.#parts.failpoints.disarmAll();
    this.processes.resumeAll();
    await this.processes.kafka?.start();
    await this.#provider.heal();
    for (const name of this.processes.services) await this.processes.untilReady(name);
  }

  /** The clients ask for what has no verdict, and the last late request arrives. */
  async settle(progress: ShowProgress): Promise<void> {
    await this.load.settle();
    await this.#proxy.drained();
    await this.#ways.drained();
    await this.#history.flushed();
    progress(this.#describeLoad());
  }

  /** With nothing else going on, and every fault off. */
  transcribe(progress: ShowProgress): Promise<MadeTranscripts> {
    return makeTranscripts({ ...this.#context(progress), seed: this.#parts.options.seed });
  }

  /** Leaves nothing standing still, and nothing under way. */
  async close(): Promise<void> {
    this.processes.resumeAll();
    await this.sampler.stop();
    await this.#proxy.close();
    await this.#ways.close();
    await this.#history.close();
  }

  #context(tell: (what: string) => void): Omit<FaultContext, 'trafficIsOver'> {
    const { options, once, otherProviderUrl, failpoints, sinceStartMs, signal } = this.#parts;
    const targets = this.#targets;
    const { processes } = this;
    return {
      load: this.load,
      reports: () => this.load.reports,
      undisturbed: (work) => this.turns.take(work),
      targets,
      superuserUrl: superuserUrlOf(once.serverStack.postgresUrl, targets.chargeDbUrl),
      processes,
      provider: this.#provider,
      otherProvider: otherProviderUrl === null ? null : new ProviderControl(otherProviderUrl),
      weather: this.#weather,
      returnPath: this.#parts.returnPath,
      door: this.#proxy.door,
      openWay: (ways) => this.#ways.open(ways, new SeededRandom(options.seed)),
      failpoints,
      sinceStartMs,
      patienceMs: options.patienceMs,
      signal,
      tell,
    };
  }

  #describeLoad(): string {
    const { acknowledged, planned, callsInDoubt } = this.load.progress;
    return `${acknowledged}/${planned} operations${callsInDoubt === 0 ? '' : `, ${callsInDoubt} calls in doubt`}`;
  }
}

/** The admin of an existing server may be none; then what needs one says so. */
function superuserUrlOf(adminUrl: string, databaseUrl: string): string {
  const url = new URL(adminUrl);
  url.pathname = new URL(databaseUrl).pathname;
  return url.href;
}

/** Both to their end, also when one fails: nothing may be left behind that still acts. @throws the first failure */
async function together(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
