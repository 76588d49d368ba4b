import type { MetaFunction } from '@remix-run/node';
import { Link } from '~/ui/link';
import { LongPage } from '~/ui/long-page';
import { Page, PageHeader, Section } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { Table } from '~/ui/table';
import { Timeline } from '~/ui/timeline';

export const meta: MetaFunction = () => [
  { title: 'How it works, and what we promise · Round Robin' },
  {
    name: 'description',
    content: 'How people sign together so that nobody can tell who, and how everybody can count them.',
  },
];

export default function Promise() {
  return (
    <Page>
      <LongPage items={CONTENTS}>
        <PageHeader
          title="How it works, and what we promise"
          lead="Sailors who petitioned their captain signed in a circle, so that nobody could tell who had signed first. That paper was called a round robin. This is the same thing for a company."
        />
        <Section title="The promise" id="promise">
          <div className="prose">
            <blockquote>
              Give every table, every backup, every log and every server key to every employee: still nobody learns who
              signed what. And everybody can check that each signature comes from a different key, on a register no
              larger than the company’s roster.
            </blockquote>
          </div>
        </Section>
        <Section title="From your key to an answer" id="course">
          <Timeline entries={COURSE} />
        </Section>
        <Section title="Why nobody can tell that you signed" id="unseen">
          <WhyUnseen />
        </Section>
        <Section title="Why nobody can tell whose a concern is" id="concerns">
          <WhyConcerns />
        </Section>
        <Section title="Why the count can be trusted" id="count">
          <WhyTrusted />
        </Section>
        <Section title="The crowd" id="crowd">
          <TheCrowd />
        </Section>
        <Section title="Who can see what" id="public">
          <Table
            caption="Who can see what"
            captionHidden
            columns={SEEN_COLUMNS}
            rows={SEEN}
            rowKey={(row) => row.fact}
          />
        </Section>
        <Section title="Source" id="source">
          <Source />
        </Section>
      </LongPage>
    </Page>
  );
}

const CONTENTS = [
  { id: 'promise', label: 'The promise' },
  { id: 'course', label: 'From your key to an answer' },
  { id: 'unseen', label: 'Why nobody can tell' },
  { id: 'concerns', label: 'Whose a concern is' },
  { id: 'count', label: 'Why the count can be trusted' },
  { id: 'crowd', label: 'The crowd' },
  { id: 'public', label: 'Who can see what' },
  { id: 'source', label: 'Source' },
];

const COURSE = [
  {
    key: 'enrol',
    when: 'Once, signed in',
    what: 'You enrol. Your device draws twelve words and makes a key from them. Only a number computed from the key, the identity commitment, goes to the register. That you enrolled is known; the key is not.',
  },
  {
    key: 'sign',
    when: 'Later, not signed in',
    what: 'You sign. Your device proves that it holds one of the keys on the register, without saying which. No account, no cookie and no address is kept with it.',
  },
  {
    key: 'count',
    when: 'Once a day',
    what: 'All signatures of the day are published together, in an order that has nothing to do with when they came. Only then do they count.',
  },
  {
    key: 'answer',
    when: 'At the threshold',
    what: 'Leadership owes an answer to each demand, by a date. The answer, or its absence, stands on the petition’s page.',
  },
];

function WhyUnseen() {
  return (
    <Passage>
      <p>
        Imagine everybody who enrolled putting a closed padlock on a fence, side by side. To sign, you show that you
        hold a key to one of the locks, behind a curtain, in a way that convinces everybody and points at none of them.
        That curtain is mathematics: a zero-knowledge proof, made on your device by the Semaphore protocol, checked by
        our server and open to be checked by anybody else.
      </p>
      <p>
        So there is no list of who signed: not in the database, not in a backup, not in a log. Nobody can lose, sell or
        be made to hand over what does not exist. There is no setting that turns this off.
      </p>
      <p>
        What this cannot do is said on the <Link to="/safety">safety page</Link>.
      </p>
    </Passage>
  );
}

function WhyConcerns() {
  return (
    <Passage>
      <p>
        To raise a <Link to="/concerns">concern</Link> nobody signs in. Your device draws twelve receipt words and makes
        from them the name under which the concern is kept, and the key that opens the conversation. It encrypts what
        you write to the <Link to="/handlers">handlers</Link>, proves that one of the keys on the register sends it, and
        the server throws that proof away once it is checked.
      </p>
      <p>
        Each key can raise three concerns a day, so that nobody can bury the desk. What counts them is a mark that
        belongs to one day only and stands beside no concern; it is deleted when the day is over.
      </p>
      <p>
        That concerns were filed on a day is in the ledger, as digests among random ones, so that not even their number
        shows. With your receipt words you can prove, to whom you choose, that yours is among them.
      </p>
    </Passage>
  );
}

function WhyTrusted() {
  return (
    <Passage>
      <p>
        Each key leaves the same mark, its nullifier, on a petition however often it signs: a second signature is
        recognised as the same one, without anybody learning whose. Marks on two petitions have nothing in common, so
        they cannot be tied together.
      </p>
      <p>
        Who is on the roster has one place on the register at most, also after a lost phone; who leaves the company
        loses it. Sizes, changes and disputes are public. Everybody is told when a key is enrolled in their name.
      </p>
      <p>
        Every opening, every edition of the register, every signature and every answer is an entry in a ledger that can
        only be added to. Your receipt for a signature is signed by the server. Your device keeps it beside your key,
        looks for itself whether it is counted, and can show it to anybody if the signature is left out. It remembers
        the ledger too, and stops where what it is shown is not what it was shown before.
      </p>
      <p>
        You need not believe any of this: <Link to="/transparency">here is how to check it</Link>.
      </p>
    </Passage>
  );
}

function TheCrowd() {
  return (
    <Passage>
      <p>
        The crowd is everybody whose key is on the petition’s register today. You see how large it is before you sign,
        and how many of it have signed. Signing is not offered in a crowd below the minimum (ten, on a real
        installation), and no number below it is ever shown. Where a petition sets a critical mass, nothing at all is
        shown until it is reached; if it never is, the signatures are deleted on the closing date. Whoever reads the
        database itself could count before that.
      </p>
    </Passage>
  );
}

interface Seen {
  fact: string;
  who: string;
}

const SEEN_COLUMNS = [
  { key: 'fact', header: 'What', cell: (row: Seen) => row.fact },
  { key: 'who', header: 'Who can see it', cell: (row: Seen) => row.who },
];

const SEEN: readonly Seen[] = [
  { fact: 'Petitions, counts, answers, refusals and their reasons', who: 'Everybody' },
  { fact: 'How many enrolled, and how large the roster is', who: 'Everybody' },
  { fact: 'That a certain person enrolled, and on which day', who: 'That person, and whoever may read the database' },
  { fact: 'Who started a petition under their name', who: 'Everybody' },
  {
    fact: 'Name, work e-mail and unit of a person',
    who: 'That person and administrators; each look is logged and can be read by whom it concerns',
  },
  { fact: 'On which day a signature was published', who: 'Everybody' },
  { fact: 'What you signed', who: 'You alone, on the device that holds your key' },
  { fact: 'Who signed', who: 'Nobody' },
  { fact: 'What the company says of a monitoring programme, and every revision of it', who: 'Everybody' },
  { fact: 'What a concern says', who: 'Handlers who are not left out, and whoever has its receipt words' },
  { fact: 'How many concerns a programme has', who: 'Handlers; everybody from the minimum up' },
  { fact: 'Who raised a concern', who: 'Nobody' },
];

function Source() {
  return (
    <Passage>
      <p>
        Round Robin is free software under the GNU Affero General Public License, version 3 or later. Whoever runs it
        for you owes you the source of exactly what runs here, changes included: ask those who look after this
        installation.
      </p>
    </Passage>
  );
}
