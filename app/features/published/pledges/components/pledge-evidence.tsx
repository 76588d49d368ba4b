import { Link } from '~/ui/link';
import type { Evidence } from '../pledge';
import { hostOf } from '../pledge-words';

/** What leadership shows for a pledge, each with where it leads: somebody else's site is named before it is opened. */
export function PledgeEvidence({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return <p className="soft">No evidence is given.</p>;
  return (
    <ul>
      {evidence.map(({ title, url }, index) => {
        const host = hostOf(url);
        return (
          <li key={`${url} ${String(index)}`}>
            {host === null ? (
              <Link to={url}>{title}</Link>
            ) : (
              <>
                <a href={url} rel="noopener noreferrer nofollow">
                  {title}
                </a>{' '}
                <span className="soft">({host})</span>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
