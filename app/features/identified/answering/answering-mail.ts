import type { Opinion } from './draft';

/** Plain text of a mail about a draft. No word of the draft travels in it. */
export interface AnsweringMail {
  readonly subject: string;
  readonly body: string;
}

interface About {
  /** Titles of what is answered. */
  readonly titles: readonly string[];
  /** The page to go to. */
  readonly url: string;
}

const mail = (subject: string, { titles, url }: About, ...lines: readonly string[]): AnsweringMail => ({
  subject,
  body: `${[titles.map((title) => `“${title}”`).join('\n'), ...lines, url].filter((line) => line !== '').join('\n\n')}\n`,
});

/** To somebody who is asked to look at a draft. */
export function reviewMail(about: About & { readonly capacity: string; readonly writerName: string }): AnsweringMail {
  const { capacity, writerName } = about;
  return mail(
    'You are asked to look at an answer before it is published',
    about,
    `${writerName} asks you, as ${capacity}, to read what leadership is going to answer.`,
    'It is published only once everybody who was asked approves the very same words.',
  );
}

const opinionSubjects: Readonly<Record<Opinion, string>> = {
  approved: 'A reviewer approves your answer',
  changes: 'A reviewer asks for changes to your answer',
};

/** To whoever writes a draft, of what a reviewer says. */
export function opinionMail(
  about: About & {
    readonly opinion: Opinion;
    readonly reviewerName: string;
    readonly capacity: string;
    readonly words: string;
    readonly wasScheduled: boolean;
  },
): AnsweringMail {
  const { opinion, reviewerName, capacity, words, wasScheduled } = about;
  const said = opinion === 'approved' ? 'approves the words that stand now.' : 'asks for changes.';
  return mail(
    opinionSubjects[opinion],
    about,
    `${reviewerName} (${capacity}) ${said}`,
    words,
    wasScheduled ? 'It is no longer scheduled.' : '',
  );
}

/** To whoever a draft was to be published for, when it could not be. */
export function notPublishedMail(about: About & { readonly why: string }): AnsweringMail {
  return mail(
    'Your answer could not be published',
    about,
    about.why,
    'Nothing was published. The draft is kept, with every word of it.',
  );
}
