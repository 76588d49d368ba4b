import type { DifferencePart } from '../word-difference';

/** What changed in a text, word by word: struck out and underlined, and said in words to whoever cannot see that. */
export function Difference({ words }: { words: readonly DifferencePart[] }) {
  return (
    <p className="difference">
      {words.map(({ kind, text }, index) => {
        const key = String(index);
        if (kind === 'added') {
          return (
            <ins key={key}>
              <span className="visually-hidden"> [added: </span>
              {text}
              <span className="visually-hidden">] </span>
            </ins>
          );
        }
        if (kind === 'removed') {
          return (
            <del key={key}>
              <span className="visually-hidden"> [removed: </span>
              {text}
              <span className="visually-hidden">] </span>
            </del>
          );
        }
        return <span key={key}>{text}</span>;
      })}
    </p>
  );
}
