/** `npm run contracts:record-deployment -- --env ENV --app APP`: after a roll-out, writes down what runs now. */
import { REPOSITORY_ROOT } from '@once/supervisor';
import { brokerOf } from './broker/broker-of.ts';
import { publishVersion } from './broker/publish-version.ts';
import { assertKnownApp } from './cli/assert-known.ts';
import { runContractCommand } from './cli/run-contract-command.ts';
import { pactsAt, resolveCommit } from './deployments/committed-pacts.ts';
import { recordDeployment } from './deployments/record-deployment.ts';
import { contractFolder } from './pact/contract-folder.ts';

const USAGE = `usage: npm run contracts:record-deployment -- --env ENV --app APP [--version COMMIT]
Says that this version of APP runs in ENV now: run it at the very end of a roll-out. COMMIT is HEAD unless given.
Writes to contracts/deployed/ENV, which is to be committed; with PACT_BROKER_BASE_URL it tells the broker, too.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

await runContractCommand(USAGE, async ({ app, env, version: name }) => {
  const folder = contractFolder();
  const version = await resolveCommit(REPOSITORY_ROOT, name);
  const pacts = await pactsAt(REPOSITORY_ROOT, version);
  assertKnownApp(app, pacts);
  const broker = brokerOf(process.env);
  const isNew = !folder.envs().includes(env);
  const { reliesOn, unverified } = await recordDeployment(folder, { app, env, version, recordedAt: new Date(), pacts });
  say(`${app} ${version} runs in ${env}${isNew ? ', which is new' : ''}: commit contracts/deployed/${env}`);
  if (reliesOn.length > 0) say(`it relies on ${reliesOn.join(', ')} from now on`);
  for (const consumer of unverified)
    say(
      `nothing that ${consumer} asks of it was verified at this version here: run npm run test:contracts at it first`,
    );
  if (broker) {
    await publishVersion(broker, { app, version, pacts, folder });
    await broker.recordDeployment({ app, version, env });
    say('the broker knows of it');
  }
  return 0;
});
