import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { CHARGE_POOL } from '../../config/database.module.ts';
import { findTenant } from './find-tenant.sql.ts';
import type { Tenant } from './tenant.ts';

const MAX_CACHED_KEYS = 10_000;
/** A revoked key works for at most this long; a lookup per request would cost more than the request. */
const CACHE_TTL_MS = 10_000;

/** Tells tenants by their API keys. Only hashes are kept, in the database as in memory. */
@Injectable()
export class TenantDirectory {
  private readonly cache = new LRUCache<string, Tenant>({ max: MAX_CACHED_KEYS, ttl: CACHE_TTL_MS });

  constructor(@Inject(CHARGE_POOL) private readonly pool: Pool) {}

  async tenantOf(apiKey: string): Promise<Tenant | undefined> {
    const hash = createHash('sha256').update(apiKey, 'utf8').digest();
    const cacheKey = hash.toString('base64');
    const cached = this.cache.get(cacheKey);
    if (cached) return cached;
    const tenant = await findTenant(this.pool, hash);
    // Unknown keys are not cached: a stranger's guesses must not push tenants out.
    if (tenant) this.cache.set(cacheKey, tenant);
    return tenant;
  }
}
