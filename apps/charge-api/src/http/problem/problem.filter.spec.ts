import { describe, expect, it } from '@jest/globals';
import { HttpException, NotFoundException } from '@nestjs/common';
import { PROBLEM_KINDS } from '@once/contracts';
import { UnknownFingerprintVersionError } from '@once/idempotency';
import { ProblemError } from './problem.error.ts';
import { toProblem } from './problem.filter.ts';

const withCode = (code: string, fields: object = {}) => Object.assign(new Error('inside'), { code, ...fields });
/** As Nest's Fastify adapter hands a Fastify error to filters. */
const fromFastify = (code: string, status: number) => new HttpException('inside', status, { cause: withCode(code) });

describe('toProblem', () => {
  it('leaves a problem of ours as it is', () => {
    const problem = new ProblemError('rate_limited', 'Wait.', { retryAfterMs: 5 });
    expect(toProblem(problem)).toBe(problem);
  });

  it.each([
    ['a body that is too large', fromFastify('FST_ERR_CTP_BODY_TOO_LARGE', 413), 'body_too_large'],
    ['another content type', fromFastify('FST_ERR_CTP_INVALID_MEDIA_TYPE', 415), 'unsupported_media_type'],
    ['a wrong length', fromFastify('FST_ERR_CTP_INVALID_CONTENT_LENGTH', 400), 'invalid_request'],
    ['a bad URL, from the router itself', withCode('FST_ERR_BAD_URL', { statusCode: 400 }), 'invalid_request'],
    ['an endless parameter', withCode('FST_ERR_MAX_PARAM_LENGTH', { statusCode: 414 }), 'not_found'],
    ['an unknown path', new NotFoundException(), 'not_found'],
    ['any other refusal of the HTTP layer', new HttpException('inside', 418), 'invalid_request'],
    ['a database that shuts down', withCode('57P01', { severity: 'FATAL' }), 'service_unavailable'],
    ['a deadlock', withCode('40P01', { severity: 'ERROR' }), 'service_unavailable'],
    ['a database that refuses connections', withCode('ECONNREFUSED'), 'service_unavailable'],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect'), 'service_unavailable'],
    ['a key that a later build stored', new UnknownFingerprintVersionError(2), 'service_unavailable'],
    ['a row that breaks a constraint', withCode('23505', { severity: 'ERROR' }), 'internal_error'],
    ['a bug', new TypeError('x is undefined'), 'internal_error'],
    ['a 500 of the HTTP layer', new HttpException('inside', 500), 'internal_error'],
    ['something that is no error', 'a string', 'internal_error'],
    ['nothing', undefined, 'internal_error'],
  ])('makes of %s a %s', (_what, error, code) => {
    expect(toProblem(error).code).toBe(code);
  });

  it.each([withCode('57P01', { severity: 'FATAL' }), new TypeError('at /srv/app/secret.ts'), 'at /srv/app'])(
    'invites a retry after our own failure and tells nothing of the inside (%#)',
    (error) => {
      const problem = toProblem(error);
      expect(PROBLEM_KINDS[problem.code]).toMatchObject({ retryable: true });
      expect(PROBLEM_KINDS[problem.code].status).toBeGreaterThanOrEqual(500);
      expect(problem.retryAfterMs).toBe(1_000);
      expect(problem.message).toBe('Send the same request with the same key again.');
    },
  );
});
