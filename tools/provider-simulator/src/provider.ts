import type { BehaviourContext, Interruption } from './control/behaviour.ts';
import type { ControlPanel } from './control/control-panel.ts';
import { decide, type NewId } from './core/decide.ts';
import { FINGERPRINT_VERSION, fingerprintOf, type Metadata, type MoneyRequest } from './core/money-request.ts';
import type { ProviderRecord } from './core/provider-record.ts';
import type { ResultEntry, SeenOutcome } from './core/record-entry.ts';
import type { Journal } from './journal/journal.ts';
import { KeyGate } from './key-gate.ts';
import type { Lookup } from './lookup.ts';
import { answerOf, KEY_REUSED, OVERLOADED, type Reply } from './provider-reply.ts';

/** Far more than any test has open at once; past it the process would run out of memory before it ran out of work. */
const MAX_OPEN_REQUESTS = 10_000;

export interface Submission {
  readonly providerKey: string;
  readonly request: MoneyRequest;
  readonly metadata: Metadata;
}

export interface ProviderParts {
  readonly record: ProviderRecord;
  readonly journal: Journal;
  readonly control: ControlPanel;
  readonly now: () => Date;
  readonly newId: NewId;
  readonly stopping: AbortSignal;
  /** Those that wait in line or hang included. */
  readonly maxOpenRequests?: number;
}

/** Executes each provider key once while it knows the key, and answers only what is on the disk. */
export class Provider {
  readonly #parts: ProviderParts;
  readonly #gate = new KeyGate();
  #openRequests = 0;

  constructor(parts: ProviderParts) {
    this.#parts = parts;
  }

  async submit(submission: Submission): Promise<Reply> {
    if (this.#openRequests >= (this.#parts.maxOpenRequests ?? MAX_OPEN_REQUESTS)) return OVERLOADED;
    this.#openRequests += 1;
    try {
      return await this.#run(submission);
    } finally {
      this.#openRequests -= 1;
    }
  }

  /** Counts a request that was refused before it could be decided. */
  async countInvalid(providerKey: string): Promise<void> {
    await this.#recordSeen(providerKey, 'invalid');
  }

  async find(providerKey: string): Promise<Lookup | Interruption> {
    const { control, stopping } = this.#parts;
    const interruption = await control.onLookup({ providerKey, stopping });
    if (interruption === undefined) return this.#lookUp(providerKey);
    if (interruption.kind !== 'answer') return interruption;
    return { ...interruption, body: { ...interruption.body, key_window_ms: control.keyPolicy.windowMs } };
  }

  #lookUp(providerKey: string): Lookup {
    const { control, record } = this.#parts;
    const about = { requestsSeen: record.requestsSeen(providerKey), keyWindowMs: control.keyPolicy.windowMs };
    const result = this.#knownResultOf(providerKey);
    if (result !== undefined) return { outcome: 'found', result, ...about };
    // Whoever took a running request for absent would call a charge failed that is about to happen.
    if (control.keyPolicy.memoryMs > 0 && this.#gate.isHeld(providerKey))
      return { outcome: 'inconclusive', reason: 'in_progress', ...about };
    return { outcome: 'absent', ...about };
  }

  async #run(submission: Submission): Promise<Reply> {
    const { control, stopping } = this.#parts;
    const { providerKey, request } = submission;
    const context = { providerKey, request, stopping };
    // The key is held until the answer is durable: a twin that waits in line must not replay what a crash may undo.
    const { reply, isInterrupted } = await this.#gate.run(providerKey, async () => {
      const interruption = await control.beforeEffect(context);
      if (interruption === undefined) return { reply: await this.#process(submission, context), isInterrupted: false };
      await this.#recordSeen(providerKey, 'interrupted');
      return { reply: interruption, isInterrupted: true };
    });
    return isInterrupted ? reply : ((await control.afterEffect(context)) ?? reply);
  }

  async #process(submission: Submission, context: BehaviourContext): Promise<Reply> {
    const { control, journal, record } = this.#parts;
    const earlier = this.#knownResultOf(submission.providerKey);
    if (earlier !== undefined) return this.#answerAgain(earlier, submission);
    const decided = this.#execute(submission);
    const entry = control.alter(decided, record.payments.get(decided.payment_id ?? ''), context);
    // Into memory first, so that the next request sees the money moved; on the disk in the same order, so that a crash
    // leaves a prefix. If we crash here: decided, maybe not on the disk. Recovery: the journal's prefix is the truth.
    // Duplicate effect prevented by: no answer left yet, and the caller resends the same key.
    record.add(entry);
    await journal.append(entry);
    control.afterDecision(entry);
    return answerOf(entry);
  }

  /** The last decision under a key, unless the provider behaves as one that has forgotten it. */
  #knownResultOf(providerKey: string): ResultEntry | undefined {
    const { control, now, record } = this.#parts;
    const result = record.resultOf(providerKey);
    if (result === undefined) return undefined;
    return now().getTime() - Date.parse(result.recorded_at) < control.keyPolicy.memoryMs ? result : undefined;
  }

  #execute({ providerKey, request, metadata }: Submission): ResultEntry {
    const { record, newId, now } = this.#parts;
    const { httpStatus, body, paymentId, effect } = decide(record.payments, request, newId);
    const effectId = effect && { effect_id: newId('eff') };
    return {
      kind: 'result',
      provider_key: providerKey,
      operation: request.operation,
      fingerprint: fingerprintOf(request, metadata, FINGERPRINT_VERSION),
      fingerprint_version: FINGERPRINT_VERSION,
      http_status: httpStatus,
      body: { ...body, ...effectId, provider_key: providerKey },
      payment_id: paymentId,
      effect: effect && { ...effectId, amount_minor: effect.amountMinor.toString(), currency: effect.currency },
      metadata,
      recorded_at: now().toISOString(),
    };
  }

  async #answerAgain(earlier: ResultEntry, { request, metadata }: Submission): Promise<Reply> {
    const { fingerprint, fingerprint_version: version } = earlier;
    const isSameRequest = fingerprint === fingerprintOf(request, metadata, version);
    await this.#recordSeen(earlier.provider_key, isSameRequest ? 'replayed' : 'key_reused');
    return isSameRequest ? { ...answerOf(earlier), isReplay: true } : KEY_REUSED;
  }

  async #recordSeen(providerKey: string, outcome: SeenOutcome): Promise<void> {
    const recordedAt = this.#parts.now().toISOString();
    const entry = { kind: 'seen', provider_key: providerKey, outcome, recorded_at: recordedAt } as const;
    this.#parts.record.add(entry);
    await this.#parts.journal.append(entry);
  }
}
