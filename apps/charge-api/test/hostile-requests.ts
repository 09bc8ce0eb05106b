import { GOOD_BODY, hostileBody, hostileRefundBody } from './hostile-bodies.ts';
import { badChunks, cutBody, cutChunks, cutHead, hugeBody, noHost, noHttp } from './hostile-framing.ts';
import { badHeaders, badKey, badType, oddHeaders } from './hostile-headers.ts';
import type { HostileRandom } from './hostile-random.ts';
import { complete, JSON_TYPE, key, length, post } from './hostile-request.ts';
import type { Attack, HostileRequest, HostileTarget } from './hostile-request.ts';

const badBody: Attack = (random, target) => {
  const body = hostileBody(random);
  return complete(post(target, { lines: [key(random), JSON_TYPE, length(body)], body }));
};

const badRefund: Attack = (random, target) => {
  const isText = random.integer(3) === 0;
  const body = isText ? Buffer.from('{"amount":5}') : hostileRefundBody(random);
  const type = isText ? 'Content-Type: text/plain' : JSON_TYPE;
  return complete(
    post(target, { path: `/v1/charges/${target.chargeId}/refunds`, lines: [key(random), type, length(body)], body }),
  );
};

const badPath: Attack = (random, target) => {
  const path = random.pick([
    ...[
      '/v1/%zz',
      '/v1/charges/%00/refunds',
      '/v1/charges/../charges',
      '/v1/charges/',
      '//v1/charges',
      '/v1/CHARGES',
      '*',
      '/',
    ],
    ...[
      `/v1/charges/${'a'.repeat(5_000)}/refunds`,
      '/v1/charges/0198b2c4-8f4e-7c11-9a54-3f6a2b1c0d9e/refunds',
      '/v1/charges/%ff',
    ],
    ...[
      '/v1/charges/1/capture',
      '/docs',
      '/metrics',
      '/readyz',
      '/v1/idempotency-keys/x',
      '/v1/charges\u0001',
      'v1/charges',
      '/%2e%2e/',
    ],
  ]);
  return complete(post(target, { path, lines: [key(random), JSON_TYPE, length(GOOD_BODY)], body: GOOD_BODY }));
};

const ATTACKS: Record<string, Attack> = {
  ...{ badBody, badRefund, badKey, badType, badHeaders, oddHeaders, badChunks, cutChunks, cutBody, cutHead, badPath },
  ...{ noHttp, noHost },
};
/** One in so many is huge: forty of three megabytes are enough. */
const HUGE_EVERY = 50;

/** The request with this number: the same for the same random source. */
export function hostileRequest(number: number, random: HostileRandom, target: HostileTarget): HostileRequest {
  if (number % HUGE_EVERY === 0) return { kind: 'hugeBody', ...hugeBody(random, target) };
  const kind = random.pick(['badBody', 'badBody', 'badBody', ...Object.keys(ATTACKS)]);
  return { kind, ...ATTACKS[kind]!(random, target) };
}
