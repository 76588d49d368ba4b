import { Seal } from '~/ui/seal';
import { formatDay } from '~/ui/days';
import { closingWords, countWords, type ShareFacts } from '../share-facts';

export interface PetitionFrameProps {
  facts: ShareFacts;
  /** Path of the style sheet, and its digest where it is known. */
  styles: string;
  integrity: string | undefined;
}

/** A whole document for a frame: the petition's seal and title, and the way to its page, which opens outside of the frame. */
export function PetitionFrame({ facts, styles, integrity }: PetitionFrameProps) {
  const { id, title, count, threshold, address, startedBy, isOpen, organisation, today } = facts;
  return (
    <html lang="en-GB">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Round Robin`}</title>
        <link rel="stylesheet" href={styles} integrity={integrity} />
      </head>
      <body className="frame">
        <main className="frame__petition">
          <Seal id={id} count={count} threshold={threshold ?? 0} size="medium" label="" />
          <div>
            <p className="frame__where">A petition at {organisation}</p>
            <h1 className="frame__title">
              <a href={address} target="_blank" rel="noopener noreferrer">
                {title}
              </a>
            </h1>
            <p className="frame__count">{countWords(facts)}</p>
            <p className="frame__note">
              {closingWords(facts)} Started by {startedBy}. As of {formatDay(today)}.
              {isOpen && ' It is signed on its own page, and nobody can tell who did.'}
            </p>
          </div>
        </main>
      </body>
    </html>
  );
}
