import type { AppLoadContext } from '@remix-run/node';
import { storedTables, type StoredTables } from '~/features/published/storage/stored-tables';

/** What is stored, and how the database's rights differ from the declared ones. @throws Response 404 without the role */
export async function readStorage({
  storage,
}: AppLoadContext): Promise<StoredTables & { differences: readonly string[] }> {
  if (!storage) throw new Response('Another process shows this.', { status: 404 });
  const live = await storage.live();
  return { ...storedTables(storage.classes, live), differences: live.differences };
}
