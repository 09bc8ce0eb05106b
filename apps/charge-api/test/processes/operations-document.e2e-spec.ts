import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@once/testing';
import { commandBlocks, runBlock } from './document-commands.ts';
import { ProcessWorld } from './process-world.ts';

let world: ProcessWorld;
let blocks: string[];
beforeAll(async () => {
  blocks = await commandBlocks('docs/operations.md');
  // A provider that keeps no keys: a lost answer soon needs a person.
  world = await ProcessWorld.start({
    ...{ PROVIDER_KEY_WINDOW_MS: '0', UNKNOWN_REVIEW_AFTER_MS: '0', SWEEP_INTERVAL_MS: '50' },
  });
});
afterAll(() => world.stop());

/** A charge that never reached the provider, once it waits for a person. */
const operationInReview = async (key: string): Promise<string> => {
  const held = world.gate.holdNext();
  const answer = world.untilAdmitted(() => world.acme.charge({}, { key }));
  (await held).drop();
  expect((await answer).status).toBe(202);
  const row = await eventually(`${key} waits for a person`, async () => {
    const { rows } = await world.chargeDb.query<{ id: string }>(
      `SELECT id FROM operations WHERE idempotency_key = $1 AND state = 'needs_review'`,
      [key],
    );
    return rows[0];
  });
  return row.id;
};

const run = async (block: string, operationId: string) => {
  const { chargeDbUrl, operatorUrls, operatorToken } = world.once.stack;
  const { code, stdout, stderr } = await runBlock(block, {
    ...{ OPERATION_ID: operationId, DATABASE_URL: chargeDbUrl },
    ...{ OPERATOR_URL: operatorUrls[0] ?? '', OPERATOR_TOKEN: operatorToken },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

const decisionAbout = async (operationId: string) => {
  const { rows } = await world.chargeDb.query<Record<string, unknown>>(
    `SELECT o.state, a.channel, a.operator FROM operations o JOIN operator_actions a ON a.operation_id = o.id
     WHERE o.id = $1`,
    [operationId],
  );
  return rows;
};

it('has three blocks of commands', () => {
  expect(blocks).toHaveLength(3);
});

it('lists and resolves by the commands of the document, while the service is gone', async () => {
  const operationId = await operationInReview('k-by-command');
  for (const name of ['charge-api-1', 'charge-api-2']) world.once.kill(name, 'SIGSTOP');
  try {
    const stdout = await run(blocks[0]!, operationId);
    expect(stdout).toContain(`"operation_id": "${operationId}"`);
    expect(stdout).toContain('The operation failed.');
    expect(stdout).toContain('usage: npm run ops -- charges needs-review list');
    expect(await decisionAbout(operationId)).toEqual([
      { state: 'failed', channel: 'cli', operator: expect.any(String) },
    ]);
  } finally {
    for (const name of ['charge-api-1', 'charge-api-2']) world.once.kill(name, 'SIGCONT');
  }
  const replay = await world.untilAdmitted(() => world.acme.charge({}, { key: 'k-by-command' }));
  expect(replay).toMatchObject({ status: 422, body: { code: 'operation_not_performed' } });
});

it('makes a token that the service takes', async () => {
  expect((await run(blocks[1]!, '')).trim()).toMatch(/^[\w-]{32}$/);
});

it('lists and resolves over HTTP by the commands of the document', async () => {
  const operationId = await operationInReview('k-over-http');
  const stdout = await run(blocks[2]!, operationId);
  expect(stdout).toContain(`"operation_id":"${operationId}","kind":"charge.create","state":"needs_review"`);
  expect(stdout).toContain(`"operation_id":"${operationId}","kind":"charge.create","state":"failed"`);
  expect(await decisionAbout(operationId)).toEqual([{ state: 'failed', channel: 'http', operator: 'operator' }]);
});
