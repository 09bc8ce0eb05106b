// stands at libs/config/src/deliberate-violation.ts
import { appendInTx } from '@once/outbox';

export const append = appendInTx;
