import type { MetaFunction } from '@remix-run/node';
import { Card } from '~/ui/card';
import { Link } from '~/ui/link';
import { Grid, Page, PageHeader, Section } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [
  { title: 'Transparency · Round Robin' },
  { name: 'description', content: 'What anybody can check about this site, and how. What nobody can.' },
];

export default function Transparency() {
  return (
    <Page>
      <PageHeader
        title="Do not take our word for it"
        lead="Whatever this site says about counts, answers and secrecy, somebody who trusts nobody here can check. These are the ways, and where each of them ends."
      />
      <Section title="What you can check">
        <Grid>
          {CHECKS.map(({ to, title, words }) => (
            <Card key={to} title={<Link to={to}>{title}</Link>}>
              <p>{words}</p>
            </Card>
          ))}
        </Grid>
      </Section>
      <Section title="What nobody can check from outside" id="limits">
        <Passage>
          <p>
            Whether a server that answers you now also writes down who asked, or gives one visitor another page than the
            rest. Comparing what it serves with its source finds changed programs for whoever compares; it does not find
            what is done to one person once. Who needs more than that signs{' '}
            <Link to="/transparency/client#signer">without a browser</Link>, with our program or one of their own: what
            it has to send is written down to the byte.
          </p>
          <p>
            Whether everybody on the register works here. The company’s directory decides that. So the sizes of roster
            and register are public, everybody is told of an enrolment in their name, and a dispute is an entry in the
            ledger.
          </p>
          <p>
            Whether a device is watched. What that means for you is on the <Link to="/safety">safety page</Link>.
          </p>
        </Passage>
      </Section>
    </Page>
  );
}

const CHECKS = [
  {
    to: '/transparency/ledger',
    title: 'The ledger',
    words:
      'Every signature, answer, pledge and act of moderation is an entry in one public list that can only grow. Its state is signed at every publication: who keeps an old signature can prove a change.',
  },
  {
    to: '/transparency/witnesses',
    title: 'Witnesses',
    words:
      'A works council, a union or leadership watches the ledger on a machine of its own, and signs what it saw. So nobody can be shown another history than the rest.',
  },
  {
    to: '/transparency/audit',
    title: 'The audit',
    words:
      'Counts everything again from public data, every proof included: here in your browser, or with one command on your machine.',
  },
  {
    to: '/my-key',
    title: 'Your own signatures',
    words:
      'The device that signed looks for itself whether each of its receipts is in the ledger, without telling anybody whose they are.',
  },
  {
    to: '/transparency/drill',
    title: 'The leak drill',
    words:
      'A company of a thousand, all of its data given away, and every attack that we could think of: what each of them found out about who signed.',
  },
  {
    to: '/transparency/stored',
    title: 'What is stored',
    words: 'Every column of every table: what for, for how long, and which part of the site may read or change it.',
  },
  {
    to: '/transparency/client',
    title: 'The program you are given',
    words: 'What browsers are served can be built again from its source and compared, byte for byte.',
  },
  {
    to: '/api',
    title: 'For programs',
    words: 'Everything that the public pages show, as JSON, with a description that every answer is held to.',
  },
  {
    to: '/transparency/client#signer',
    title: 'Signing without a browser',
    words:
      'One file that you keep and can read enrols, signs, withdraws and looks for your receipts, on your machine. It runs nothing that comes from here.',
  },
];

export { PageError as ErrorBoundary };
