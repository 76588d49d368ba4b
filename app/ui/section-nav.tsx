import { Link } from './link';

export interface SectionNavProps {
  label: string;
  items: readonly { to: string; label: string }[];
  currentPath: string;
}

/** The pages of one desk or one subject, beside each other below the frame. */
export function SectionNav({ label, items, currentPath }: SectionNavProps) {
  return (
    <nav className="section-nav" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.to}>
            <Link to={item.to} aria-current={item.to === currentPath ? 'page' : undefined}>
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
