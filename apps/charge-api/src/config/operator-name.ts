/** Names of operators, as the table of their actions has them; fit for a terminal and a log line. */
export const OPERATOR_NAME = /^[a-z0-9][a-z0-9._@-]{0,62}$/;
export const OPERATOR_NAME_RULE = '1 to 63 of a-z, 0-9, ".", "_", "@" and "-", beginning with a letter or a digit';
