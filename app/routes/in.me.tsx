import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { accessesTo } from '~/features/identified/access-log/access-log.queries.server';
import { AccessTable } from '~/features/identified/access-log/components/access-table';
import { PublicFacts } from '~/features/identified/accounts/components/public-facts';
import { SessionList } from '~/features/identified/accounts/components/session-list';
import { StoredTables } from '~/features/identified/accounts/components/stored-tables';
import { AccountError } from '~/features/identified/accounts/account-error';
import { endSession } from '~/features/identified/accounts/end-session.server';
import { roleWords } from '~/features/identified/accounts/role';
import { publicAbout } from '~/features/identified/accounts/public-about.queries.server';
import { openSessions } from '~/features/identified/accounts/session.queries.server';
import { storedAbout } from '~/features/identified/accounts/stored-about.queries.server';
import { reviewsOf } from '~/features/identified/answering/draft-view.queries.server';
import { LetterSwitch } from '~/features/identified/letter/components/letter-switch';
import { changeLetter, takesLetter } from '~/features/identified/letter/letter-taker.server';
import { dayOf } from '~/platform/clock';
import { Button, ButtonLink } from '~/ui/button';
import { Card } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { Link } from '~/ui/link';
import { Grid, Page, PageHeader, Section } from '~/ui/page';
import { Pagination } from '~/ui/pagination';
import { desksOf, reviewsDesk } from './desks';
import { identifiedWing, requirePerson } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Your page · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const person = await requirePerson(args);
  const { db, sessions } = identifiedWing(args.context);
  const now = args.context.clock.now();
  const current = await sessions.read(args.request);
  const page = Number(new URL(args.request.url).searchParams.get('looks') ?? 1);
  return {
    person,
    roles: person.roles.map((role) => ({ role, ...roleWords[role] })),
    desks: [...desksOf(person.roles), ...((await reviewsOf(db, person.personNumber)).length > 0 ? [reviewsDesk] : [])],
    sessions: await openSessions(db, { accountId: person.accountId, now }),
    current: current?.idHash ?? '',
    looks: await accessesTo(db, { personNumber: person.personNumber, page }),
    stored: await storedAbout(db, person),
    facts: await publicAbout(db, person),
    letter: await takesLetter(db, person.personNumber),
    today: dayOf(now),
  };
}

export async function action(args: ActionFunctionArgs) {
  const [{ accountId, personNumber }, form] = [await requirePerson(args), await args.request.formData()];
  const { db, sessions } = identifiedWing(args.context);
  const idHash = form.get('session');
  switch (form.get('intent')) {
    case 'sign-out-everywhere':
      return redirect('/in/sign-out', { headers: { 'Set-Cookie': await sessions.endAll(accountId) } });
    case 'take-letter':
    case 'stop-letter':
      await changeLetter({ db, ...args.context }, { personNumber, takes: form.get('intent') === 'take-letter' });
      return redirect('/in/me#letter');
    case 'end-session':
      try {
        await endSession(db, { accountId, idHash: typeof idHash === 'string' ? idHash : '' });
      } catch (error) {
        // Whatever it was, it is not signed in as this person: that is what was asked for.
        if (!(error instanceof AccountError)) throw error;
      }
      return redirect('/in/me');
    default:
      throw new Response(null, { status: 400 });
  }
}

export default function Me() {
  const { person, roles, desks, sessions, current, looks, stored, facts, letter, today } =
    useLoaderData<typeof loader>();
  return (
    <Page width="reading">
      <PageHeader
        title={person.name}
        state="Your page. Only you see it."
        lead="What this site knows about you, all of it. What you signed is not among it: nobody but your own device knows that."
      />
      <Facts
        facts={[
          { term: 'Address', detail: person.email },
          { term: 'Employee number', detail: person.personNumber },
          { term: 'Unit', detail: person.unitPath },
        ]}
      />
      <Section title="What you may do">
        <Facts stacked facts={roles.map(({ name, may }) => ({ term: name, detail: may }))} />
      </Section>
      <Section title="Your desks">
        <Grid>
          <Card title={<Link to="/in/my-key">My enrolment</Link>}>
            <p>The keys enrolled in your name: enrol, replace a lost one, dispute one that is not yours.</p>
          </Card>
          {desks.map((desk) => (
            <Card key={desk.to} title={<Link to={desk.to}>{desk.label}</Link>}>
              <p>{desk.about}</p>
            </Card>
          ))}
        </Grid>
      </Section>
      <Section title="The weekly letter" id="letter">
        <LetterSwitch takes={letter} />
      </Section>
      <Section title="Where you are signed in" id="sessions">
        <div className="stack">
          <p>
            A session ends at a midnight, at least seven days after it began. When it began, from where, and when you
            were last here is written down nowhere.
          </p>
          <SessionList sessions={sessions} current={current} now={today} />
          <Form method="post">
            <input type="hidden" name="intent" value="sign-out-everywhere" />
            <Button tone="grave">Sign out everywhere</Button>
          </Form>
        </div>
      </Section>
      <Section title="Who looked at your data" id="looks">
        {looks.lines.length === 0 ? (
          <p>Nobody has. Every look of the staff at your data will stand here, for two years.</p>
        ) : (
          <>
            <AccessTable caption="Looks at your data" lines={looks.lines} now={today} reader={person.personNumber} />
            <Pagination
              label="Looks"
              page={looks.page}
              pages={looks.pages}
              href={(page) => `/in/me?looks=${String(page)}#looks`}
            />
          </>
        )}
      </Section>
      <Section title="What of it is public" id="public">
        <div className="stack">
          <PublicFacts facts={facts} />
        </div>
      </Section>
      <Section title="What is stored about you" id="stored">
        <div className="stack">
          <p>
            Every table that can hold a row about you, and why each of its columns exists. All tables, those about
            nobody too, are under <Link to="/transparency/stored">What is stored</Link>. The file has all of it, with
            every look at your data.
          </p>
          <StoredTables tables={stored} />
          <ButtonLink to="/in/me/data" tone="secondary" download="what-is-stored-about-me.json">
            Download all of it
          </ButtonLink>
        </div>
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
