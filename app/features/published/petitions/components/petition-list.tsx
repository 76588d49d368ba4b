import { ArrowLeft, ArrowRight } from 'lucide-react';
import { Link } from '~/ui/link';
import { Marked } from '~/ui/marked';
import { SealList } from '~/ui/seal-list';
import type { PetitionSummary } from '../petition-list.queries.server';
import { shownCount, standingWords, uncountedWords } from '../petition-words';

export interface PetitionListProps {
  petitions: readonly PetitionSummary[];
  /** The UTC day. */
  today: string;
  /** The company's day, by which answers are due. */
  companyDay: string;
  headingLevel?: 2 | 3;
  /** Where a petition leads; its public page unless told otherwise. */
  to?: (id: string) => string;
}

/** Petitions one below the other, each with its seal and where it stands. */
export function PetitionList({
  petitions,
  today,
  companyDay,
  headingLevel,
  to = (id) => `/petitions/${id}`,
}: PetitionListProps) {
  return (
    <SealList
      {...(headingLevel && { headingLevel })}
      items={petitions.map((petition) => {
        const { tone, words } = standingWords(petition, today, companyDay);
        return {
          id: petition.id,
          to: to(petition.id),
          title:
            petition.passages && petition.title !== null ? (
              <Marked passages={petition.passages.title} />
            ) : (
              (petition.title ?? 'A petition whose text is not shown')
            ),
          excerpt: petition.passages?.excerpt && <Marked passages={petition.passages.excerpt} />,
          state: <span className={tone === 'late' ? 'late' : undefined}>{words}</span>,
          count: shownCount(petition.figures),
          uncounted: uncountedWords(petition.state, petition.figures),
          threshold: petition.figures?.threshold ?? 0,
        };
      })}
    />
  );
}

/** To the next and the previous page of a list that is not numbered, because it may grow while it is read. */
export function ListSteps({
  previous,
  next,
  label = 'Petitions',
}: {
  previous: string | null;
  next: string | null;
  /** What is listed. */
  label?: string;
}) {
  if (previous === null && next === null) return null;
  return (
    <nav className="pagination" aria-label={`${label}, pages`}>
      {previous === null ? (
        <span />
      ) : (
        <Link to={previous} rel="prev" className="pagination__step">
          <ArrowLeft aria-hidden="true" />
          Previous
        </Link>
      )}
      {next !== null && (
        <Link to={next} rel="next" className="pagination__step pagination__step--next">
          Next
          <ArrowRight aria-hidden="true" />
        </Link>
      )}
    </nav>
  );
}
