export interface MarkedProps {
  /** Together they are the text. Plain: markup in it is letters. */
  passages: readonly { text: string; found: boolean }[];
}

/** A text in which the words that were searched for are marked. */
export function Marked({ passages }: MarkedProps) {
  return (
    <>
      {passages.map(({ text, found }, index) =>
        found ? (
          <mark key={index} className="found">
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </>
  );
}
