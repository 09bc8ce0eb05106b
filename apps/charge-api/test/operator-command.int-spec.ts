import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEnv } from '@once/config';
import { PostgresProxy } from '@once/testing';
import { randomUUID } from 'node:crypto';
import { needsReviewEnv } from '../src/review/command/needs-review.env.ts';
import { openReviews } from '../src/review/command/open-reviews.ts';
import { parseNeedsReviewArguments } from '../src/review/command/parse-arguments.ts';
import { answerAtOnce, runNeedsReview } from '../src/review/command/run-needs-review.ts';
import { ReviewWorld } from './review-world.ts';

const REASON = 'seen in the dashboard of the provider';

let world: ReviewWorld;
let proxy: PostgresProxy;
beforeAll(async () => {
  world = await ReviewWorld.start();
  proxy = await PostgresProxy.inFrontOf(world.service.database.serviceUrl('charge_service'));
});
afterAll(async () => {
  await proxy.close();
  await world.stop();
});

const connections = () => ({
  DATABASE_URL: world.service.database.ownerUrl,
  PROVIDER_URL: world.service.provider.url,
});

/** The command as its own process runs it. */
const run = async (args: string[], env: Record<string, string> = {}) => {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { print: (text: string) => void out.push(text), complain: (text: string) => void err.push(text) };
  const command = parseNeedsReviewArguments(args, () => 'carol');
  if (command.kind === 'help' || command.kind === 'refused') return { code: answerAtOnce(command, terminal), out, err };
  const opened = openReviews(parseEnv(needsReviewEnv, { ...connections(), ...env }));
  try {
    return { code: await runNeedsReview(command, opened.reviews, terminal), out, err };
  } finally {
    await opened.close();
  }
};

const resolve = (id: string, outcome: string, ...more: string[]) => [
  ...['resolve', id, '--outcome', outcome, '--reason', REASON],
  ...more,
];

describe('ops charges needs-review list', () => {
  it('says so when nothing waits', async () => {
    expect(await run(['list'])).toEqual({ code: 0, out: ['No operation waits for a decision.'], err: [] });
    expect(JSON.parse((await run(['list', '--json'])).out.join(''))).toEqual({ data: [], has_more: false });
  });

  it('shows a table with the evidence, and how to go on', async () => {
    const first = await world.chargeInReview({ amount: 5, currency: 'KWD' });
    await world.notice(first.operationId, 'declined', null);
    await world.chargeInReview({ amount: 1200, currency: 'JPY' });
    const { code, out } = await run(['list', '--limit', '1']);
    const text = out.join('\n');
    expect(code).toBe(0);
    expect(text).toMatch(/^OPERATION +KIND +TENANT +AMOUNT +UNKNOWN SINCE +CHARGE\n/);
    expect(text).toMatch(
      new RegExp(`\n${first.operationId} +charge.create +acme +KWD 0.005 +20.*Z +${first.chargeId} \\(`),
    );
    expect(text).toContain(`provider  simulator  key once_${first.operationId}`);
    expect(text).toMatch(/\n {4}attempt 1 {2}unknown {2}\S/);
    expect(text).toMatch(/\n {4}notice {2}notice_\S+ {2}declined/);
    expect(text).toContain(`There are more: --starting-after ${first.operationId}`);
    const rest = (await run(['list', '--starting-after', first.operationId])).out.join('\n');
    expect(rest).toContain('JPY 1200');
    expect(rest).not.toContain(first.operationId);
  });

  it('is for machines what HTTP answers', async () => {
    await world.chargeInReview();
    const { out } = await run(['list', '--json', '--limit', '100']);
    expect(JSON.parse(out.join(''))).toEqual((await world.alice.list('?limit=100')).body);
  });

  it('shows what others have written without obeying it', async () => {
    const { operationId } = await world.chargeInReview();
    await world.rows(`UPDATE provider_attempts SET detail = E'\\x1b[2Jgone' WHERE operation_id = $1`, [operationId]);
    const { out } = await run(['list', '--limit', '100']);
    expect(out.join('')).toContain('?[2Jgone');
  });

  it('does not start after an operation that nobody has', async () => {
    const id = randomUUID();
    expect(await run(['list', '--starting-after', id])).toEqual({
      ...{ code: 1, out: [], err: [expect.stringContaining(`no operation ${id} to start after`)] },
    });
  });
});

describe('ops charges needs-review resolve', () => {
  it('decides without the service, in the name of who ran it, and the caller has the answer', async () => {
    const review = await world.chargeInReview({ capture: false }, 'at_the_provider');
    const { operationId, key, send, paymentId } = review;
    const done = await run(resolve(operationId, 'succeeded', '--provider-payment-id', paymentId!));
    expect(done).toMatchObject({ code: 0, err: [] });
    expect(done.out.join('\n')).toMatch(/^The operation succeeded\.\n[^]*decided {2}succeeded {2}by carol: {2}seen in/);
    expect(await world.traces(key)).toMatchObject({ state: 'succeeded', charge: { status: 'authorized' } });
    const audit = await world.rows('SELECT operator, channel FROM operator_actions WHERE operation_id = $1', [
      operationId,
    ]);
    expect(audit).toEqual([{ operator: 'carol', channel: 'cli' }]);
    const replay = await send();
    expect(replay).toMatchObject({ status: 201, body: { status: 'authorized' } });
    expect(replay.headers.get('idempotent-replayed')).toBe('true');
  });

  it('tells machines what became of it', async () => {
    const { operationId } = await world.refundInReview(100);
    const done = await run(resolve(operationId, 'failed', '--operator', 'dave', '--json'));
    expect(JSON.parse(done.out.join(''))).toMatchObject({
      ...{ operation_id: operationId, state: 'failed', decision: { operator: 'dave', channel: 'cli' } },
    });
    const again = await run(resolve(operationId, 'failed', '--json'));
    expect(again).toMatchObject({ code: 1, err: [] });
    expect(JSON.parse(again.out.join(''))).toEqual({
      refused: 'not_in_review',
      detail: expect.stringContaining('dave'),
    });
  });

  it('is refused in a sentence, with 1', async () => {
    const review = await world.chargeInReview();
    const refused = async (...args: string[]) => {
      const { code, out, err } = await run(args);
      expect({ code, out }).toEqual({ code: 1, out: [] });
      return err.join('');
    };
    expect(await refused(...resolve(randomUUID(), 'failed'))).toBe('There is no such operation.');
    expect(await refused(...resolve(review.operationId, 'succeeded'))).toMatch(
      /names the payment.*Add --provider-payment/,
    );
    await world.notice(review.operationId, 'succeeded', 'pay_1');
    expect(await refused(...resolve(review.operationId, 'failed'))).toContain(
      'said that it took place (payment pay_1)',
    );
    expect(await world.traces(review.key)).toMatchObject({ state: 'needs_review' });
  });

  it('shows the usage with what is wrong, with 2, and on request with 0', async () => {
    expect(await run(['resolve'])).toMatchObject({
      code: 2,
      out: [],
      err: [expect.stringMatching(/^Which[^]*usage: npm/)],
    });
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/^usage: npm run ops/)],
      err: [],
    });
  });

  it.each(['reply_lost', 'request_lost'] as const)('finds out by itself when COMMIT meets %s', async (fault) => {
    const { operationId, key } = await world.chargeInReview();
    proxy.loseNextCommit(fault);
    const before = proxy.lost[fault];
    expect(await run(resolve(operationId, 'failed'), { DATABASE_URL: proxy.url })).toMatchObject({ code: 0, err: [] });
    expect(proxy.lost[fault]).toBe(before + 1);
    await isDecidedOnce(operationId, key);
  });

  it.each([
    ['reply_lost', { code: 1, out: [], err: [expect.stringMatching(/It is failed: carol decided so/)] }],
    ['request_lost', { code: 0, err: [] }],
  ] as const)(
    'does not guess when it is %s and nobody answers any more, and the same again tells',
    async (fault, again) => {
      const { operationId, key } = await world.chargeInReview();
      const broken = await PostgresProxy.inFrontOf(world.service.database.serviceUrl('charge_service'));
      try {
        broken.loseNextCommit(fault);
        for (let more = 0; more < 100; more++) broken.loseNextCommit('request_lost');
        const first = await run(resolve(operationId, 'failed'), {
          ...{ DATABASE_URL: broken.url, LEASE_MS: '300', ANSWER_DEADLINE_MS: '100' },
        });
        expect(first).toEqual({
          code: 1,
          out: [],
          err: [expect.stringMatching(/may or may not be stored\. Send the same/)],
        });
      } finally {
        await broken.close();
      }
      expect(await run(resolve(operationId, 'failed'))).toMatchObject(again);
      await isDecidedOnce(operationId, key);
    },
  );
});

const isDecidedOnce = async (operationId: string, key: string): Promise<void> => {
  expect(await world.traces(key)).toMatchObject({ state: 'failed', events: ['payments.charge.failed.v1'] });
  expect(await world.rows('SELECT FROM operator_actions WHERE operation_id = $1', [operationId])).toHaveLength(1);
};
