import { ChargeClient, ChargeClientError, type AttemptEvent } from '@once/charge-client';
import { createHash } from 'node:crypto';
import type { AttemptEntry, EndEntry, HistoryEntry, InvokeEntry } from '../../src/model/history.ts';

/** Where calls go, and as whom. */
export interface Door {
  readonly baseUrls: readonly string[];
  readonly apiKeys: Readonly<Record<string, string>>;
}

export interface SentCall extends Pick<InvokeEntry, 'call' | 'tenant' | 'key' | 'action' | 'amountMinor' | 'currency'> {
  readonly intent?: InvokeEntry['intent'];
  readonly chargeId?: string;
  readonly path: string;
  readonly body: object;
  /** Gives up for good after so long. */
  readonly abandonAfterMs?: number;
}

/** Sends calls by the real client and writes down what it sees, line by line, as the history wants it. */
export class RecordingClient {
  readonly entries: HistoryEntry[] = [];
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
  }

  get text(): string {
    return this.entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  }

  async send(call: SentCall): Promise<EndEntry> {
    this.entries.push(toInvoke(call));
    const end = call.abandonAfterMs === undefined ? await this.#sendToEnd(call) : await this.#abandon(call);
    this.entries.push(end);
    return end;
  }

  async #sendToEnd({ call, tenant, key, path, body }: SentCall): Promise<EndEntry> {
    const seen: AttemptEntry[] = [];
    const client = this.#clientOf(tenant, ({ record }) => seen.push(toAttempt(call, record)));
    const answer = await client.sendRaw({ method: 'POST', path, rawBody: JSON.stringify(body), idempotencyKey: key });
    const problem = answer.status >= 400 ? (JSON.parse(answer.bodyText) as { code: string }) : undefined;
    const last = { isReplay: answer.replayed, errorCode: problem?.code ?? null };
    this.entries.push(...seen.map((attempt, index) => (index === seen.length - 1 ? { ...attempt, ...last } : attempt)));
    return {
      ...{ kind: 'end', atMs: Date.now(), call, status: answer.status, isReplay: answer.replayed },
      outcome: problem ? 'refused' : 'ok',
      code: problem?.code ?? null,
      chargeId: problem ? null : chargeIdOf(answer.bodyText),
      bodySha256: createHash('sha256').update(answer.bodyBytes).digest('hex'),
      isTyped: false,
    };
  }

  async #abandon({ call, tenant, key, path, body, abandonAfterMs = 0 }: SentCall): Promise<EndEntry> {
    const client = this.#clientOf(tenant, ({ record }) => this.entries.push(toAttempt(call, record)));
    const signal = AbortSignal.timeout(abandonAfterMs);
    const request = { method: 'POST', path, rawBody: JSON.stringify(body), idempotencyKey: key, signal } as const;
    await client.sendRaw(request).catch((error: unknown) => {
      if (!(error instanceof ChargeClientError)) throw error;
    });
    const nothing = { status: null, code: null, isReplay: false, chargeId: null, bodySha256: null, isTyped: false };
    return { kind: 'end', atMs: Date.now(), call, outcome: 'abandoned', ...nothing };
  }

  #clientOf(tenant: string, onAttempt: (event: AttemptEvent) => void): ChargeClient {
    const { baseUrls, apiKeys } = this.#door;
    return new ChargeClient({ baseUrls, apiKey: apiKeys[tenant] ?? '', onAttempt });
  }
}

const toInvoke = (sent: SentCall): InvokeEntry => {
  const { call, tenant, key, action, amountMinor, currency, intent = 'operation', chargeId = null } = sent;
  const named = { call, operation: `${tenant}/${key}`, tenant, key, action, intent, amountMinor, currency, chargeId };
  return { kind: 'invoke', atMs: Date.now(), ...named };
};

const toAttempt = (call: string, record: AttemptEvent['record']): AttemptEntry => ({
  kind: 'attempt',
  atMs: Date.now(),
  call,
  attempt: record.attempt,
  status: record.status ?? null,
  errorCode: record.error ?? null,
  isReplay: false,
  requestId: record.requestId ?? null,
  retryAfterMs: null,
  delayMs: null,
  jitterMs: null,
  jitterBoundMs: null,
  spendsBudget: null,
});

/** A refund names its charge, a charge is one. */
const chargeIdOf = (bodyText: string): string => {
  const body = JSON.parse(bodyText) as { id: string; charge_id?: string };
  return body.charge_id ?? body.id;
};
