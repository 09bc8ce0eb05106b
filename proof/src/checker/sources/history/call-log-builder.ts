import type { AttemptEntry, EndEntry, HistoryEntry, InvokeEntry } from '../../../model/history.ts';
import type { CallLog } from './call-log.ts';
import { BadLineError } from './field.ts';

interface OpenCall {
  readonly invoke: InvokeEntry;
  readonly attempts: AttemptEntry[];
  end: EndEntry | null;
}

/** Puts lines together to calls, and refuses a log that contradicts itself. */
export class CallLogBuilder {
  readonly #calls = new Map<string, OpenCall>();
  readonly #operationOfKey = new Map<string, string>();
  readonly #keyOfOperation = new Map<string, string>();

  /** @throws BadLineError when the entry doesn't fit to what came before */
  add(entry: HistoryEntry): void {
    if (entry.kind === 'invoke') return this.#invoke(entry);
    const call = this.#calls.get(entry.call);
    if (!call) throw new BadLineError(`call ${entry.call} was never invoked`);
    if (entry.kind === 'attempt') {
      call.attempts.push(entry);
      return;
    }
    if (call.end) throw new BadLineError(`call ${entry.call} ends a second time`);
    if (entry.outcome === 'ok' && entry.bodySha256 === null) {
      throw new BadLineError(`call ${entry.call} ends as ok without the hash of its answer`);
    }
    call.end = entry;
  }

  build(): CallLog {
    return { calls: [...this.#calls.values()] };
  }

  #invoke(invoke: InvokeEntry): void {
    const { call, operation, tenant, key } = invoke;
    if (this.#calls.has(call)) throw new BadLineError(`call ${call} is invoked a second time`);
    const name = `${tenant} ${key}`;
    const known = this.#operationOfKey.get(name) ?? operation;
    if (known !== operation) throw new BadLineError(`key ${name} names operation ${operation}, and ${known} before`);
    const knownKey = this.#keyOfOperation.get(operation) ?? name;
    if (knownKey !== name) throw new BadLineError(`operation ${operation} has key ${name}, and ${knownKey} before`);
    this.#operationOfKey.set(name, operation);
    this.#keyOfOperation.set(operation, name);
    this.#calls.set(call, { invoke, attempts: [], end: null });
  }
}
