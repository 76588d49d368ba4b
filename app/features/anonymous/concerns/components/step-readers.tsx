import type { HandlerKey } from '~/features/published/handlers/handler-key';
import { Check } from '~/ui/choices';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import type { StepProps } from './step-about';

/** Who may read it: every handler, but those whom it concerns. */
export function StepReaders({ handlers, draft, change, problems }: StepProps & { handlers: readonly HandlerKey[] }) {
  const allButOne = handlers.length - draft.leftOut.length <= 1;
  return (
    <div className="stack">
      <p>
        It is encrypted to these people and to your own twelve words. Nobody else can read it: not leadership, not the
        administrators, not whoever runs the servers. Does it concern one of them? Leave that person out.
      </p>
      <fieldset className="choices" id="readers" tabIndex={-1}>
        <legend className="choices__legend">May read it</legend>
        {handlers.map(({ fingerprint, name }) => (
          <Check
            key={fingerprint}
            name="reader"
            id={`reader-${fingerprint}`}
            value={fingerprint}
            label={name}
            hint={
              <>
                Key <code>{fingerprint.slice(0, 8)}</code>
              </>
            }
            defaultChecked={!draft.leftOut.includes(fingerprint)}
            onChange={(isReader) => {
              const others = draft.leftOut.filter((other) => other !== fingerprint);
              change({ leftOut: isReader ? others : [...others, fingerprint] });
            }}
          />
        ))}
      </fieldset>
      {problems.map(({ message }) => (
        <Notice key={message} tone="error" title={message} />
      ))}
      {handlers.length > 1 && draft.leftOut.length > 0 && (
        <Notice title="What leaving out means">
          <p>
            Who is left out does not find it on their desk and cannot decrypt it, now or later, unless another handler
            copies it for them. The others see whom you left out, and so does whoever reads the database.
            {allButOne && ' With one reader left, an answer may take longer.'}
          </p>
        </Notice>
      )}
      <p className="small soft">
        <Link to="/handlers">Who they are, and who let them in</Link>
      </p>
    </div>
  );
}
