import { Link } from '~/ui/link';
import { Section } from '~/ui/page';
import { sectionsFor, type DeskPetition } from '../desk-sections';

/** The other pages of a petition's desk. */
export function DeskPages({ petition }: { petition: DeskPetition }) {
  const sections = sectionsFor(petition);
  if (sections.length === 0) return null;
  return (
    <Section title="More to do here">
      <ul className="desk-pages">
        {sections.map(({ title, hint, href }) => (
          <li key={title}>
            <Link to={href(petition.id)}>{title}</Link>
            <span className="soft small">{hint}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
