import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { addLogFields } from '@once/observability';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem.error.ts';
import type { Tenant } from './tenant.ts';
import { TenantDirectory } from './tenant-directory.ts';

declare module 'fastify' {
  interface FastifyRequest {
    tenant?: Tenant;
  }
}

/** RFC 6750: the scheme is case-insensitive, the token has no spaces. Bounded, so that nobody makes us hash megabytes. */
const BEARER = /^bearer ([\x21-\x7e]{1,255})$/i;

/** First of all guards: a request without a tenant is told nothing and counted against nobody. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(private readonly tenants: TenantDirectory) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const apiKey = BEARER.exec(request.headers.authorization ?? '')?.[1];
    const tenant = apiKey === undefined ? undefined : await this.tenants.tenantOf(apiKey);
    if (!tenant) {
      throw new ProblemError('unauthorized', 'Send a known API key as "Authorization: Bearer <API key>".');
    }
    request.tenant = tenant;
    // Lines may name the tenant, metrics may not: whose requests are refused is the first question of a spike.
    addLogFields({ tenant_id: tenant.id });
    return true;
  }
}
