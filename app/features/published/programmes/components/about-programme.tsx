import { Link } from '~/ui/link';
import type { AboutProgramme } from '../attachments';
import { fieldLabel } from '../programme-fields';

/** The programme that something is about, with the way to it, and to the question where it is about one. */
export function AboutProgrammeLink({ about: { id, name, field } }: { about: AboutProgramme }) {
  const label = fieldLabel(field);
  return (
    <Link to={`/programmes/${id}${label === null ? '' : `#${field ?? ''}`}`}>
      {label === null ? name : `${name}: ${label}`}
    </Link>
  );
}
