import type { LoaderFunctionArgs } from '@remix-run/node';
import { programmesFile } from '~/features/published/programmes/programme-file';
import { currentProgrammes } from '~/features/published/programmes/programmes.queries.server';
import { dayOf } from '~/platform/clock';
import { publishedWing } from './guards.server';

/** The whole register of programmes as a file; its schema is `/programmes.schema.json`. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const programmes = await currentProgrammes(publishedWing(context).db);
  const { organisation } = context.settings;
  return new Response(programmesFile(programmes, { organisation, day: dayOf(context.clock.now()) }), {
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  });
}
