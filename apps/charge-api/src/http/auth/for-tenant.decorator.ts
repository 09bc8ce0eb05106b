import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';
import { AdmissionInterceptor } from '../admission/admission.interceptor.ts';
import { RateLimitGuard } from '../admission/rate-limit.guard.ts';
import { ApiKeyGuard } from './api-key.guard.ts';

/** Routes of a tenant, in this order: who is it (401), its rate (429), our capacity (503). None of them touches a key. */
export const ForTenant = (): ClassDecorator =>
  applyDecorators(UseGuards(ApiKeyGuard, RateLimitGuard), UseInterceptors(AdmissionInterceptor));
