import type { ChargeDb, KeyRow, OperationRow } from '../sources/charge-db/charge-db.ts';
import { keyName } from './key-name.ts';

export const operationsByKey = ({ operations }: ChargeDb): Map<string, OperationRow[]> =>
  Map.groupBy(operations, keyName);

export const keysByName = ({ keys }: ChargeDb): Map<string, KeyRow[]> => Map.groupBy(keys, keyName);

/** Its answer is gone; whoever asks again is shown how things are now. */
export const isPurged = ({ responseStatus, bodySha256 }: KeyRow): boolean =>
  responseStatus !== null && bodySha256 === null;
