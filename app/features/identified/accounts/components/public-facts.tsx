import { Link } from '~/ui/link';
import type { PublicFact } from '../public-about.queries.server';

/** What of a person everybody may read: what stands under the name, and what only this page ties to it. */
export function PublicFacts({ facts }: { facts: readonly PublicFact[] }) {
  const named = facts.filter((fact) => fact.named);
  const unnamed = facts.filter((fact) => !fact.named);
  return (
    <>
      {named.length === 0 ? (
        <p>Nothing under your name that this page knows of.</p>
      ) : (
        <>
          <p>Under your name, for everybody to read:</p>
          <FactList facts={named} />
        </>
      )}
      {unnamed.length > 0 && (
        <>
          <p>Without your name; that these are yours is written in your own part of the tables and nowhere else:</p>
          <FactList facts={unnamed} />
        </>
      )}
      <p className="small soft">
        Who was given an office stands in the ledger by name, as do the names of those who moderate. Nobody can look up
        what you signed or said unseen, and neither can we.
      </p>
    </>
  );
}

const terms: Readonly<Record<PublicFact['what'], string>> = {
  petition: 'Petition',
  statement: 'Statement',
  leader: 'Public record',
  handler: 'Handler’s key',
  key: 'Enrolled key',
  place: 'Place on a register',
};

function FactList({ facts }: { facts: readonly PublicFact[] }) {
  return (
    <ul className="plain-list">
      {facts.map(({ what, words, path }) => (
        <li key={`${what} ${words} ${String(path)}`}>
          {terms[what]}: {path === null ? words : <Link to={path}>{words}</Link>}
        </li>
      ))}
    </ul>
  );
}
