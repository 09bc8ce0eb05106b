import canonicalize from 'canonicalize';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { OperationRequest } from './operation-request.ts';
import { UnknownFingerprintVersionError } from './unknown-fingerprint-version.error.ts';

/** The parts of a request that tell one operation from another. */
export type Fingerprinted = Pick<OperationRequest<unknown>, 'operation' | 'resourceIds' | 'input'>;

/** One way to condense a request into 32 bytes. Once a key was stored under it, it never changes. */
export type FingerprintRule = (request: Fingerprinted) => Buffer;

/**
 * The rules that a build knows. A changed rule gets a new number and the old one stays for ever, as the keys do. To
 * raise `current` takes two deploys: the first teaches every process the new rule, the second stores new keys under it.
 */
export interface Fingerprints {
  /** Version that new keys are stored under. */
  current: number;
  rules: Readonly<Record<number, FingerprintRule>>;
}

/** RFC 8785 canonical JSON of the three parts in one array, so that no two of them can run into each other. */
const versionOne: FingerprintRule = ({ operation, resourceIds, input }) => {
  const canonical = canonicalize([operation, [...resourceIds], input]);
  if (canonical === undefined) throw new TypeError('the input of an operation must be a JSON value');
  return createHash('sha256').update(canonical, 'utf8').digest();
};

export const DEFAULT_FINGERPRINTS: Fingerprints = { current: 1, rules: { 1: versionOne } };

/**
 * SHA-256 (32 bytes) that tells one operation from another under the same key.
 * @throws UnknownFingerprintVersionError for a version that this build does not know
 */
export function fingerprintOf(
  request: Fingerprinted,
  { current, rules }: Fingerprints = DEFAULT_FINGERPRINTS,
  version = current,
): Buffer {
  const rule = rules[version];
  if (!rule) throw new UnknownFingerprintVersionError(version);
  return rule(request);
}

/** True when `request` is the operation that was stored, compared under the version stored with the key. */
export function hasFingerprint(
  request: Fingerprinted,
  stored: { fingerprint: Buffer; fingerprintVersion: number },
  fingerprints: Fingerprints = DEFAULT_FINGERPRINTS,
): boolean {
  return timingSafeEqual(fingerprintOf(request, fingerprints, stored.fingerprintVersion), stored.fingerprint);
}
