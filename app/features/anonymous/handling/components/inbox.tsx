import { useMemo } from 'react';
import { Button } from '~/ui/button';
import { plural, formatCount } from '~/ui/count';
import { EmptyState } from '~/ui/empty-state';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { labelsInUse, pageOf, type DeskPage, type DeskQuery } from '../desk-query';
import { hashOf } from '../desk-place';
import { refusalWords } from '../handling-words';
import { useDesk } from './desk-context';
import { FiguresPanel } from './figures-panel';
import { InboxFilters } from './inbox-filters';
import { InboxRow } from './inbox-row';

interface InboxProps {
  readonly query: DeskQuery;
  readonly onAsk: (change: Partial<DeskQuery>) => void;
}

/** The list of concerns, as far as they are opened. */
export function Inbox({ query, onAsk }: InboxProps) {
  const { desk, view, today } = useDesk();
  const me = desk.me.fingerprint;
  const concerns = useMemo(() => [...view.concerns.values()], [view]);
  const labels = useMemo(() => labelsInUse(concerns), [concerns]);
  const page = useMemo(() => pageOf(concerns, view.index, query, { me, today }), [concerns, view, query, me, today]);
  return (
    <>
      <Filling />
      {view.filling.kind === 'full' && concerns.length === 0 ? (
        <EmptyState title="No concern has come in">
          When somebody raises one, it appears here. Only the handlers’ keys can open it.
        </EmptyState>
      ) : (
        <div className="desk">
          <div>
            <InboxFilters
              query={query}
              labels={labels}
              onAsk={(change) => {
                onAsk({ page: 1, ...change });
              }}
            />
            <Found page={page} onAsk={onAsk} />
          </div>
          <aside aria-label="Figures of this desk">
            <FiguresPanel concerns={concerns} />
            {desk.handlers.length > 1 && (
              <p className="small no-print desk__access">
                <a href={hashOf({ kind: 'access', to: null })}>Give a handler access to what came before</a>
              </p>
            )}
          </aside>
        </div>
      )}
    </>
  );
}

function Found({ page, onAsk }: { page: DeskPage; onAsk: InboxProps['onAsk'] }) {
  const { today, nameOf, programmes, view } = useDesk();
  const isFull = view.filling.kind === 'full';
  const turn = (to: number) => {
    onAsk({ page: to });
    document.getElementById('desk-found')?.focus();
  };
  return (
    <section className="desk-found">
      <h2 id="desk-found" tabIndex={-1} aria-live="polite" className="desk-found__count">
        {plural(page.total, 'concern')}
      </h2>
      {page.total === 0 && isFull && (
        <p className="soft">Nothing on this desk fits. Take a filter away, or search for less.</p>
      )}
      <ol className="desk-list">
        {page.items.map((concern) => (
          <InboxRow key={concern.key} concern={concern} today={today} nameOf={nameOf} programmes={programmes} />
        ))}
      </ol>
      {page.pages > 1 && (
        <nav className="pagination" aria-label="Concerns, pages">
          <span className="pagination__step">
            <Button type="button" tone="quiet" disabled={page.page === 1} onClick={() => turn(page.page - 1)}>
              Previous
            </Button>
          </span>
          <span aria-current="page">{`Page ${formatCount(page.page)} of ${formatCount(page.pages)}`}</span>
          <span className="pagination__step pagination__step--next">
            <Button type="button" tone="quiet" disabled={page.page === page.pages} onClick={() => turn(page.page + 1)}>
              Next
            </Button>
          </span>
        </nav>
      )}
    </section>
  );
}

/** How far the concerns are fetched and opened. */
function Filling() {
  const { desk, view } = useDesk();
  const { filling, concerns } = view;
  if (filling.kind === 'full') return null;
  if (filling.kind === 'filling') {
    return (
      <div className="desk-filling">
        <ProgressBar
          label="Fetching the concerns and opening them on this device"
          value={filling.share}
          detail={`${formatCount(concerns.size)} opened`}
        />
      </div>
    );
  }
  const { title, text } = refusalWords(filling.code);
  return (
    <Notice tone="error" title={title}>
      <p>{text}</p>
      <Button type="button" tone="secondary" small onClick={() => void desk.fill()}>
        Fetch them again
      </Button>
    </Notice>
  );
}
