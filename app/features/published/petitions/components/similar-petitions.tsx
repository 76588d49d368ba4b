import { useEffect, useState } from 'react';
import { Notice } from '~/ui/notice';
import { similarHref, type SimilarPetition } from '../similar-petitions';

/** Petitions that may ask for the same, as plain links that open beside the form. */
export function SimilarPetitions({ petitions, live }: { petitions: readonly SimilarPetition[]; live?: boolean }) {
  if (petitions.length === 0) return null;
  return (
    <Notice title="Does one of these ask for the same?" live={live}>
      <p>Together you weigh more. If one does, sign that one instead.</p>
      <ul>
        {petitions.map((petition) => (
          <li key={petition.id}>
            <a href={`/petitions/${petition.id}`} target="_blank" rel="noopener noreferrer">
              {petition.title}
            </a>{' '}
            <span className="soft">({stateWord(petition)})</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function stateWord({ open, answered }: SimilarPetition): string {
  if (answered) return 'answered';
  return open ? 'open' : 'closed';
}

/** How long somebody must pause before the words are compared. */
const PAUSE_MS = 300;
const WORTH_COMPARING = 8;

/**
 * Similar petitions while somebody types. Asked of the public side without cookie, so that it does not learn who is
 * writing. Says nothing while it cannot ask: the last step of the form compares again, without a script.
 */
export function SimilarWhileTyping({ text }: { text: string }) {
  const [found, setFound] = useState<readonly SimilarPetition[]>([]);
  const asked = text.trim();
  useEffect(() => {
    if (asked.length < WORTH_COMPARING) {
      setFound([]);
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      fetch(similarHref(asked), { credentials: 'omit', signal: abort.signal })
        .then((answer) => (answer.ok ? answer.json() : { petitions: [] }))
        .then((answer: { petitions: readonly SimilarPetition[] }) => {
          setFound(answer.petitions);
        })
        .catch(() => {
          if (!abort.signal.aborted) setFound([]);
        });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  return (
    <div aria-live="polite">
      <SimilarPetitions petitions={found} />
    </div>
  );
}
