import type { ReactNode } from 'react';
import { ButtonLink } from './button';
import { Cluster, Page, PageHeader } from './page';

interface Words {
  title: string;
  lead: string;
}

const WORDS: Record<number, Words> = {
  400: {
    title: 'That did not arrive whole',
    lead: 'Something in the request was not as this page expects it. Nothing was changed. Please go back and try once more.',
  },
  401: {
    title: 'Please sign in first',
    lead: 'This page is about you, so it needs to know who you are. Reading and signing petitions does not.',
  },
  403: {
    title: 'This page is not for you',
    lead: 'It belongs to a role that you do not hold. If you should hold it, an administrator can grant it, and everybody can see that it was granted.',
  },
  404: {
    title: 'Nothing is here',
    lead: 'The address may be mistyped, or what stood here was removed at the end of its time. Nothing you did went wrong.',
  },
  409: {
    title: 'Somebody was quicker',
    lead: 'This changed while you were looking at it, so nothing was saved. Please look at how it stands now and try again.',
  },
  413: { title: 'That is too large', lead: 'What was sent is larger than this page takes. Nothing was changed.' },
  429: {
    title: 'One moment, please',
    lead: 'Too many requests came at once. We keep no addresses, so everybody waits a little. Please try again in a minute.',
  },
  500: {
    title: 'That went wrong, and it was us',
    lead: 'Something failed on our side. What you were doing may not have been saved. Nothing about you was written into a log.',
  },
  503: {
    title: 'We are just starting',
    lead: 'The platform is starting or being looked after. Please try again in a minute.',
  },
};

/** The words for a status; the nearest general ones where a status has none of its own. */
export function errorWords(status: number): Words {
  const general = status >= 500 ? 500 : 400;
  return WORDS[status] ?? (WORDS[general] as Words);
}

export interface ErrorPageProps {
  status: number;
  /** What exactly, in a sentence for the reader: a feature's refusal, never an exception's message. */
  detail?: ReactNode;
  /** Another way on than the petitions. */
  action?: { to: string; label: string } | undefined;
}

export function ErrorPage({ status, detail, action }: ErrorPageProps) {
  const { title, lead } = errorWords(status);
  return (
    <Page width="reading">
      <PageHeader title={title} lead={lead} state={`Answer ${status}`} />
      {detail && <p>{detail}</p>}
      <div className="section">
        <Cluster>
          <ButtonLink to={action?.to ?? '/petitions'}>{action?.label ?? 'To the petitions'}</ButtonLink>
          <ButtonLink to="/help" tone="quiet">
            Help
          </ButtonLink>
        </Cluster>
      </div>
    </Page>
  );
}
