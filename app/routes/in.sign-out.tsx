import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { Button, ButtonLink } from '~/ui/button';
import { Cluster, Page, PageHeader } from '~/ui/page';
import { identifiedWing, signedInPerson } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Sign out · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const person = await signedInPerson(args);
  return { name: person?.name ?? null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const setCookie = await identifiedWing(context).sessions.end(request);
  return redirect('/in/sign-out', { headers: { 'Set-Cookie': setCookie } });
}

export default function SignOut() {
  const { name } = useLoaderData<typeof loader>();
  if (name === null) {
    return (
      <Page width="narrow">
        <PageHeader
          title="You are signed out"
          lead="Nothing on this device says who you are to this site. It is a good moment to read, and to sign."
        />
        <Cluster>
          <ButtonLink to="/petitions">To the petitions</ButtonLink>
          <ButtonLink to="/in/sign-in" tone="quiet">
            Sign in again
          </ButtonLink>
        </Cluster>
      </Page>
    );
  }
  return (
    <Page width="narrow">
      <PageHeader
        title="Sign out?"
        lead="You are signed in here as the person below. Your key, if it is on this device, stays where it is."
      />
      <div className="stack">
        <p className="serif">{name}</p>
        <Form method="post">
          <Cluster>
            <Button>Sign out in this browser</Button>
            <ButtonLink to="/in/me" tone="quiet">
              Not now
            </ButtonLink>
          </Cluster>
        </Form>
      </div>
    </Page>
  );
}

export { PageError as ErrorBoundary };
