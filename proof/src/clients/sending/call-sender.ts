import type { RetryBudget } from '@once/charge-client';
import type { EndEntry } from '../../model/history.ts';
import type { AttemptStatistics } from '../statistics/attempt-statistics.ts';
import type { PlannedCall, Tenant } from '../workload/workload-plan.ts';
import { endWithoutAnswer, invokeEntry } from './call-entries.ts';
import type { HistoryWriter } from './history-writer.ts';
import { sendCall, type ClientPatience } from './send-call.ts';

export interface SenderOptions {
  /** Of the proxy. */
  readonly baseUrl: string;
  readonly apiKeys: Readonly<Record<Tenant, string>>;
  readonly history: HistoryWriter;
  readonly patience: ClientPatience;
  readonly budget: RetryBudget;
  readonly statistics: AttemptStatistics;
}

/** A call and the charge that it changes. */
export interface ReadyCall {
  readonly call: PlannedCall;
  readonly chargeId: string | null;
}

/** Sends calls and writes down what happens: nothing leaves before its `invoke` is written, and each has one `end`. */
export class CallSender {
  readonly #options: SenderOptions;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /**
   * All of them in one tick. `onEnd` is called when a call's end is written.
   * @throws when the harness itself failed, after the last of them has ended
   */
  async sendTogether(
    calls: readonly ReadyCall[],
    signal: AbortSignal,
    onEnd: (call: PlannedCall, end: EndEntry) => void,
  ): Promise<void> {
    const { history } = this.#options;
    for (const { call, chargeId } of calls) history.append(invokeEntry(call, chargeId));
    await history.flushed();
    const sent = await Promise.allSettled(
      calls.map(async (ready) => onEnd(ready.call, await this.#sendToItsEnd(ready, signal))),
    );
    const failed = sent.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #sendToItsEnd(ready: ReadyCall, signal: AbortSignal): Promise<EndEntry> {
    const { history } = this.#options;
    const end = await this.#send(ready, signal).catch((error: unknown) => {
      // For whoever reads the history the call has ended, and nobody knows how.
      history.append(endWithoutAnswer(ready.call));
      throw error;
    });
    history.append(end);
    await history.flushed();
    return end;
  }

  async #send({ call, chargeId }: ReadyCall, signal: AbortSignal): Promise<EndEntry> {
    const { baseUrl, apiKeys, history, patience, budget, statistics } = this.#options;
    const attempts = statistics.newCall();
    const end = await sendCall(call, {
      baseUrl,
      apiKey: apiKeys[call.tenant],
      chargeId,
      patience,
      budget,
      signal,
      onAttempt: (entry, event) => {
        history.append(entry);
        attempts.note(entry, event);
      },
    });
    attempts.end();
    return end;
  }
}
