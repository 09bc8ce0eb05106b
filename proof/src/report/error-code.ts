/** `ENOENT` and the like. Not by `instanceof`, for errors of Node's own may come from another realm than the test's. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
