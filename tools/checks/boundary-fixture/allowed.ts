// stands at libs/idempotency/src/allowed.ts
import { SHARD_COUNT } from '@once/contracts';

export const shards = SHARD_COUNT;
