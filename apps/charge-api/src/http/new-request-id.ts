import { v7 as uuidv7 } from 'uuid';

/** Ours, never the caller's: an id of the caller's choice could be another request's. */
export const newRequestId = (): string => `req_${uuidv7()}`;
