import { useState, type FormEvent } from 'react';
import { Button } from './button';
import { Field } from './field';

/** How many of the twelve words are asked for. */
const asked = 3;

/** Asks for three of the words, to see that they were kept. */
export function CheckWords({
  words,
  onRight,
  onBack,
}: {
  words: readonly string[];
  onRight: () => void;
  onBack: () => void;
}) {
  const [places] = useState(() => somePlaces(words.length));
  const [wrong, setWrong] = useState<readonly number[]>([]);

  function check(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const missed = places.filter((place) => {
      const given = form.get(`word-${String(place)}`);
      return typeof given !== 'string' || given.trim().toLowerCase() !== words[place];
    });
    setWrong(missed);
    if (missed.length === 0) onRight();
  }

  return (
    <form className="stack" onSubmit={check}>
      <p>From your paper, please:</p>
      {places.map((place) => (
        <Field
          key={place}
          label={`Word ${String(place + 1)}`}
          name={`word-${String(place)}`}
          look="short"
          autoComplete="off"
          required
          errors={
            wrong.includes(place) ? [`That is not word ${String(place + 1)}. Look at your paper again.`] : undefined
          }
        />
      ))}
      <div className="cluster">
        <Button>Go on</Button>
        <Button type="button" tone="quiet" onClick={onBack}>
          Show me the words again
        </Button>
      </div>
    </form>
  );
}

/** Some different places in ascending order, drawn anew each time. */
function somePlaces(count: number): readonly number[] {
  const order = Array.from({ length: count }, (_, place) => ({
    place,
    key: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  }));
  return order
    .sort((a, b) => a.key - b.key)
    .slice(0, asked)
    .map(({ place }) => place)
    .sort((a, b) => a - b);
}
