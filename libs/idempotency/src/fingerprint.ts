import canonicalize from 'canonicalize';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { OperationRequest } from './operation-request.ts';

type Hashed = Pick<OperationRequest<unknown>, 'operation' | 'resourceIds' | 'input'>;

/** RFC 8785 canonical JSON of the three parts in one array, so that no two of them can run into each other. */
const versionOne = ({ operation, resourceIds, input }: Hashed): Buffer => {
  const canonical = canonicalize([operation, [...resourceIds], input]);
  if (canonical === undefined) throw new TypeError('the input of an operation must be a JSON value');
  return createHash('sha256').update(canonical, 'utf8').digest();
};

/**
 * Every version that a stored key may carry. A changed rule gets a new number and the old one stays, so that a deploy
 * does not turn a legal retry into a 422.
 */
const VERSIONS: Readonly<Record<number, (request: Hashed) => Buffer>> = { 1: versionOne };

/** Version that new keys are stored under. */
export const CURRENT_FINGERPRINT_VERSION = 1;

/**
 * SHA-256 (32 bytes) that tells one operation from another under the same key.
 * @throws RangeError for a version that this build does not know: it must not guess that two requests are equal.
 */
export function fingerprintOf(request: Hashed, version = CURRENT_FINGERPRINT_VERSION): Buffer {
  const rule = VERSIONS[version];
  if (!rule) throw new RangeError(`fingerprint version ${version} is not known to this build`);
  return rule(request);
}

/** True when `request` is the operation that was stored, compared under the version stored with the key. */
export function hasFingerprint(request: Hashed, stored: { fingerprint: Buffer; fingerprintVersion: number }): boolean {
  return timingSafeEqual(fingerprintOf(request, stored.fingerprintVersion), stored.fingerprint);
}
