// stands at libs/contracts/src/deliberate-violation.ts
import { runInTx } from '@once/database';

export const run = runInTx;
