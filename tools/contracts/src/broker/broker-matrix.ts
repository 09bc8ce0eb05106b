import type { Finding } from '../can-i-deploy/judge-deployment.ts';
import type { DeployedVersion } from './pact-broker.ts';

interface MatrixSide {
  readonly name: string;
  readonly version?: { readonly number: string } | null;
}

/** The broker's answer to who gets along with whom. */
export interface Matrix {
  /** `deployable` is null where a verification is missing. */
  readonly summary: { readonly deployable: boolean | null; readonly reason: string };
  readonly matrix: readonly {
    readonly consumer: MatrixSide;
    readonly provider: MatrixSide;
    readonly verificationResult?: { readonly success: boolean } | null;
  }[];
}

const versionOf = ({ version }: MatrixSide): string => version?.number ?? '-';

/** Rows of the matrix; where the broker says no for a reason that no row shows, that reason is a finding of its own. */
export function findingsOf({ summary, matrix }: Matrix, { app, version, env }: DeployedVersion): Finding[] {
  const findings = matrix.map(({ consumer, provider, verificationResult: result }): Finding => ({
    ...{ consumer: consumer.name, consumerVersion: versionOf(consumer) },
    ...{ provider: provider.name, providerVersion: versionOf(provider) },
    isKept: result?.success === true,
    reason: result ? (result.success ? 'verified' : 'the verification failed') : 'there is no verification',
  }));
  if (summary.deployable === true || findings.some(({ isKept }) => !isKept)) return findings;
  const side = { consumer: app, consumerVersion: version, provider: env, providerVersion: '-' };
  return [...findings, { ...side, isKept: false, reason: summary.reason }];
}
