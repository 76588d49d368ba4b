import type { MetaFunction } from '@remix-run/node';
import type { ReactNode } from 'react';
import { Link } from '~/ui/link';
import { LongPage } from '~/ui/long-page';
import { Page, PageHeader, Section } from '~/ui/page';
import { Passage } from '~/ui/passage';

export const meta: MetaFunction = () => [
  { title: 'Help · Round Robin' },
  {
    name: 'description',
    content:
      'Signing, withdrawing, lost and stolen keys, judging answers, concerns and their receipt words, counts that do not show yet.',
  },
];

export default function Help() {
  return (
    <Page>
      <LongPage items={CONTENTS}>
        <PageHeader title="Help" lead="Short answers. None of them needs anybody to know who you are." />
        {SUBJECTS.map((subject) => (
          <Section key={subject.id} title={subject.title} id={subject.id}>
            <Passage>
              {subject.answers.map((answer) => (
                <Answer key={answer.question} question={answer.question}>
                  {answer.words}
                </Answer>
              ))}
            </Passage>
          </Section>
        ))}
      </LongPage>
    </Page>
  );
}

function Answer({ question, children }: { question: string; children: ReactNode }) {
  return (
    <section>
      <h3>{question}</h3>
      <p>{children}</p>
    </section>
  );
}

interface Subject {
  id: string;
  title: string;
  answers: { question: string; words: ReactNode }[];
}

const myKey = <Link to="/my-key">My key</Link>;

const SUBJECTS: readonly Subject[] = [
  {
    id: 'signing',
    title: 'Signing',
    answers: [
      {
        question: 'My signature does not show',
        words:
          'Signatures are counted once a day, all together, so that nobody can watch the number move while a colleague is at the keyboard. Each petition says when the next count is. Where it has set a critical mass, no number shows until that is reached.',
      },
      {
        question: 'I enrolled today and cannot sign yet',
        words:
          'New keys join the register at the next publication, together and in no particular order. From then on you can sign.',
      },
      {
        question: 'It says the crowd is too small',
        words:
          'Too few people have enrolled for anybody to vanish among them. Ask colleagues to enrol: that commits nobody to anything, and it protects everybody who signs.',
      },
      {
        question: 'Can I take my signature back?',
        words:
          'Yes, while the petition is open, with the same key: open the petition and choose to withdraw. The count falls at the next publication. Both acts stay public, without a name. You can withdraw even after leaving the company.',
      },
      {
        question: 'The connection broke while I signed',
        words: 'Sign again. The same signature sent twice is recognised as one, and you get the same receipt.',
      },
      {
        question: 'Signing takes long',
        words:
          'Your device does a large calculation so that our server need not know you: a second or two, on an older phone up to ten. The page shows how far it is. Keep it open.',
      },
      {
        question: 'It says that signing needs JavaScript',
        words: 'Your key never leaves your device, so your browser has to do the work. Everything can be read without.',
      },
    ],
  },
  {
    id: 'key',
    title: 'Your key',
    answers: [
      {
        question: 'I have a new phone',
        words: <>Open {myKey} on it and type in your twelve words. Nothing changes on the register.</>,
      },
      {
        question: 'I lost my phone and my words',
        words: (
          <>
            Sign in, open {myKey} and say that the key is lost. Your next key can sign petitions that are opened later;
            for those open now the old one stays the only one, so that nobody counts twice.
          </>
        ),
      },
      {
        question: 'Somebody else may have my words',
        words: (
          <>
            Sign in, open {myKey} and say that the key was stolen. It is struck from every register at the next
            publication. What is open now you can no longer sign, with either key.
          </>
        ),
      },
      {
        question: 'I got a mail about an enrolment, and it was not me',
        words: (
          <>
            Sign in, open {myKey} and dispute it. The key is struck off, the dispute is entered in the public ledger
            without your name, and you can enrol yourself.
          </>
        ),
      },
      {
        question: 'How do I see what I signed?',
        words: (
          <>
            Open {myKey} on the device that holds the key. It is worked out there, from public data; nobody else can do
            that.
          </>
        ),
      },
    ],
  },
  {
    id: 'petitions',
    title: 'Petitions',
    answers: [
      {
        question: 'Who decides what is published?',
        words:
          'A moderator reads each petition before it opens and accepts it, sends it back, or rejects it, with a reason. Rejected ones stay listed with theirs, and their organizers may ask once that another moderator decides. Nobody moderates a petition of their own, nor one that asks them as leadership. What waits longer than it should is told below the list of petitions.',
      },
      {
        question: 'Can I start a petition without my name?',
        words: (
          <>
            Yes: <Link to="/petitions/start">start it unseen</Link>, best on your own phone. The draft stays on the
            device, and nobody can tell whose it is, but how you write may. Twelve words that are made for it{' '}
            <Link to="/petitions/mine">open it again</Link>: to see what was decided, to post news, to end it. Lost ones
            cannot be given again; then it goes on by itself until it closes.
          </>
        ),
      },
      {
        question: 'It says “counting starts at 50”. What does that mean?',
        words:
          'Whoever wrote the petition chose that nothing of its signatures is published before there are so many. Below that nobody is shown a number, its organizer included. At the first count with enough it appears, and stays. If it closes before, everything that was signed is deleted, and the page says so.',
      },
      {
        question: 'Somebody sent me a link to sponsor a petition',
        words:
          'It is not public yet, and looks for people who want it to go ahead. With the link you can read it and sponsor it, unseen, as you would sign. Once there are as many as it looks for it goes to the moderators; until then nobody learns how many there are. But whoever gave you the link knows to whom it went.',
      },
      {
        question: 'Can the text change after I signed?',
        words:
          'No. The text of an open petition never changes, and your signature holds for that exact text. Organizers can add updates below it.',
      },
      {
        question: 'When does leadership have to answer?',
        words:
          'When the threshold that stands on the petition is reached. The due date is shown from then on, and so is every day past it.',
      },
    ],
  },
  {
    id: 'answers',
    title: 'Answers and pledges',
    answers: [
      {
        question: 'How do I judge an answer?',
        words:
          'On the petition, below the answer to each demand. You say whether it answers what was asked, not whether you like it. It works like signing: your device proves that you are one of the employees, and not which.',
      },
      {
        question: 'I judged it, and nothing shows',
        words:
          'Nothing is shown until enough colleagues have judged the same answer. Then all of it is shown at once, and counted on with every publication.',
      },
      {
        question: 'Can I change what I said?',
        words:
          'Yes, on the same page and with the same key, for a year. The new word takes the place of the old one with the next count. What was published stays public, without a name.',
      },
      {
        question: 'Leadership revised its answer after I judged it',
        words: 'What you said stands until you say otherwise. Every revision stays readable beside the others.',
      },
      {
        question: 'What happens if I say where I work?',
        words:
          'Only with a first signature or on a pledge, only if you choose to, and only where the unit is large enough: you then vanish among the keys of that unit instead of all. No page shows it before enough others of your unit have named it; then it stays for good. On a pledge it holds for all that your key says of it. With a signature it is forgotten if you withdraw before it is shown; if you withdraw later, everybody can see that somebody of your unit did.',
      },
    ],
  },
  {
    id: 'questions',
    title: 'Questions to leadership',
    answers: [
      {
        question: 'My question does not show',
        words:
          'It comes to the moderators with the next publication, and stands under the petition once one has accepted it. Where it was rejected, the page of questions counts it and gives the reason, without your words. Nobody can write to you about it: nobody knows that it was yours.',
      },
      {
        question: 'Can I take a question back?',
        words:
          'No. The proof that an employee asked is thrown away at once, so nothing is left to show that it was you.',
      },
      {
        question: 'The connection broke while I asked',
        words: 'Ask again in the same words. The very same words under the same petition stand once.',
      },
    ],
  },
  {
    id: 'concerns',
    title: 'Concerns',
    answers: [
      {
        question: 'I lost my receipt words',
        words:
          'Then nobody can open that conversation for you, and nobody can find it for you either. You can raise the concern again; handlers will see that the two belong together if you say so.',
      },
      {
        question: 'It says that there is nothing under my words',
        words:
          'Either they are words of something else, or the upload was never finished, or the concern was deleted when its time was over. We cannot tell which, and that is on purpose: nobody who tries words learns anything.',
      },
      {
        question: 'My upload was interrupted',
        words: (
          <>
            Open <Link to="/concerns">concerns</Link> on the same device and go on. What was sent stays sent; what is
            unfinished after a day is deleted.
          </>
        ),
      },
      {
        question: 'My file is refused',
        words:
          'Some kinds of files carry names, places and history that cannot be taken out for sure. The page says what to do instead: usually a screenshot, or the text itself.',
      },
      {
        question: 'A handler is part of the problem',
        words:
          'Leave them out when the page asks who may read it: it is then not encrypted to them, and they do not see it on their desk. Another handler can hide it later as well.',
      },
      {
        question: 'How long does it take?',
        words:
          'Somebody must have read it within seven days and answered within three months, unless this house has set it shorter. The conversation shows both dates, and “somebody read it on …”.',
      },
    ],
  },
  {
    id: 'site',
    title: 'This site',
    answers: [
      {
        question: 'What does “Signed in here” mean?',
        words:
          'Somebody is signed in on this device. Petition pages do not know who: the note is kept by your browser. Sign out before you sign, or use another device.',
      },
      {
        question: 'I did not get my sign-in code',
        words:
          'Codes go to work addresses on the roster only, and whether an address is on it is never told here. Look among unwanted mail, wait a minute, then ask for another.',
      },
      {
        question: 'How do I leave this page at once?',
        words: (
          <>
            Press “Leave quickly”, or <kbd>Esc</kbd> three times. What that clears and what not stands under{' '}
            <Link to="/safety#leaving">safety</Link>.
          </>
        ),
      },
    ],
  },
];

const CONTENTS = SUBJECTS.map(({ id, title }) => ({ id, label: title }));
