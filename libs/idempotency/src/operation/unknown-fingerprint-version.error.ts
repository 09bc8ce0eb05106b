/**
 * The key was stored by a later build, which is normal while a deploy is rolled out or back. Whether the request is the
 * stored one can't be told here, so it is neither refused as reused nor run. Retryable: another process knows the rule.
 */
export class UnknownFingerprintVersionError extends Error {
  override readonly name = 'UnknownFingerprintVersionError';

  constructor(version: number) {
    super(
      `the key was stored under fingerprint version ${version}, which this build does not know: ` +
        'deploy a build that knows it, then the same request with the same key is answered',
    );
  }
}
