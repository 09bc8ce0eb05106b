/** Names a call to the proxy, which takes it off: the same call then meets the same fate in every run. */
export const CALL_HEADER = 'once-proof-call';
