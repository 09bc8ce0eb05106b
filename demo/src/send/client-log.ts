import type { AttemptRecord } from '@once/charge-client';

/** What the client was told about one request. A reference to compare with, never what the verdict rests on. */
export interface SentRequest {
  /** `line 12`, or what else made the request. */
  readonly origin: string;
  readonly tenant: string;
  readonly key: string | null;
  readonly attempts: readonly AttemptRecord[];
}

export interface Answered extends SentRequest {
  readonly kind: 'answered';
  readonly status: number;
  /** Member `code` of a problem answer. */
  readonly code: string | null;
  readonly isReplayed: boolean;
  readonly bodyText: string;
}

/** No answer to keep: given up after retries, or outcome unknown. */
export interface Unanswered extends SentRequest {
  readonly kind: 'unanswered';
  readonly reason: string;
}

export type ClientLogEntry = Answered | Unanswered;

/** Member of a JSON answer where it is a string. */
export function stringMember(bodyText: string, name: string): string | null {
  const value = parse(bodyText)?.[name];
  return typeof value === 'string' ? value : null;
}

const parse = (text: string): Record<string, unknown> | null => {
  try {
    return JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    return null;
  }
};
