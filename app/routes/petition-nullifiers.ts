import type { LoaderFunctionArgs } from '@remix-run/node';
import {
  nullifiersVersion,
  publishedNullifiers,
} from '~/features/published/figures/published-nullifiers.queries.server';
import { publishedWing } from './guards.server';
import { nullifierFile } from './nullifier-file.server';

/** A petition's published nullifiers, as bytes (see `published-nullifiers.queries.server`). */
export async function loader({ params, request, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const id = params['id'] ?? '';
  const version = await nullifiersVersion(db, id);
  return nullifierFile(request, version, (publication) => publishedNullifiers(db, id, publication));
}
