import { Injectable } from '@nestjs/common';
import type { AnyResumable, ResumableHandler } from '@once/idempotency';
import { ChangeHandlers } from '../change/existing/change-handlers.ts';
import type { OperationRefusal } from '../charges/operation-refusal.ts';
import { CreateChargeHandler } from '../change/create/create-charge.handler.ts';
import type { OperationSettlement } from '../operations/verdict.ts';

/** A handler of this service, whatever its command: all of them end in a verdict. */
export type ChargeHandler = ResumableHandler<unknown, OperationSettlement, OperationRefusal>;

/** Every kind of operation that can be taken up or decided without its caller. */
@Injectable()
export class ChargeHandlers {
  private readonly handlers: ReadonlyMap<string, ChargeHandler>;

  constructor(create: CreateChargeHandler, changes: ChangeHandlers) {
    const all: ChargeHandler[] = [create, ...changes.all()];
    this.handlers = new Map(all.map((handler) => [handler.operation, handler]));
  }

  all(): AnyResumable[] {
    return [...this.handlers.values()];
  }

  operations(): string[] {
    return [...this.handlers.keys()];
  }

  /** @throws Error for an operation that this build does not know: a later one stored it. */
  of(operation: string): ChargeHandler {
    const handler = this.handlers.get(operation);
    if (!handler) throw new Error(`this build has no handler of ${operation}: deploy one that knows it`);
    return handler;
  }
}
