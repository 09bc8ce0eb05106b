/** Injection token of the `pg` pool on the charge database. */
export const DATABASE_POOL = Symbol('DATABASE_POOL');
