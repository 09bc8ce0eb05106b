/** The services that cross boundaries with a crash point. */
export type FailpointApp = 'charge-api' | 'relay' | 'ledger-consumer';

/**
 * A commit or acknowledgement boundary, named after the service that crosses it and by what has happened and what has not.
 * Who owns the boundary lists its label; what a crash there leaves behind is written at the boundary itself.
 */
export type FailpointLabel = `${FailpointApp}.${string}`;
