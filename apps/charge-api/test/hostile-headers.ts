import { GOOD_BODY, hostileBody } from './hostile-bodies.ts';
import { complete, JSON_TYPE, key, length, post, type Attack } from './hostile-request.ts';

export const badKey: Attack = (random, target) => {
  const lines = random.pick([
    ...[[], ['Idempotency-Key:'], ['Idempotency-Key: a', 'Idempotency-Key: a'], ['Idempotency-Key: a, b']],
    ...[['Idempotency-Key: "a'], ['Idempotency-Key: ""'], ['Idempotency-Key: a\u00e9'], ['Idempotency-Key: a\tb']],
    ...[
      [`Idempotency-Key: ${'k'.repeat(256)}`],
      [`Idempotency-Key: ${'k'.repeat(20_000)}`],
      ['Idempotency-Key: a\u0001'],
    ],
    ...[['Idempotency-Key : a'], ['Idempotency-Key: a\u0000b'], ['Idempotency-Key: \u007f'], ['Idempotency_Key: a']],
  ]);
  return complete(post(target, { lines: [...lines, JSON_TYPE, length(GOOD_BODY)], body: GOOD_BODY }));
};

export const badType: Attack = (random, target) => {
  const type = random.pick([
    ...['text/plain', 'text/html', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'],
    ...[
      'application/jsonp',
      'application/problem+json',
      'junk',
      '*/*',
      '',
      ';',
      'application/json2; charset=utf-8',
      '/',
    ],
  ]);
  const lines = random.integer(8) === 0 ? [] : [`Content-Type: ${type}`];
  return complete(post(target, { lines: [key(random), ...lines, length(GOOD_BODY)], body: GOOD_BODY }));
};

export const badHeaders: Attack = (random, target) => {
  const lines = random.pick([
    ...[[`X-Long: ${'x'.repeat(20_000)}`], Array.from({ length: 3_000 }, (_, index) => `X-${index}: 1`)],
    ...[
      ['X\u0001: 1'],
      ['X: \u0000'],
      [': 1'],
      ['no colon'],
      ['X: 1\r\n folded'],
      ['Content-Length: 1'],
      ['Content-Length: -1'],
    ],
    ...[['Content-Length: 0x10'], ['Transfer-Encoding: chunked'], ['Transfer-Encoding: identity'], ['X : 1']],
  ]);
  return complete(post(target, { lines: [key(random), JSON_TYPE, length(GOOD_BODY), ...lines], body: GOOD_BODY }));
};

/** Headers that are odd and harmless; what is refused here is the body. */
export const oddHeaders: Attack = (random, target) => {
  const body = hostileBody(random);
  const lines = random.pick([
    ...[
      ['Expect: magic'],
      ['Expect: 100-continue'],
      [`Prefer: ${'wait=9,'.repeat(500)}`],
      ['Prefer: wait=-1', 'Prefer: wait=x'],
    ],
    ...[
      ['Idempotency-Attempt: -1'],
      ['traceparent: 00-zz'],
      ['Host: other'],
      ['Authorization: Bearer other'],
      ['Cookie: a=b;;;'],
    ],
    ...[
      ['X-Forwarded-For: ;drop'],
      ['Content-Encoding: gzip'],
      ['X-HTTP-Method-Override: DELETE'],
      ['Request-Id: mine'],
    ],
  ]);
  return complete(post(target, { lines: [key(random), JSON_TYPE, length(body), ...lines], body }));
};
