import type { Pool } from 'pg';
import { ClaimDesk } from './claim-desk.ts';
import { CompletionDesk } from './completion-desk.ts';
import type { IdempotencyOptions } from './idempotency-options.ts';
import type { OperationHandler } from './operation/operation-handler.ts';
import { ReceivedDesk } from './received-desk.ts';
import { SuspensionDesk } from './suspension-desk.ts';

export interface Desks<C, S, R> {
  handler: OperationHandler<C, S, R>;
  claims: ClaimDesk<C, S, R>;
  completions: CompletionDesk<C, S, R>;
  suspensions: SuspensionDesk<C>;
  received: ReceivedDesk<C, S, R>;
}

/** The desks of each kind of operation: what shares statements must share a handler. */
export class OperationDesks {
  private readonly known = new Map<string, Desks<never, never, never>>();
  private readonly pool: Pool;
  private readonly options: IdempotencyOptions;

  constructor(pool: Pool, options: IdempotencyOptions) {
    this.pool = pool;
    this.options = options;
  }

  /** @throws Error when another handler goes by the same name: its operations would be run by the wrong one. */
  of<C, S, R>(handler: OperationHandler<C, S, R>): Desks<C, S, R> {
    const known = this.known.get(handler.operation) as Desks<C, S, R> | undefined;
    if (known && known.handler !== handler) throw new Error(`there are two handlers of ${handler.operation}`);
    return known ?? this.open(handler);
  }

  private open<C, S, R>(handler: OperationHandler<C, S, R>): Desks<C, S, R> {
    const desks: Desks<C, S, R> = {
      handler,
      claims: new ClaimDesk(this.pool, handler, this.options),
      completions: new CompletionDesk(this.pool, handler, this.options),
      suspensions: new SuspensionDesk(this.pool, handler, this.options),
      received: new ReceivedDesk(this.pool, handler, this.options),
    };
    this.known.set(handler.operation, desks as unknown as Desks<never, never, never>);
    return desks;
  }
}
