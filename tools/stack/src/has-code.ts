/** True for an error of the system (`ENOENT`, `EEXIST`, …) with this code. */
export const hasCode = (error: unknown, code: string): boolean =>
  Error.isError(error) && 'code' in error && error.code === code;
