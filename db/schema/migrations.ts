import type { ClassifiedTable, ColumnClass } from './classification';

const always = (purpose: string): ColumnClass => ({ purpose, retention: 'for ever', readers: ['nobody'] });

/** What drizzle keeps in the schema `migrations`, in a table that is not ours: which migrations were applied. */
export const migrationsClasses: readonly ClassifiedTable[] = [
  {
    schema: 'migrations',
    table: 'applied',
    columns: {
      id: always('Number of the row'),
      hash: always('SHA-256 of the migration'),
      created_at: always('When the migration was written'),
    },
  },
];
