import { Injectable } from '@nestjs/common';
import {
  IdempotentOperations,
  type ClaimedRequest,
  type DueWork,
  type Sweeper,
  type SweeperOptions,
  type SweepOutcome,
} from '@once/idempotency';
import { runInSpan, runWithLogFields } from '@once/observability';
import { PinoLogger } from 'nestjs-pino';
import { ChargeHandlers } from './charge-handlers.ts';

export type Decide = (operations: IdempotentOperations, handlers: ChargeHandlers) => Promise<SweepOutcome>;

/** What every command of ours carries of the request that it came by. */
interface Caused {
  requestId: string;
  traceparent: string | null;
}

/** Taken up without its caller, an operation is still worked on in its caller's trace, and its lines carry its request. */
const inItsTrace = <T>({ operation, command }: ClaimedRequest<unknown>, work: () => Promise<T>): Promise<T> => {
  const { requestId, traceparent } = command as Caused;
  const span = { name: `take up ${operation}`, parentTraceparent: traceparent ?? undefined };
  return runWithLogFields({ request_id: requestId }, () => runInSpan(span, work));
};

/** Operations of every kind of this service, worked on without a caller. */
@Injectable()
export class UnattendedOperations {
  constructor(
    private readonly operations: IdempotentOperations,
    private readonly handlers: ChargeHandlers,
    private readonly logger: PinoLogger,
  ) {}

  sweeper(due: DueWork, options: Omit<SweeperOptions, 'handlers'>): Sweeper {
    return this.operations.sweeper(due, { ...options, around: inItsTrace, handlers: this.handlers.all() });
  }

  /** Names of all operations, whoever asked for them: a job may cease to come back as a caller may. */
  kinds(): string[] {
    return this.handlers.operations();
  }

  /** Ends one operation. A failure is logged and told as an outcome: one bad row must not keep others from their end. */
  async end(operation: string, decide: Decide): Promise<SweepOutcome> {
    try {
      return await decide(this.operations, this.handlers);
    } catch (error) {
      this.logger.error({ err: error, operation }, 'an operation without a caller could not be ended');
      return 'failed';
    }
  }
}
