import { Button } from '~/ui/button';
import { Link } from '~/ui/link';
import { Stack } from '~/ui/page';

/** Takes or stops the weekly letter. */
export function LetterSwitch({ takes }: { takes: boolean }) {
  return (
    <form method="post">
      <Stack>
        <p>
          On Mondays: what opened and closed, what leadership said and owes, what is monitored. Everybody who takes it
          gets the same words, so that it says of nobody what they follow. That you take it is stored until you stop it.
          What you follow yourself stays <Link to="/following">on your device</Link>.
        </p>
        <input type="hidden" name="intent" value={takes ? 'stop-letter' : 'take-letter'} />
        <div>
          <Button tone="secondary">{takes ? 'Stop the weekly letter' : 'Take the weekly letter'}</Button>
        </div>
      </Stack>
    </form>
  );
}
