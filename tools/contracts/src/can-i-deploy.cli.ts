/** `npm run contracts:can-i-deploy -- --app APP --env ENV`: whether a version would get along with what runs there. */
import { REPOSITORY_ROOT } from '@once/supervisor';
import { brokerOf } from './broker/broker-of.ts';
import { publishVersion } from './broker/publish-version.ts';
import { judgeDeployment } from './can-i-deploy/judge-deployment.ts';
import { renderVerdict } from './can-i-deploy/render-verdict.ts';
import { assertKnownApp, assertKnownEnv } from './cli/assert-known.ts';
import { runContractCommand } from './cli/run-contract-command.ts';
import { pactsAt, resolveCommit } from './deployments/committed-pacts.ts';
import { readEnvironment } from './deployments/deployment.ts';
import { contractFolder } from './pact/contract-folder.ts';
import { readResults } from './verification/verification-results.ts';

const USAGE = `usage: npm run contracts:can-i-deploy -- --app APP --env ENV [--version COMMIT]
Exit code 0: every contract with what runs in ENV was seen to be kept. 1: one was not. 2: the question was not clear.
What providers keep at this version is seen by npm run test:contracts, which has to run before.
With PACT_BROKER_BASE_URL the broker is told of this version, and asked.`;

await runContractCommand(USAGE, async ({ app, env, version: name }) => {
  const folder = contractFolder();
  const version = await resolveCommit(REPOSITORY_ROOT, name);
  const pacts = await pactsAt(REPOSITORY_ROOT, version);
  assertKnownApp(app, pacts);
  const broker = brokerOf(process.env);
  if (broker) await publishVersion(broker, { app, version, pacts, folder });
  else assertKnownEnv(env, folder);
  const findings = broker
    ? await broker.canIDeploy({ app, version, env })
    : judgeDeployment({
        ...{ app, version, pacts: pacts.map(({ pact }) => pact) },
        environment: readEnvironment(folder, env),
        resultsOf: (pair) => readResults(folder, pair),
      });
  process.stdout.write(`${renderVerdict({ app, env, version }, findings)}\n`);
  return findings.every(({ isKept }) => isKept) ? 0 : 1;
});
