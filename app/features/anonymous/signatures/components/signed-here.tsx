import { useState } from 'react';
import { openedKey } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { Tag } from '~/ui/tag';
import { actsOfThisKey, type ActsOfKey } from '../acts-of-this-key';

type Search =
  | { readonly kind: 'idle' }
  | { readonly kind: 'searching'; readonly share: number }
  | { readonly kind: 'found'; readonly acts: readonly ActsOfKey[] }
  | { readonly kind: 'failed' };

/** What this device's key signed. Computed here when asked, kept nowhere. */
export function SignedHere({ organisation }: { organisation: string }) {
  const [search, setSearch] = useState<Search>({ kind: 'idle' });

  async function look() {
    const key = openedKey('member');
    if (!key) return;
    setSearch({ kind: 'searching', share: 0 });
    try {
      const acts = await actsOfThisKey(key.entropy, organisation, (share) => {
        setSearch({ kind: 'searching', share });
      });
      setSearch({ kind: 'found', acts });
    } catch {
      setSearch({ kind: 'failed' });
    }
  }

  return (
    <div className="stack">
      <p>
        This is worked out here, from data that everybody can read, and stored nowhere. What you did since the last
        count does not show yet.
      </p>
      {search.kind === 'searching' && (
        <ProgressBar label="Looking through the published signatures of every petition" value={search.share} />
      )}
      {search.kind === 'failed' && (
        <Notice tone="error">The public data could not be read. Try again in a moment.</Notice>
      )}
      <div role="status">{search.kind === 'found' && <Found acts={search.acts} />}</div>
      {search.kind !== 'searching' && (
        <div>
          <Button type="button" tone="secondary" onClick={() => void look()}>
            {search.kind === 'idle' ? 'Show what this key signed' : 'Look again'}
          </Button>
        </div>
      )}
    </div>
  );
}

function Found({ acts }: { acts: readonly ActsOfKey[] }) {
  if (acts.length === 0) return <p>Nothing is published that this key signed.</p>;
  return (
    <ul className="signed-here">
      {acts.map(({ petition, state }) => (
        <li key={petition.id}>
          <Link to={`/petitions/${petition.id}`}>{petition.title}</Link>{' '}
          <Tag tone={state === 'signed' ? 'accent' : 'plain'}>
            {state === 'signed' ? 'Signed, counted' : 'Withdrawn'}
          </Tag>
        </li>
      ))}
    </ul>
  );
}
