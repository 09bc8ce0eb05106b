/** With the charge's id behind it, the key of a charge's first expiry; those after it end in `-2`, `-3` and so on. */
export const EXPIRY_KEY_PREFIX = 'once-expire-';

/**
 * True for the keys of this service's own jobs. Nobody else begins anything under one: whoever took the key of a job
 * would keep it from its work.
 */
export const isJobKey = (key: string): boolean => key.startsWith(EXPIRY_KEY_PREFIX);
