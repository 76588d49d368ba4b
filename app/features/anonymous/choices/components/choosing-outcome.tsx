import type { ReactNode } from 'react';
import { Button, ButtonLink } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { Notice } from '~/ui/notice';
import type { Choosable } from '../choosable';
import type { ChoosingResult, Wish } from '../choose';
import type { ChoosingWords } from '../choosing-words';

interface ChoosingOutcomeProps<C extends string> {
  readonly thing: Choosable<C>;
  readonly words: ChoosingWords<C>;
  readonly result: ChoosingResult<C>;
  /** What was chosen just now. */
  readonly wish: Wish<C>;
  readonly minimum: number;
  readonly nextCount: ReactNode;
  readonly back: { readonly to: string; readonly words: string };
  readonly onReplace: (acts: number) => void;
  readonly onOther: () => void;
}

/** What happened, what nobody can know, how to change it. */
export function ChoosingOutcome<C extends string>(props: ChoosingOutcomeProps<C>) {
  const { result, back } = props;
  switch (result.kind) {
    case 'chosen-before':
      return <ChosenBefore {...props} result={result} />;
    case 'nothing-to-take-back':
      return (
        <div className="stack">
          <Notice live title="There is nothing to take back">
            <p>Your key has said nothing here so far.</p>
          </Notice>
          <BackLink {...back} />
        </div>
      );
    case 'done':
      return <Done {...props} />;
  }
}

function BackLink({ to, words }: { to: string; words: string }) {
  return (
    <div>
      <ButtonLink to={to} tone="secondary">
        {words}
      </ButtonLink>
    </div>
  );
}

function Done<C extends string>({ thing, words, wish, minimum, nextCount, back }: ChoosingOutcomeProps<C>) {
  const { choice, unit } = wish;
  return (
    <div className="stack">
      <Notice tone="success" live title={`You said: ${words.labels[choice]}`}>
        <p>
          It is counted {nextCount}
          {choice === thing.takesBack ? '.' : ` ${words.waits(formatCount(minimum))}.`}
        </p>
      </Notice>
      <ul className="plain-list stack">
        <li>
          Nobody can tell that it was you, including us: what was sent fits everybody in the {unit ? 'unit' : 'crowd'}{' '}
          equally.
        </li>
        {unit && (
          <li>
            That it comes from {unit.path} is published once at least {formatCount(minimum)} in this unit have named it,
            and nobody’s unit can be had by subtraction. It then stays.
          </li>
        )}
        <li>
          Check it: once it is published, this page finds it with your key in public data, on your device. Until then no
          page has it.
        </li>
        <li>{words.change}</li>
      </ul>
      <BackLink {...back} />
    </div>
  );
}

function ChosenBefore<C extends string>({
  words,
  result,
  wish,
  back,
  onReplace,
  onOther,
}: ChoosingOutcomeProps<C> & { result: Extract<ChoosingResult<C>, { kind: 'chosen-before' }> }) {
  const { counted, acts } = result;
  const again = counted === wish.choice;
  return (
    <div className="stack">
      <Notice tone="warn" live title="Your key chose before">
        <p>
          {counted === null
            ? 'What it chose waits to be published, and only your key could tell it.'
            : `“${words.labels[counted]}” is published.`}{' '}
          {again && 'You need do nothing, unless you chose otherwise since. '}
          {words.replaces} Whatever was published stays public, without a name, and acting again narrows the crowd to
          those who did the same.
        </p>
      </Notice>
      <div className="cluster">
        <Button
          type="button"
          tone={again ? 'secondary' : 'primary'}
          onClick={() => {
            onReplace(acts);
          }}
        >
          {`Say “${words.labels[wish.choice]}” now`}
        </Button>
        <Button type="button" tone="secondary" onClick={onOther}>
          Choose something else
        </Button>
        <ButtonLink to={back.to} tone="quiet">
          Leave it as it is
        </ButtonLink>
      </div>
    </div>
  );
}
