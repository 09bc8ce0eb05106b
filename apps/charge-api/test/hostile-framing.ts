import { GOOD_BODY } from './hostile-bodies.ts';
import { complete, JSON_TYPE, key, length, post, truncated, type Attack } from './hostile-request.ts';

const HUGE_BYTES = 3_000_000;

export const badChunks: Attack = (random, target) => {
  const size = Buffer.byteLength(GOOD_BODY).toString(16);
  const body = random.pick([
    ...[`zz\r\n${GOOD_BODY}\r\n0\r\n\r\n`, `-1\r\n${GOOD_BODY}\r\n0\r\n\r\n`, `${size}\r\n${GOOD_BODY}X\r\n0\r\n\r\n`],
    ...[`ffffffffffffffff1\r\n${GOOD_BODY}\r\n0\r\n\r\n`, `${size};${'e'.repeat(20_000)}\r\n${GOOD_BODY}\r\n0\r\n\r\n`],
    ...[`1\r\n${GOOD_BODY}\r\n0\r\n\r\n`, `\r\n\r\n`, `0x5\r\n${GOOD_BODY}\r\n0\r\n\r\n`],
  ]);
  return complete(post(target, { lines: [key(random), JSON_TYPE, 'Transfer-Encoding: chunked'], body }));
};

export const cutChunks: Attack = (random, target) => {
  const body = random.pick([
    `ff\r\n${GOOD_BODY}`,
    `${GOOD_BODY.length.toString(16)}\r\n${GOOD_BODY}\r\n`,
    '5\r\n{"amo\r\n',
    '5',
  ]);
  return truncated(post(target, { lines: [key(random), JSON_TYPE, 'Transfer-Encoding: chunked'], body }));
};

export const cutBody: Attack = (random, target) => {
  const body = GOOD_BODY.slice(0, random.integer(GOOD_BODY.length + 1));
  const missing = GOOD_BODY.length - body.length + 1 + random.integer(100);
  const lines = [key(random), JSON_TYPE, `Content-Length: ${body.length + missing}`];
  return truncated(post(target, { lines, body }));
};

export const cutHead: Attack = (random, target) => {
  const whole = post(target, { lines: [key(random), JSON_TYPE, length(GOOD_BODY)], body: GOOD_BODY });
  return truncated(whole.subarray(0, random.integer(whole.length - GOOD_BODY.length - 1)));
};

export const noHttp: Attack = (random) => {
  const noise = random.bytes(random.integer(500) + 1);
  const lines = [
    'GET',
    'GET /',
    'POST /v1/charges HTTP/9.9',
    'PRI * HTTP/2.0\r\n\r\nSM',
    '\u0016\u0003\u0001',
    'BREW /pot HTTP/1.1',
  ];
  return truncated(random.integer(2) === 0 ? noise : Buffer.from(`${random.pick(lines)}\r\n\r\n`, 'latin1'));
};

export const noHost: Attack = (random, { apiKey }) => {
  const lines = [
    'POST /v1/charges HTTP/1.1',
    `Authorization: Bearer ${apiKey}`,
    'Connection: close',
    key(random),
    JSON_TYPE,
  ];
  return complete(Buffer.from(`${[...lines, length(GOOD_BODY)].join('\r\n')}\r\n\r\n${GOOD_BODY}`));
};

/** Refused by its length, before it was read: the server closes while it is still coming, and the answer may be lost. */
export const hugeBody: Attack = (random, target) => {
  const body = Buffer.alloc(HUGE_BYTES, random.pick(['x', '[', '"', '0', '\u0000']));
  const isChunked = random.integer(2) === 0;
  const framing = isChunked ? 'Transfer-Encoding: chunked' : length(body);
  const framed = isChunked
    ? Buffer.concat([Buffer.from(`${HUGE_BYTES.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])
    : body;
  return truncated(post(target, { lines: [key(random), JSON_TYPE, framing], body: framed }));
};
