import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { schemaRef, type AnswerSchemaName, type RequestSchemaName } from './schema-components.ts';

const header = (description: string) => ({ description, schema: { type: 'string' as const } });
const REQUEST_ID = { 'Request-Id': header('Id of this request, also in our logs.') };
const SHOULD_RETRY = { ...REQUEST_ID, 'Should-Retry': header('true or false: whether to send the request again.') };
const RETRY_AFTER = { ...SHOULD_RETRY, 'Retry-After': header('Seconds to wait before that.') };

const problem = (status: number, description: string, headers: Record<string, object> = SHOULD_RETRY) =>
  ApiResponse({
    status,
    description,
    headers,
    content: { 'application/problem+json': { schema: schemaRef('Problem') } },
  });

const json = (name: RequestSchemaName | AnswerSchemaName) => ({ 'application/json': { schema: schemaRef(name) } });

const COMMON = [
  problem(401, 'The API key is missing or not known.'),
  problem(429, 'Too many requests of this tenant. Not stored.', RETRY_AFTER),
  problem(500, 'Our fault. Send the same request with the same key again.', RETRY_AFTER),
  problem(503, 'At the limit, or a part is down. Send the same request with the same key again.', RETRY_AFTER),
];

export interface ReadDescription {
  summary: string;
  /** What the summary has no room for: Markdown. */
  description?: string;
  schema: AnswerSchemaName;
  query?: readonly ('limit' | 'starting_after')[];
}

const QUERY = {
  limit: ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
  }),
  starting_after: ApiQuery({ name: 'starting_after', required: false, schema: { type: 'string', format: 'uuid' } }),
};

/** A GET of the caller's own resources. */
export const DescribeRead = ({ summary, description, schema, query = [] }: ReadDescription): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ApiBearerAuth(),
    ...query.map((name) => QUERY[name]),
    ApiResponse({ status: 200, description: 'As it is now.', headers: REQUEST_ID, content: json(schema) }),
    problem(404, 'There is none with this id, or it is not yours.'),
    ...COMMON,
  );

export interface OperationDescription {
  summary: string;
  body: RequestSchemaName;
  answer: AnswerSchemaName;
  /** 201 where something is made that has an address of its own. */
  status?: 200 | 201;
}

const KEY_HEADER = ApiHeader({
  name: 'Idempotency-Key',
  required: true,
  description:
    'Names this operation: 1 to 255 visible ASCII characters, with or without double quotes. The same key and body ' +
    'give the same answer; the same key with another body is refused for ever. Answers are kept for 7 days by default. ' +
    'Keys that begin with once-expire- are reserved.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});

const OPERATION_HEADERS = [
  KEY_HEADER,
  ApiHeader({
    name: 'Idempotency-Attempt',
    required: false,
    description: 'Number of this attempt, from 1. Counted in our metrics.',
    schema: { type: 'integer', minimum: 1 },
  }),
  ApiHeader({
    name: 'Prefer',
    required: false,
    description: '`wait=N` (RFC 7240): rather wait up to N seconds, at most 10, than hear that the key is in use.',
    schema: { type: 'string' },
  }),
];

const CREATED_HEADERS = {
  ...REQUEST_ID,
  Location: header('Where it can be read.'),
  'Idempotent-Replayed': header('true on every answer but the first.'),
};

const ACCEPTED_HEADERS = {
  ...REQUEST_ID,
  Location: header('Where the charge can be read.'),
  'Retry-After': header('Seconds to wait before the same request is sent again.'),
};

/** A POST that takes effect once per key. */
export const DescribeOperation = ({ summary, body, answer, status = 201 }: OperationDescription): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBearerAuth(),
    ...OPERATION_HEADERS,
    ApiBody({ required: body === 'CreateCharge', schema: schemaRef(body) }),
    ApiResponse({ status, description: 'Done. Stored.', headers: CREATED_HEADERS, content: json(answer) }),
    ApiResponse({
      status: 202,
      description: 'Accepted, outcome not known yet: the charge as it is now. Ask again with the same key. Not stored.',
      headers: ACCEPTED_HEADERS,
      content: json('Charge'),
    }),
    problem(400, 'The request is malformed. Not stored; the key is not used up.'),
    problem(402, 'Declined by the payment provider. Stored.'),
    problem(404, 'There is none with this id, or it is not yours.'),
    problem(409, 'The key or the reference is in use, or the charge is busy. Not stored.', RETRY_AFTER),
    problem(413, 'The body is larger than 64 KiB.'),
    problem(415, 'The body is not application/json.'),
    problem(422, 'The key names another operation, or the charge does not allow this.'),
    ...COMMON,
  );
