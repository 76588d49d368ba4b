/** Name of the migrated database that test databases are copied from. */
export const templateDatabase = 'round_robin_template';
