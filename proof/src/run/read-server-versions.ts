import { embeddedKafkaVersion } from '@once/stack';
import { readOnlySnapshot } from '../checker/sources/read-only-snapshot.ts';
import type { RunEnvironment } from '../model/run-record.ts';
import type { ProofTargets } from '../model/targets.ts';

export type ServerVersions = Pick<RunEnvironment['versions'], 'postgres' | 'kafka'>;

/**
 * Of the servers that the stack runs on. A broker does not tell its version to clients: that of one that was there
 * already is null.
 */
export async function readServerVersions(
  { chargeDbUrl }: Pick<ProofTargets, 'chargeDbUrl'>,
  env: NodeJS.ProcessEnv,
): Promise<ServerVersions> {
  const [row] = await readOnlySnapshot(chargeDbUrl, (snapshot) =>
    snapshot.rows<{ version: string }>(`SELECT split_part(current_setting('server_version'), ' ', 1) AS version`),
  );
  return { postgres: row?.version ?? null, kafka: env['KAFKA_BROKERS'] ? null : await embeddedKafkaVersion() };
}
