import { AsyncLocalStorage } from 'node:async_hooks';

export type LogFields = Record<string, string>;

const storage = new AsyncLocalStorage<LogFields>();

/** Every line that is logged by `work`, or by what it starts, carries these fields. */
export function runWithLogFields<T>(fields: LogFields, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, work);
}

/** From here on the lines of what is under way carry these fields as well. */
export function addLogFields(fields: LogFields): void {
  const current = storage.getStore();
  if (current) Object.assign(current, fields);
}

export const currentLogFields = (): LogFields => storage.getStore() ?? {};

/** Goes on with the very fields of something, so that what is added is seen on either side. */
export function continueLogFields<T>(fields: LogFields, work: () => T): T {
  return storage.run(fields, work);
}
