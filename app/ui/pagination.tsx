import { ArrowLeft, ArrowRight } from 'lucide-react';
import { formatCount } from './count';
import { Link } from './link';

export interface PaginationProps {
  /** From 1. */
  page: number;
  pages: number;
  href: (page: number) => string;
  /** What is paged through: "Petitions". */
  label: string;
}

/** To the next and the previous page; nothing where there is only one. */
export function Pagination({ page, pages, href, label }: PaginationProps) {
  if (pages <= 1) return null;
  return (
    <nav className="pagination" aria-label={`${label}, pages`}>
      <span className="pagination__step">
        {page > 1 && (
          <Link to={href(page - 1)} rel="prev" className="pagination__step">
            <ArrowLeft aria-hidden="true" />
            Previous
          </Link>
        )}
      </span>
      <span aria-current="page">{`Page ${formatCount(page)} of ${formatCount(pages)}`}</span>
      <span className="pagination__step pagination__step--next">
        {page < pages && (
          <Link to={href(page + 1)} rel="next" className="pagination__step pagination__step--next">
            Next
            <ArrowRight aria-hidden="true" />
          </Link>
        )}
      </span>
    </nav>
  );
}
