import type { Answered, HeldRequest } from './forward-request.ts';

/** What stands between a client and charge-api may answer in its place, once charge-api has acted. */
export const JUNK_KINDS = [
  'empty_success',
  'cut_answer',
  'page_as_success',
  'no_content',
  'foreign_success',
  'page_as_refusal',
  'gateway_404',
  'gateway_413',
  'gateway_400',
  'platform_402',
  'platform_402_page',
  'redirect',
  'wrong_type',
  'wrong_encoding',
  'foreign_problem',
  'mismatched_problem',
  'too_long',
  'answer_to_another',
] as const;

export type JunkKind = (typeof JUNK_KINDS)[number];

export interface Spoilt {
  /** What charge-api said. */
  readonly answer: Answered;
  readonly request: HeldRequest;
  /** An answer that made a charge, and perhaps not this one. */
  readonly earlier: Answered | null;
}

/** charge-client reads 8 MiB of an answer. */
const TOO_LONG_BYTES = 8 * 1_048_576 + 1;
const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

type Make = (spoilt: Spoilt) => Answered;

const page = (status: number): Answered => answered(status, 'text/html', '<html><body>gateway</body></html>');
const json = (status: number, body: object): Answered => answered(status, JSON_TYPE, JSON.stringify(body));
const problem = (status: number, body: object): Answered => answered(status, PROBLEM_TYPE, JSON.stringify(body));

const JUNK: Readonly<Record<JunkKind, Make>> = {
  empty_success: () => answered(201, JSON_TYPE, ''),
  cut_answer: ({ answer }) => ({ ...answer, body: answer.body.subarray(0, -5) }),
  page_as_success: () => page(200),
  no_content: () => ({ kind: 'answered', status: 204, headers: {}, body: Buffer.alloc(0) }),
  foreign_success: () => json(200, { status: 'ok', id: 'f00d' }),
  page_as_refusal: () => page(422),
  gateway_404: () => json(404, { message: 'no Route matched with those values' }),
  gateway_413: () => json(413, { message: 'Payload content length greater than maximum allowed' }),
  gateway_400: () => json(400, { code: 'invalid_request', message: 'Bad Request' }),
  platform_402: () => json(402, { error: { code: 'card_declined', message: 'quota exceeded' } }),
  platform_402_page: () => page(402),
  redirect: () => ({ ...page(307), headers: { location: 'http://elsewhere.invalid/' } }),
  wrong_type: ({ answer }) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } }),
  wrong_encoding: ({ answer }) => ({ ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } }),
  foreign_problem: () => problem(402, { status: 402, code: 'insufficient_credits', retryable: false }),
  mismatched_problem: () => problem(422, { status: 402, code: 'card_declined', retryable: false }),
  too_long: () => answered(201, JSON_TYPE, ' '.repeat(TOO_LONG_BYTES)),
  answer_to_another: ({ request, earlier }) =>
    earlier !== null && isToAnother(request, earlier) ? earlier : answered(201, JSON_TYPE, ''),
};

export const junkAnswer = (kind: JunkKind, spoilt: Spoilt): Answered => JUNK[kind](spoilt);

function answered(status: number, type: string, body: string): Answered {
  return { kind: 'answered', status, headers: { 'content-type': type }, body: Buffer.from(body) };
}

/** Two charges may agree in all that an answer shows: only another amount makes it sure that it is another's. */
function isToAnother({ url, body }: HeldRequest, { body: answer }: Answered): boolean {
  if (url !== '/v1/charges') return true;
  const [asked, shown] = [body, answer].map((text) => (JSON.parse(text.toString()) as { amount?: unknown }).amount);
  return asked !== shown;
}
