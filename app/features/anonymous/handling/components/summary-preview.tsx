import { useMemo, useState } from 'react';
import { fieldLabel } from '~/features/published/programmes/programme-fields';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Check } from '~/ui/choices';
import { plural } from '~/ui/count';
import { Notice } from '~/ui/notice';
import { Prose } from '~/ui/prose';
import { hintsFor } from '../../concerns/text-hints';
import { commonPhrases } from '../common-phrases';
import { wordsOf, type DeskConcern } from '../desk-concern';
import type { SummaryText } from '../publish-summary';
import { useDesk } from './desk-context';
import { MarkedText } from './marked-text';

interface SummaryPreviewProps {
  readonly text: SummaryText;
  readonly concern: DeskConcern;
  readonly busy: boolean;
  readonly onBack: () => void;
  readonly onPublish: () => void;
}

/** A summary as it will stand, and what in it could give somebody away. */
export function SummaryPreview({ text, concern, busy, onBack, onPublish }: SummaryPreviewProps) {
  const { desk, programmes } = useDesk();
  const [looked, setLooked] = useState(false);
  const whole = `${text.title}\n\n${text.body}`;
  const phrases = useMemo(() => commonPhrases(whole, wordsOf(concern)), [whole, concern]);
  const hints = useMemo(() => hintsFor(whole), [whole]);
  const about = [
    text.programme === null ? 'Not about a listed programme' : programmes.get(text.programme),
    fieldLabel(text.field),
  ].filter(Boolean);
  return (
    <div className="stack">
      <Card>
        <p className="small soft">{[...about, `published by ${desk.me.name}`].join(' · ')}</p>
        <h3 className="summary-preview__title">{text.title}</h3>
        <Prose>{text.body}</Prose>
      </Card>
      {phrases.length > 0 && (
        <Notice tone="warn" title="These words stand in the concern, just so">
          <p>
            {plural(phrases.length, 'stretch', 'stretches')} of four words or more. Whoever knows how the reporter
            speaks could recognise them: say it in your own words.
          </p>
          <MarkedText text={whole} stretches={phrases} />
        </Notice>
      )}
      {hints.length > 0 && (
        <Notice tone="warn" title="This could tell who it was">
          <ul>
            {hints.map(({ start, end, advice }) => (
              <li key={`${String(start)}-${String(end)}`}>
                <q>{whole.slice(start, end)}</q>: {advice}
              </li>
            ))}
          </ul>
          <p className="small soft">The advice is written for reporters: read it as if you were one.</p>
        </Notice>
      )}
      {phrases.length === 0 && hints.length === 0 && (
        <Notice title="Nothing of this stands in the concern word for word">
          <p>That is no proof: what gives somebody away is often what only colleagues know.</p>
        </Notice>
      )}
      <Check
        name="summary-looked"
        label="I have looked at every sentence. It stands under my name for ever, and nobody can take it back."
        onChange={setLooked}
      />
      <div className="form-actions">
        <Button type="button" tone="grave" disabled={busy || !looked} onClick={onPublish}>
          {busy ? 'Publishing …' : 'Publish it for ever'}
        </Button>
        <Button type="button" tone="quiet" disabled={busy} onClick={onBack}>
          Change it
        </Button>
      </div>
    </div>
  );
}
