import type { LoaderFunctionArgs } from '@remix-run/node';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { publishedWing } from './guards.server';
import { newsFeedResponse } from './news-feed.server';

/** What happens with one petition, once it opened: the same bytes for every reader. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const petition = await petitionRecord(publishedWing(args.context).db, args.params['petitionId'] ?? '');
  if (!petition || petition.openedDay === null) throw new Response(null, { status: 404 });
  const { id, text } = petition;
  return newsFeedResponse(
    args,
    {
      key: ['petition', id],
      title: text.title,
      subtitle: 'What its organizers say, what leadership answers and owes, and how it ends.',
      path: `/petitions/${id}/feed.atom`,
      pagePath: `/petitions/${id}`,
    },
    { petitionId: id },
  );
}
