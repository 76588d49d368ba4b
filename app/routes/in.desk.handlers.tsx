import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData, useRevalidator } from '@remix-run/react';
import { withdrawRequest } from '~/features/identified/handlers/ask-to-handle.server';
import { HandlersDesk } from '~/features/identified/handlers/components/handlers-desk';
import { handlerDesk } from '~/features/identified/handlers/handler-desk.queries.server';
import { dayOf } from '~/platform/clock';
import { Page, PageHeader } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Handlers’ keys · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber, name } = await requireRole(args, 'handler');
  const { clock, settings } = args.context;
  return {
    desk: await handlerDesk({ db: identifiedWing(args.context).db, clock, settings }, personNumber),
    name,
    place: { organisation: settings.organisation, day: dayOf(clock.now()) },
  };
}

/** Takes back what was asked; everything else is signed and goes to `acts`. */
export async function action(args: ActionFunctionArgs) {
  const { personNumber } = await requireRole(args, 'handler');
  await withdrawRequest(identifiedWing(args.context).db, personNumber);
  return redirect('/in/desk/handlers');
}

export default function HandlersKeys() {
  const { desk, name, place } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  return (
    <Page>
      <PageHeader
        title="Handlers’ keys"
        lead="Concerns are encrypted to the keys of handlers. Each key is made in its holder’s browser and let in by another handler’s signature; nobody else can add one."
      />
      <HandlersDesk desk={desk} name={name} place={place} onChanged={revalidate} />
    </Page>
  );
}

export { PageError as ErrorBoundary };
