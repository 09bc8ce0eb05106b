/** Another process owns the data folder. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';

  constructor(dataDir: string, reason: string, options?: ErrorOptions) {
    super(`the data folder ${dataDir} is in use: ${reason}; stop that process or choose another --data-dir`, options);
  }
}
