import { Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '~/ui/button';
import { draftAsText, type ConcernDraft } from '../concern-draft';

/** Says that nothing is kept, and copies what was written for whoever has to stop here. */
export function CopyDraft({ draft }: { draft: ConcernDraft }) {
  const [said, setSaid] = useState('');
  async function copy() {
    try {
      await navigator.clipboard.writeText(draftAsText(draft));
      setSaid('Copied. Other programs can read a clipboard: copy something else afterwards.');
    } catch {
      setSaid('This browser does not allow copying here.');
    }
  }
  return (
    <aside className="not-kept" aria-label="Nothing is kept">
      <p className="small soft">
        Nothing you type is stored, here or anywhere, until it is encrypted. If you leave, it is gone.
      </p>
      <div className="cluster">
        <Button type="button" tone="quiet" small icon={<Copy aria-hidden="true" />} onClick={() => void copy()}>
          Copy my text
        </Button>
        <span className="small soft" role="status">
          {said}
        </span>
      </div>
    </aside>
  );
}
