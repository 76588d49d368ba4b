import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./db/schema/wings.ts', './db/schema/{identified,published,anonymous}*.ts'],
  out: './migrations',
  casing: 'snake_case',
});
