import { ChargeClientError, type ChargeClient } from '@once/charge-client';
import { stringMember, type ClientLogEntry } from './client-log.ts';

export interface RequestToSend {
  readonly origin: string;
  readonly tenant: string;
  readonly key: string | null;
  readonly path: string;
  readonly rawBody: string;
  readonly signal: AbortSignal;
}

/** Sends one request with all its retries, and notes what the client was told. @throws what is not the API's doing */
export async function sendRequest(client: ChargeClient, request: RequestToSend): Promise<ClientLogEntry> {
  const { origin, tenant, key, path, rawBody, signal } = request;
  try {
    const answer = await client.sendRaw({ method: 'POST', path, rawBody, idempotencyKey: key, signal });
    const { status, attempts, replayed: isReplayed, bodyText } = answer;
    // Of a gateway, or damaged: whatever its status, the API has told nothing.
    if (answer.reading === 'unreadable')
      return {
        kind: 'unanswered',
        origin,
        tenant,
        key,
        attempts,
        reason: `an answer ${status} that is not the API's own`,
      };
    const code = status >= 400 ? stringMember(bodyText, 'code') : null;
    return { kind: 'answered', origin, tenant, key, attempts, status, code, isReplayed, bodyText };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ChargeClientError)) throw error;
    return {
      kind: 'unanswered',
      origin,
      tenant,
      key,
      attempts: error.attempts,
      reason: `${error.code}: ${error.message}`,
    };
  }
}
