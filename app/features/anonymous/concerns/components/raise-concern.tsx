import { ButtonLink } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { RaiseConcernSteps, type RaiseConcernProps } from './raise-concern-steps';
import { useHandlers } from './use-handlers';

/** Raising a concern, where there is somebody to encrypt it to: that is looked at before anything is typed. */
export function RaiseConcern(props: Omit<RaiseConcernProps, 'handlers'>) {
  const state = useHandlers(props.organisation);
  switch (state.kind) {
    case 'looking':
      return (
        <p className="soft needs-script" role="status">
          Looking who would read it …
        </p>
      );
    case 'unreachable':
      return (
        <Notice tone="error" title="The list of handlers could not be read">
          <p>Without it there is nobody to encrypt to. Load the page again in a moment.</p>
        </Notice>
      );
    case 'none':
      return (
        <Notice tone="warn" title="There are no handlers yet">
          <p>
            A concern is encrypted to the people who look into it, and nobody has been named. Nothing can be raised
            until somebody is; there is no other way in that would be safe.
          </p>
          <ButtonLink to="/handlers" tone="secondary" small>
            Handlers
          </ButtonLink>
        </Notice>
      );
    case 'broken':
      return (
        <Notice tone="error" title="Do not raise a concern here now">
          <p>
            The list of handlers is not what it should be. Somebody may be trying to read along, so your device refuses
            to encrypt. Tell your works council or whoever you trust, and keep this message.
          </p>
          <ul>
            {state.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <ButtonLink to="/handlers" tone="secondary" small>
            Look at the list
          </ButtonLink>
        </Notice>
      );
    case 'ready':
      return <RaiseConcernSteps {...props} handlers={state.active} />;
  }
}
