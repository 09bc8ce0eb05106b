import type { FastifyRequest } from 'fastify';

const PROBES = new Set(['/livez', '/readyz', '/metrics']);

/** As it is declared, with names for what a caller fills in; never the URL. */
export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

/** Asked every few seconds by whoever runs the service: they would drown everything else. */
export const isProbe = (request: FastifyRequest): boolean => PROBES.has(routeOf(request));
