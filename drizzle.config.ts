import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./db/schema/identified.ts', './db/schema/published.ts', './db/schema/anonymous.ts'],
  out: './migrations',
  casing: 'snake_case',
});
