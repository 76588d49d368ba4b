import type { LoaderFunctionArgs } from '@remix-run/node';
import { ledgerKeys } from '~/features/published/ledger/ledger-keys.server';
import { publishedWing } from './guards.server';
import { publicAnswer } from './public-answer.server';

/** Every key that the ledger had, each signed for by the one before, and the key of receipts (protocol 6). */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const { settings, publicKeys } = context;
  const ledger = await ledgerKeys(publishedWing(context).db);
  const body = { v: 1, organisation: settings.organisation, ledger, receipts: publicKeys.receipt };
  return publicAnswer(request, JSON.stringify(body), 'application/json');
}
