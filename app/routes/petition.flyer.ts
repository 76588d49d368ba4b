import type { LoaderFunctionArgs } from '@remix-run/node';
import { printed, sharedFacts } from './petition-sheet.server';

/** A petition's flyer, as PDF, to be printed. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const facts = await sharedFacts(args);
  return printed(args, { kind: 'flyer', facts }, { type: 'application/pdf', name: `flyer-${facts.id}.pdf` });
}
