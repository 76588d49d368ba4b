import type { MetaFunction } from '@remix-run/node';
import { Facts, type Fact } from '~/ui/facts';
import { Link } from '~/ui/link';
import { LongPage } from '~/ui/long-page';
import { Page, PageHeader, Section } from '~/ui/page';
import { Passage } from '~/ui/passage';
import { SafetyChecklist, type SafetyItem } from '~/ui/safety-checklist';

export const meta: MetaFunction = () => [
  { title: 'Safety · Round Robin' },
  { name: 'description', content: 'What we protect you from, what we cannot protect you from, and what you can do.' },
];

export default function Safety() {
  return (
    <Page>
      <LongPage items={CONTENTS}>
        <PageHeader
          title="How safe this is, in plain words"
          lead="Nobody can tell that you signed, or that a concern is yours, including us. Here is what that rests on, where it ends, and what you can do yourself."
        />
        <Section title="What you can do" id="advice">
          <SafetyChecklist items={ADVICE} />
        </Section>
        <Section title="What we protect you from" id="protected">
          <Facts stacked facts={PROTECTED} />
        </Section>
        <Section title="If you raise a concern" id="concerns">
          <Facts stacked facts={CONCERNS} />
        </Section>
        <Section title="What we make harder, but cannot rule out" id="reduced">
          <Facts stacked facts={REDUCED} />
        </Section>
        <Section title="What we do not promise" id="not-promised">
          <NotPromised />
        </Section>
        <Section title="If somebody presses you" id="pressed">
          <Pressed />
        </Section>
        <Section title="Leaving quickly" id="leaving">
          <Leaving />
        </Section>
      </LongPage>
    </Page>
  );
}

const CONTENTS = [
  { id: 'advice', label: 'What you can do' },
  { id: 'protected', label: 'What we protect you from' },
  { id: 'concerns', label: 'If you raise a concern' },
  { id: 'reduced', label: 'What we cannot rule out' },
  { id: 'not-promised', label: 'What we do not promise' },
  { id: 'pressed', label: 'If somebody presses you' },
  { id: 'leaving', label: 'Leaving quickly' },
];

const ADVICE: readonly SafetyItem[] = [
  {
    key: 'phone',
    state: 'good',
    text: 'Use your own phone. Whatever logs keys and screens on a work laptop also logs what you do here. “My key” shows a code to point your phone at: your words are then made on the phone and never exist on the laptop.',
  },
  {
    key: 'network',
    state: 'good',
    text: 'Use your own connection: mobile data, or the network at home, rather than the company’s wireless network or VPN. Where you can reach this site through a relay or Tor, our server does not learn your address either.',
  },
  {
    key: 'early',
    state: 'good',
    text: 'Enrol early, long before you sign anything. That you enrolled is known; when you sign should have nothing to do with it.',
  },
  {
    key: 'signed-out',
    state: 'good',
    text: 'Sign without being signed in. Signing never asks for it, and the pages say so when this device is still signed in.',
  },
  {
    key: 'paper',
    state: 'good',
    text: 'Write your twelve words on paper and keep it where you keep your passport. They are the only way back to your key, for you and for anybody else who reads them.',
  },
  {
    key: 'text',
    state: 'good',
    text: 'When you write, leave out what only you could know. No cipher protects a sentence that gives its author away.',
  },
];

const PROTECTED: readonly Fact[] = [
  {
    term: 'A colleague with a copy of every table and every backup',
    detail:
      'learns how many signed and when, to the day; not who. No table links a person to a signature: your browser proves that you are one of the people entitled to sign, without saying which.',
  },
  {
    term: 'An administrator with every password, key and log of the server',
    detail:
      'learns the same and no more. There is no key that opens the link, because there is no link. The pages you sign on read no session and write no address into a log.',
  },
  {
    term: 'Somebody who wants to inflate a count',
    detail:
      'cannot sign twice, sign after leaving, or sign without a place on the register. The register is never larger than the roster, both sizes are public, and everybody is told of an enrolment in their name and can dispute it.',
  },
  {
    term: 'Leadership or a moderator who would rather not have this count',
    detail:
      'cannot quietly change or remove a petition, a signature or an answer. The text of an open petition never changes. Every act is an entry in a public ledger that is only added to, and every refusal has its reason beside it.',
  },
];

const CONCERNS: readonly Fact[] = [
  {
    term: 'What you write',
    detail:
      'is encrypted on your device to the handlers and to your own receipt words. The server keeps ciphertext in coarse sizes, the programme, a status and days. There is no key that opens everything, and handlers’ keys never leave their browsers.',
  },
  {
    term: 'That it comes from an employee',
    detail:
      'is proved as a signature is, without saying which one. The proof is thrown away once it is checked. Even somebody with your twelve words of enrolment and a copy of every table does not find your concerns of earlier days; of the same day they could tell that you raised one, not which.',
  },
  {
    term: 'Pictures and files',
    detail:
      'are cleaned on your device before they are sent: place, camera, names and dates go, and you see a list of what went. What cannot be cleaned is not sent. What is to be seen in a picture stays in it: look at the background, at reflections and at the window’s title bar.',
  },
  {
    term: 'The conversation',
    detail:
      'opens with your receipt words on any device, and with nothing else. Whoever has them can read and write in your place. Nobody can give you new ones.',
  },
  {
    term: 'A handler who left',
    detail:
      'gets nothing new. What they could read while they were a handler, with a copy from then, they still can. If a concern is about a handler, leave them out before you send it.',
  },
];

const REDUCED: readonly Fact[] = [
  {
    term: 'Somebody in control of the running server',
    detail:
      'could change the page it sends you while you sign, or write down the address you come from. That takes an act, for nothing that the server keeps would do; and it cannot reach back to what was signed before.',
  },
  {
    term: 'Somebody who watches the network',
    detail:
      'sees that your device talks to this site, when, and how much; not what. A large file looks like a large file. Everybody who reads a petition fetches the same data that signing needs, so reading and signing begin alike.',
  },
  {
    term: 'Somebody who copies the live database again and again',
    detail:
      'sees when a signature or a concern arrives, though not whose it is, and when somebody signs in. Whoever does both within the same minutes can be found by that: sign at another time than you sign in. Once a minute what came in is put into another order.',
  },
];

function NotPromised() {
  return (
    <Passage>
      <ul>
        <li>
          We cannot protect you from a logger on the device you use, from a server altered while you sign, or from your
          network’s own logs.
        </li>
        <li>
          We cannot protect you from your own words, nor from signers who band together: all others in a crowd can tell
          what the last one did.
        </li>
        <li>That you enrolled is not secret. And if everybody in a crowd signs, everybody knows.</li>
        <li>
          Whoever holds your words, or the key on your device, can tell what you signed. You can throw both away; then
          you can no longer withdraw. A receipt that you keep is evidence on your device: beside your key it is locked
          like the key, as a file it is not.
        </li>
        <li>
          The company’s directory decides who is an employee. It could invent some, or enrol keys for people who never
          did. That is why the sizes of the roster and of the register are public, why everybody is told of an enrolment
          in their name, and why disputes are public.
        </li>
      </ul>
    </Passage>
  );
}

function Pressed() {
  return (
    <Passage>
      <p>
        Nobody can look up what you did. But somebody with power over you may ask you to prove that you did not sign. If
        you have thrown away your words and the key on this device, there is nothing left to show, either way. While you
        keep them, you can withdraw; both acts stay public, and neither carries your name.
      </p>
      <p>
        Nobody but you ever needs your words, and nobody who works on this platform will ask for them. If somebody does,
        that itself is worth telling your works council, your ombudsperson or a lawyer of your own.
      </p>
    </Passage>
  );
}

function Leaving() {
  return (
    <Passage>
      <p>
        “Leave quickly” stands on every page. It, or <kbd>Esc</kbd> pressed three times, opens a page of conversion
        tables in place of the one you were on, and clears what this tab remembers of your visit. It does not clear
        older pages from the browser’s history, and the address bar still names this site. A private window leaves less
        behind; your own phone leaves nothing on the laptop at all.
      </p>
      <p>
        More on how signing works: <Link to="/promise">what we promise</Link>.
      </p>
    </Passage>
  );
}
