import { programmesFileJsonSchema } from '~/features/published/programmes/programme-file';

/** What a file of programmes looks like: JSON Schema 2020-12. */
export function loader(): Response {
  return new Response(programmesFileJsonSchema(), {
    headers: { 'Content-Type': 'application/schema+json; charset=utf-8' },
  });
}
