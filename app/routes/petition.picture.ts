import type { LoaderFunctionArgs } from '@remix-run/node';
import { printed, sharedFacts } from './petition-sheet.server';

/** The picture that stands beside a link to a petition: its title and its seal. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const facts = await sharedFacts(args);
  return printed(args, { kind: 'picture', facts }, { type: 'image/png', name: `petition-${facts.id}.png` });
}
