import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargeApiWorld } from './charge-api-world.ts';
import { scrapeByLabel } from './exposition.ts';
import { captureLogLines } from './log-lines.ts';
import { nowS, postNotice, signatureOf, type NoticePost } from './signed-notice.ts';

const OLD_KEY = 'the key that is being replaced';
const KEY = Buffer.from('the key in force, as bytes of base64');
const SECRETS = `whsec_${KEY.toString('base64')}, ${OLD_KEY.replaceAll(' ', '_')}`;
const TOLERANCE_S = 300;

let world: ChargeApiWorld;
let url: string;
let lines: string[];
/** A notice of a charge that is there. */
let body: string;
beforeAll(async () => {
  world = await ChargeApiWorld.start({ env: { PROVIDER_NOTICE_SECRET: SECRETS, LOG_LEVEL: 'trace' } });
  lines = captureLogLines();
  url = world.instances[0]!.url;
  await world.acme.charge({}, { key: 'k-noticed' });
  const [effect] = await world.provider.effects();
  const notice = { notice_id: 'ntc_1', provider_key: effect?.provider_key, operation: 'sale', outcome: 'succeeded' };
  body = JSON.stringify({ ...notice, payment_id: effect?.payment_id, occurred_at: '2026-01-01T00:00:00.000Z' });
});
afterAll(() => world.stop());

const post = async (fields: Partial<NoticePost> = {}) => {
  const answer = await postNotice({ url, key: KEY, body, ...fields });
  const text = await answer.text();
  const { status, headers } = answer;
  return { status, type: headers.get('content-type'), body: (text && JSON.parse(text)) as Record<string, unknown> };
};
const notices = () => world.count('SELECT FROM provider_notices');
const counted = () => scrapeByLabel(url, 'provider_notices_total');

/** Refused, counted as it should be, and nothing of it kept. */
const expectRefused = async (fields: Partial<NoticePost>, expected: { status: number; code: string; as?: string }) => {
  const [kept, before] = [await notices(), await counted()];
  const { status, code, as } = expected;
  expect(await post(fields)).toMatchObject({
    ...{ status, type: 'application/problem+json; charset=utf-8' },
    body: { code, request_id: expect.stringMatching(/^req_/) },
  });
  expect(await notices()).toBe(kept);
  expect(await counted()).toEqual(as ? { ...before, [as]: before[as]! + 1 } : before);
};

describe('a notice that is not the provider’s', () => {
  const missing = (name: string) => ({ headers: { [name]: '' } });

  it.each([
    ['by another key', () => ({ key: 'another key, as long as any other' })],
    ['by the text of the secret, and not its bytes', () => ({ key: `whsec_${KEY.toString('base64')}` })],
    ['without a signature', () => missing('webhook-signature')],
    ['without an id', () => missing('webhook-id')],
    ['without a time', () => missing('webhook-timestamp')],
    ['over another body', () => ({ headers: { 'webhook-signature': signatureOf(KEY, `ntc_1.${nowS()}.{}`) } })],
    ['over another id', () => ({ headers: { 'webhook-id': 'ntc_2' } })],
    ['over another time', () => ({ headers: { 'webhook-timestamp': String(nowS() - 60) } })],
    ['of another version', () => ({ headers: { 'webhook-signature': 'v2,AAAA v1a,AAAA' } })],
    ['of half a signature', () => ({ headers: { 'webhook-signature': 'v1,' } })],
    ['by an API key', () => ({ headers: { 'webhook-signature': '', authorization: `Bearer ${world.acme.apiKey}` } })],
  ])('is refused: signed %s', async (_case, fields) => {
    await expectRefused(fields(), { status: 401, code: 'unauthorized', as: 'not_signed' });
  });

  it('is refused where its id could be read as more of what is signed', async () => {
    // Whoever overhears a notice with a second one inside it must not be able to cut it out.
    const timestampS = nowS();
    const id = `ntc_1.${timestampS}.{"a":"`;
    const signature = signatureOf(KEY, `ntc_1.${timestampS}.{"a":".${timestampS}.${body}`);
    await expectRefused(
      { id, timestampS, headers: { 'webhook-signature': signature } },
      { status: 401, code: 'unauthorized', as: 'not_signed' },
    );
  });

  it.each([
    ['six minutes old', -TOLERANCE_S - 60],
    ['of the time after next', TOLERANCE_S + 60],
  ])('is refused although it is signed: %s', async (_case, offsetS) => {
    await expectRefused({ timestampS: nowS() + offsetS }, { status: 401, code: 'unauthorized', as: 'stale' });
  });
});

describe('a notice of the provider', () => {
  it.each([
    ['no JSON', 'nope', 'invalid_json'],
    ['nothing', '', 'invalid_json'],
    ['a list', '[]', 'invalid_request'],
    ['an empty object', '{}', 'invalid_request'],
    ['one member twice', '{"outcome":"declined","outcome":"succeeded"}', 'invalid_json'],
  ])('is malformed where it is %s', async (_case, text, code) => {
    await expectRefused({ body: text }, { status: 400, code, as: 'malformed' });
  });

  it.each([
    { notice_id: '' },
    { notice_id: 'n'.repeat(256) },
    { provider_key: 7 },
    { outcome: 'perhaps' },
    { payment_id: 'pay\u0000' },
    { decline_code: {} },
    { occurred_at: 'yesterday' },
  ])('is malformed with %j', async (member) => {
    const broken = JSON.stringify({ ...(JSON.parse(body) as object), ...member });
    await expectRefused({ body: broken }, { status: 400, code: 'invalid_request', as: 'malformed' });
  });

  it('is too large beyond 64 KiB, and is not even verified', async () => {
    await expectRefused({ body: ' '.repeat(64 * 1024) + body }, { status: 413, code: 'body_too_large' });
  });

  it('is taken with any of our secrets, among any signatures, and whatever else it tells', async () => {
    const timestampS = nowS();
    const old = signatureOf(OLD_KEY.replaceAll(' ', '_'), `ntc_1.${timestampS}.${body}`);
    const headers = { 'webhook-signature': `v2,AAAA v1,AAAA ${old}` };
    expect(await post({ timestampS, headers })).toMatchObject({ status: 204, body: '' });
    expect(await post()).toMatchObject({ status: 204 });
    const more = JSON.stringify({ ...(JSON.parse(body) as object), notice_id: 'ntc_more', new_member: [1] });
    expect(await post({ body: more, timestampS: nowS() - TOLERANCE_S + 30 })).toMatchObject({ status: 204 });
    expect(await notices()).toBe(2);
  });

  it('leaves neither secret nor signature in the logs', () => {
    const text = lines.join('');
    expect(text).toContain('/v1/provider-notices/simulator');
    for (const told of [KEY.toString('base64'), KEY.toString(), OLD_KEY, 'v1,']) expect(text).not.toContain(told);
  });
});

describe('a service without a secret', () => {
  it('has no route for notices', async () => {
    const other = await ChargeApiWorld.start();
    try {
      const answer = await postNotice({ url: other.instances[0]!.url, key: KEY, body });
      expect({ status: answer.status, body: await answer.json() }).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
      // As long as none is set, nothing is a secret either.
      expect((await postNotice({ url: other.instances[0]!.url, key: '', body })).status).toBe(404);
      expect(await other.count('SELECT FROM provider_notices')).toBe(0);
    } finally {
      await other.stop();
    }
  });
});
