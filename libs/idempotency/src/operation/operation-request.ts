/** A JSON value whose numbers are safe integers: what is left after a body was judged on its text. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [member: string]: JsonValue };

/** Why a key has no worker and no answer: the provider gave no verdict, or a person has to. */
export type Unsettled = 'unknown' | 'needs_review';

/** One logical intent of a tenant, as it arrives over HTTP, from Kafka or from a job. */
export interface OperationRequest<C> {
  tenantId: string;
  /** 1 to 255 visible ASCII characters, unique per tenant, never global. */
  idempotencyKey: string;
  /** Name of the operation, for instance `charge.create`. */
  operation: string;
  /** Ids of the resources it acts on: the same body for another charge is another operation. */
  resourceIds: readonly string[];
  /** The caller's input before defaults were filled in. */
  input: JsonValue;
  /** The validated form that the handler works with. */
  command: C;
  /** Id of the resource that a first execution makes or acts on (UUID). Ignored when the key is known already. */
  resourceId: string;
}

/** An answer as it was sent: status, the headers that belong to it, and the very bytes of the body. */
export interface StoredAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What of a request is left when it is taken up without its caller: the key, the operation and its command. */
export type ClaimedRequest<C> = Omit<OperationRequest<C>, 'input' | 'resourceId'>;

/** Proof of owning an operation until its lease ends. `epoch` is the fencing token of every later write. */
export interface Claim<C> {
  request: ClaimedRequest<C>;
  claimId: string;
  epoch: bigint;
  /** The resource as stored with the key: on a retry it is the first request's, not the one that the retry proposed. */
  resourceId: string;
  /** Number of this try of the operation by us, from 1. */
  attempt: number;
  /** True when the operation's rows were there before: go on from what they hold, not from what this request carries. */
  isResumed: boolean;
  /** True when an earlier try may have reached the provider: find out first. False after a safe refusal (RECEIVED). */
  mayHaveActed: boolean;
  /** Set by the handler's preparation: rows of an earlier claim may have been lost, so it looks before its first call. */
  findFirst?: boolean;
  /** Set when an earlier worker left the operation without an outcome, and wrote that down. */
  unsettled: Unsettled | null;
}
