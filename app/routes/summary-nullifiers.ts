import type { LoaderFunctionArgs } from '@remix-run/node';
import {
  corroborationNullifiers,
  corroborationNullifiersVersion,
} from '~/features/published/figures/corroboration-nullifiers.queries.server';
import { publishedWing } from './guards.server';
import { nullifierFile } from './nullifier-file.server';

/** A summary's published nullifiers, as bytes (see `corroboration-nullifiers.queries.server`). */
export async function loader({ params, request, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const id = params['id'] ?? '';
  const version = await corroborationNullifiersVersion(db, id);
  return nullifierFile(request, version, (publication) => corroborationNullifiers(db, id, publication));
}
