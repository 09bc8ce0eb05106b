import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { PROBLEM_KINDS, type ProblemCode } from '@once/contracts';
import { failureCauseOf } from '@once/database';
import { UnknownFingerprintVersionError } from '@once/idempotency';
import { addLogFields } from '@once/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InjectPinoLogger, PinoLogger } from 'nestjs-pino';
import { ProblemError } from './problem.error.ts';
import { sendProblem } from './send-problem.ts';

/** How long a client should leave a service alone that just failed: long enough for one lease to pass is too long. */
const FAILURE_RETRY_AFTER_MS = 1_000;

/** Refusals of the HTTP layer itself, by the code that Fastify gives them. */
const FASTIFY_CODES: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'The body may have 64 KiB at most.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send the body as application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid_request', 'Content-Length does not match the body.'],
  FST_ERR_BAD_URL: ['invalid_request', 'The URL is not valid percent-encoding.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'No resource has an id of this length.'],
};

/** Nest hands Fastify's own errors on as HttpExceptions; the code is on the cause. */
const codeOf = (error: unknown): string | undefined => {
  const origin = error instanceof HttpException ? error.cause : error;
  return origin instanceof Error && 'code' in origin && typeof origin.code === 'string' ? origin.code : undefined;
};

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
};

/** Every error becomes a problem of ours; what we do not know is ours to answer for, and says nothing of the inside. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const known = FASTIFY_CODES[codeOf(error) ?? ''];
  if (known) return new ProblemError(known[0], known[1], { cause: error });
  const status = statusOf(error);
  if (status === 404) return new ProblemError('not_found', 'There is nothing at this path with this method.');
  if (status !== undefined && status >= 400 && status < 500) {
    return new ProblemError('invalid_request', 'The request could not be read.', { cause: error });
  }
  const retry = { cause: error, retryAfterMs: FAILURE_RETRY_AFTER_MS };
  // A key of a later build is an outage of this one: not reused (422), not run, and answered by the next process.
  if (failureCauseOf(error) === 'outage' || error instanceof UnknownFingerprintVersionError) {
    return new ProblemError('service_unavailable', 'Send the same request with the same key again.', retry);
  }
  return new ProblemError('internal_error', 'Send the same request with the same key again.', retry);
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@InjectPinoLogger(ProblemFilter.name) private readonly logger: PinoLogger) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(error);
    addLogFields({ code: problem.code });
    if (PROBLEM_KINDS[problem.code].status >= 500) this.report(problem, request);
    await sendProblem(problem, request, reply);
  }

  private report({ code, cause }: ProblemError, { id, method }: FastifyRequest): void {
    const entry = { code, request_id: id, method, err: cause };
    if (code === 'internal_error') this.logger.error(entry, 'request failed');
    else this.logger.warn(entry, 'request refused');
  }
}
