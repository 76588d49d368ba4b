import { EmptyState } from '~/ui/empty-state';
import { Link } from '~/ui/link';
import { listHref, sortsOf, type ListChoice } from '../petition-list';
import { emptyWords } from './list-controls';

/** A list without a petition: why, and where there are some. */
export function EmptyList({ address }: { address: ListChoice }) {
  const { filter, search, unit, programme } = address;
  const everywhere = listHref({ filter: 'all', sort: sortsOf('all', search)[0] ?? 'newest', search });
  if (search === '' && unit === '' && programme === '') {
    return (
      <EmptyState title={emptyWords[filter]}>
        You can <Link to="/in/petitions/new">start a petition</Link>, or look at{' '}
        <Link to={everywhere}>all of them</Link>.
      </EmptyState>
    );
  }
  const title = search === '' ? 'No petition is like this' : `Nothing was found for “${search}”`;
  return (
    <EmptyState title={title}>
      {search !== '' && 'Fewer or other words may find more. '}
      {(filter !== 'all' || unit !== '' || programme !== '') && (
        <Link to={everywhere}>{search === '' ? 'Look at all petitions' : 'Look among all petitions'}</Link>
      )}
    </EmptyState>
  );
}
